"""References in words to sections that are not there; what must not be told first."""

from __future__ import annotations

import pytest

from policytool.release.references import references
from policytool.text.parse import parse

NUMBERED = "# Policy\n\n## 1. Data\n\n### 1.1 Names\n\n{}\n\n## 2. Rights\n\n1. access\n2. erasure\n3. objection\n"
PLAIN = "# Policy\n\n## Data\n\n{}\n\n## Rights\n\nText.\n"


def told(words: str, policy: str = NUMBERED) -> list[str]:
    return [problem.message for problem in references(parse(policy.format(words), name="p.md"))]


@pytest.mark.parametrize(
    "words",
    [
        "See section 1.1 and part 2.",
        "As sections 1 and 2 say.",
        "Under item 3 of part 2.",
        "You may object, see part 3.",
        "As section 9 of the Data Protection Act asks.",
        "Under section 31 GDPR.",
        "The Consumer Act, section 12, applies.",
        "Part 4.2 of ISO 27001 was audited.",
        "We keep parts of 12 orders.",
        "见第1.1节。",
        "根据《网络安全法》第9章。",
    ],
)
def test_what_leads_somewhere_or_to_a_law(words: str) -> None:
    assert told(words) == []


def test_a_policy_without_numbers() -> None:
    assert told("See section 5.", PLAIN) == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("See section 1.2.", "section 1.2"),
        ("As described in part 7, we share it.", "part 7"),
        ("Clause 2.10 says more.", "Clause 2.10"),
        ("见第5节。", "第5节"),
    ],
)
def test_what_leads_nowhere(words: str, named: str) -> None:
    [message] = told(words)
    assert f"“{named}”" in message
