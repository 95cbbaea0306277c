"""An assessment for people: under the test that it meets, folded by clause, and every finding in a table."""

from __future__ import annotations

from policytool.redline.compare import compare
from policytool.significance import explain
from policytool.significance.assess import assess
from policytool.significance.model import Assessment, Criterion, Evidence, Finding
from policytool.text.parse import parse

TEST = Criterion(id="recipients", kind="recipients", text="the recipients change;", clause="tests")


def finding(reason: str, clause: str, words: str, confidence: float = 0.9) -> Finding:
    quoted = Evidence(side="new", clause=clause, text=words, end=len(words))
    return Finding(
        criterion=TEST,
        clause=clause,
        section="Sharing",
        reason=reason,
        told=reason,
        evidence=(quoted,),
        confidence=confidence,
    )


def assessment(*findings: Finding) -> Assessment:
    return Assessment(significance="significant", score=0.9, threshold=0.5, findings=findings)


def test_findings_of_one_clause_stand_together_and_none_is_hidden() -> None:
    said = explain.lines(
        assessment(
            finding("Insurers are new.", "a", "insurers"),
            finding("Banks are new.", "b", "banks"),
            finding("Brokers are new.", "a", "brokers", 0.7),
        )
    )
    at = said.index("  • Sharing: Insurers are new. (confidence 0.90)")
    assert said[at + 1] == "    also: Brokers are new. (confidence 0.70)"
    assert said[at + 2] == "  • Sharing: Banks are new. (confidence 0.90)"
    assert "“the recipients change”" in said[at - 1]


def test_the_table_holds_every_finding_with_its_words_also_the_weak_ones() -> None:
    strong, weak = finding("Insurers are new.", "a", "<insurers>"), finding("Banks are new.", "b", "banks", 0.3)
    page = explain.html(assessment(strong, weak))
    table = page[page.index("<table") :]
    assert table.count("<tr>") == 3
    assert "&lt;insurers&gt;</ins>" in table
    assert "confidence 0.30; not enough on its own" in table
    assert page.count('<li class="finding') == 1


def test_a_revision_without_findings_has_no_table() -> None:
    same = parse("# N\n\nText.\n")
    assert "<table" not in explain.html(assess(compare(same, same)))


def test_what_rests_on_the_same_words_is_told_once() -> None:
    first, second = finding("Insurers are new.", "a", "insurers"), finding("They use it.", "a", "insurers", 0.8)
    assert explain.distinct([first, second, finding("Banks.", "b", "banks")]) == [
        first,
        finding("Banks.", "b", "banks"),
    ]
