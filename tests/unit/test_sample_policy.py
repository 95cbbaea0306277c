"""The policy of this repository: both languages have one structure, and everything that it refers to is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytool.significance import criteria
from policytool.text.model import Clause, Document
from policytool.text.parse import read

FOLDER = Path(__file__).parents[2] / "policy_docs"
FILES = {"en": FOLDER / "privacy-policy.md", "zh": FOLDER / "privacy-policy.zh.md"}
PROMISES = (
    "revision-by-posting",
    "look-regularly",
    "new-purpose-consent",
    "mailing-list-unsubscribe",
    "affiliates",
    "successor-bound",
    "incident-notice",
    "closing-notice",
    "notice-before-effect",
    "rights-not-reduced",
    "prominent-notices",
    "significant-changes",
)
"""The clauses that make the policy's promises about itself."""


def shape(clause: Clause) -> tuple[str, int, int, str]:
    return clause.kind, clause.level, clause.quote, clause.id if clause.named else ""


def text(document: Document) -> str:
    return "\n".join(clause.text for clause in document.clauses).casefold()


def test_the_translation_has_the_same_clauses_with_the_same_ids() -> None:
    english, chinese = (read(file, metadata_required=True) for file in FILES.values())
    assert [shape(clause) for clause in english.clauses] == [shape(clause) for clause in chinese.clauses]
    assert english.metadata is not None
    assert chinese.metadata is not None
    assert len(english.metadata.recipients) == len(chinese.metadata.recipients)


@pytest.mark.parametrize("language", FILES)
def test_headings_and_promises_are_named(language: str) -> None:
    document = read(FILES[language])
    assert all(clause.named for clause in document.headings)
    assert all(document.by_id[promise].named for promise in PROMISES)


@pytest.mark.parametrize("language", FILES)
def test_links_within_the_policy_lead_somewhere(language: str) -> None:
    document = read(FILES[language])
    links = [run.link or "" for clause in document.clauses for run in clause.links]
    targets = [link[1:] for link in links if link.startswith("#")]
    assert targets
    assert set(targets) <= set(document.by_id)


@pytest.mark.parametrize("language", FILES)
def test_what_the_metadata_states_stands_in_the_text(language: str) -> None:
    document = read(FILES[language])
    assert document.metadata is not None
    assert document.metadata.controller is not None
    for fact in (*document.metadata.recipients, *document.metadata.controller.model_dump().values()):
        assert fact.casefold() in text(document)


@pytest.mark.parametrize("language", FILES)
def test_all_six_criteria_are_understood(language: str) -> None:
    reading = criteria.read(read(FILES[language]))
    kinds = [criterion.kind for criterion in reading.criteria]
    assert kinds == ["processing", "organisation", "recipients", "rights", "contact", "risk"]
    assert not reading.unbound
    assert not reading.warnings
    assert reading.open
