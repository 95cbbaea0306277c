"""Consent before rights are reduced: when it is not asked first, then when it is, and which version binds whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policytool.archive.model import Version, VersionNumber, binding
from policytool.archive.record import ConsentPlan
from policytool.release import rights
from policytool.significance.model import Assessment, Criterion, Finding
from policytool.text import parse
from policytool.text.model import Document
from tests.unit.test_archive_model import version

DAY = date(2026, 3, 2)
CRITERION = Criterion(id="rights", kind="rights", text="your rights change")
LOST = Finding(
    criterion=CRITERION,
    clause="rights",
    section="Rights",
    reason="You can no longer object.",
    told="",
    reduces_rights=True,
)
KEPT = parse.parse("# P\n\nText.\n")
PROMISED = parse.parse("# P\n\nWe do not reduce your rights without your consent. {#kept}\n")
DRAFT = parse.parse("# P\n\nYou can ask for a copy. {#rights}\n", name="policy_docs/p.md")
ASKED = ConsentPlan(asked="every customer", until=date(2026, 6, 30))


def assessment(*findings: Finding) -> Assessment:
    return Assessment(significance="significant", score=0.9, threshold=0.5, findings=findings)


def found(
    *findings: Finding, plan: ConsentPlan | None = None, promises: Document | None = KEPT
) -> list[tuple[bool, str]]:
    given = list(rights.problems(assessment(*findings), plan, promises, DAY, draft=DRAFT))
    assert {problem.rule for problem in given} <= {"consent"}
    return [(problem.blocks, problem.message) for problem in given]


class TestNotAsked:
    def test_for_the_first_version(self) -> None:
        assert list(rights.problems(None, None, None, DAY, draft=DRAFT)) == []

    def test_where_nothing_is_taken(self) -> None:
        assert found(replace(LOST, reduces_rights=False)) == []

    def test_where_the_rules_are_not_sure(self) -> None:
        assert found(replace(LOST, confidence=rights.CONSENT_FROM - 0.01)) == []

    @pytest.mark.parametrize("plan", [ASKED, ConsentPlan(waived="A court ordered it"), replace(ASKED, until=DAY)])
    def test_again_where_there_is_a_plan(self, plan: ConsentPlan) -> None:
        assert found(LOST, plan=plan) == []

    def test_a_plan_may_be_made_where_the_rules_see_no_need(self) -> None:
        assert found(plan=ASKED) == []


NEW_PURPOSE = replace(LOST, reduces_rights=False, rule="purpose", direction="wider", reason="New here: profiling.")


class TestAsked:
    def test_p10_where_rights_are_reduced(self) -> None:
        [(blocks, message)] = found(LOST, promises=PROMISED)
        assert blocks
        assert LOST.reason in message
        assert "clause kept: “We do not reduce your rights without your consent.”" in message

    def test_at_the_clause_that_takes_something(self) -> None:
        [problem] = rights.problems(assessment(LOST), None, KEPT, DAY, draft=DRAFT)
        assert (problem.path, problem.line) == ("policy_docs/p.md", 3)
        [problem] = rights.problems(assessment(replace(LOST, clause="gone")), None, KEPT, DAY, draft=DRAFT)
        assert (problem.path, problem.line) == ("policy_docs/p.md", None)

    def test_p3_where_information_gets_a_new_purpose(self) -> None:
        assert [blocks for blocks, _ in found(NEW_PURPOSE)] == [True]
        assert found(replace(NEW_PURPOSE, direction="narrower")) == []
        assert found(replace(NEW_PURPOSE, rule="said")) == []

    def test_without_such_a_promise_too(self) -> None:
        [(blocks, message)] = found(replace(LOST, confidence=rights.CONSENT_FROM), LOST, LOST)
        assert blocks
        assert "clause" not in message
        assert "(2 more)" in message

    def test_p10_a_promise_asks_from_where_the_verdict_does(self) -> None:
        unsure = replace(LOST, confidence=rights.CONSENT_FROM - 0.2)
        assert found(unsure) == []
        assert [blocks for blocks, _ in found(unsure, promises=PROMISED)] == [True]
        assert found(replace(LOST, confidence=0.3), promises=PROMISED) == []
        assert found(replace(NEW_PURPOSE, confidence=rights.CONSENT_FROM - 0.2), promises=PROMISED) == []

    @pytest.mark.parametrize(
        "promise",
        [
            "For any other purpose we ask you first.",
            "If we want to use it for a purpose that this policy does not cover, we ask you beforehand.",
            "我们拟将信息用于本政策未载明的目的的，将事先征求您的同意。",
        ],
    )
    def test_p3_a_promise_to_ask_for_new_purposes_asks_from_where_the_verdict_does(self, promise: str) -> None:
        unsure = replace(NEW_PURPOSE, confidence=rights.CONSENT_FROM - 0.2)
        [(blocks, message)] = found(unsure, promises=parse.parse(f"# P\n\n{promise}\n"))
        assert blocks
        assert promise.split()[0] in message
        assert found(unsure, promises=parse.parse("# P\n\nWe ask you for another copy of the receipt first.\n")) == []

    def test_not_until_a_day_before_the_posting(self) -> None:
        [(blocks, message)] = found(plan=replace(ASKED, until=date(2026, 3, 1)))
        assert blocks
        assert "before the version is published" in message

    def test_not_for_the_first_version(self) -> None:
        assert [problem.blocks for problem in rights.problems(None, ASKED, None, DAY, draft=DRAFT)] == [True]


def asking(number: str, effective: date, plan: ConsentPlan = ASKED) -> Version:
    made = version(number, effective)
    return replace(made, record=replace(made.record, consent=plan))


HISTORY = (
    version("1.0", date(2026, 1, 1)),
    version("1.1", date(2026, 2, 1)),
    asking("2.0", date(2026, 3, 1)),
    version("2.1", date(2026, 4, 1)),
    asking("3.0", date(2026, 5, 1)),
)


@pytest.mark.parametrize(
    ("agreed", "day", "bound"),
    [
        ("1.0", date(2026, 1, 31), "1.0"),
        ("1.0", date(2026, 2, 1), "1.1"),
        ("1.0", date(2026, 12, 31), "1.1"),
        ("1.1", date(2026, 3, 1), "1.1"),
        ("2.0", date(2026, 2, 28), "1.1"),
        ("2.0", date(2026, 3, 1), "2.0"),
        ("2.0", date(2026, 12, 31), "2.1"),
        ("2.1", date(2026, 12, 31), "2.1"),
        ("3.0", date(2026, 12, 31), "3.0"),
        ("1.0", date(2025, 12, 31), None),
    ],
)
def test_the_silent_stay_with_the_version_before_the_one_that_asked(agreed: str, day: date, bound: str | None) -> None:
    found = binding(HISTORY, day, VersionNumber.parse(agreed))
    assert (str(found.number) if found else None) == bound


def test_a_version_for_which_nobody_is_asked_binds_everybody() -> None:
    waived = (HISTORY[0], asking("2.0", date(2026, 3, 1), ConsentPlan(waived="A court ordered it")))
    found = binding(waived, date(2026, 3, 1), VersionNumber(1, 0))
    assert found is waived[1]
