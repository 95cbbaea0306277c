"""The coloured words under a finding are words that the redline strikes or inserts, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from policytool.redline.compare import compare
from policytool.redline.model import Change, Redline
from policytool.redline.segments import by_clause, old_side
from policytool.significance import places
from policytool.significance.assess import assess
from policytool.significance.places import Place
from policytool.significance.struck import Struck
from policytool.text.model import Document
from policytool.text.parse import parse
from tests.redline_documents import EXAMPLES, revisions
from tests.significance_cases import Case, read

Character = tuple[str, str, int]


def quoted(redline: Redline) -> list[list[tuple[str, str]]]:
    """Side and words of the evidence of each place."""
    struck = Struck(redline)
    return [[(item.side, item.text) for item in struck.evidence(place)] for place in places.find(redline)]


def drawn(redline: Redline) -> set[Character]:
    """Side, clause and offset of every character that the renderers strike or underline."""
    found: set[Character] = set()
    for change in redline.changes:
        sides = [("old", "insert", old_side(change))] if change.olds else []
        sides += [("new", "delete", by_clause(change))] if change.news else []
        for side, other, clauses in sides:
            for clause, parts in clauses:
                at = 0
                for part in parts:
                    if part.kind == other:
                        continue
                    if part.kind != "equal":
                        found |= {(side, clause.id, place) for place in range(at, at + len(part.text))}
                    at += len(part.text)
    return found


def touching(redline: Redline, place: Place) -> list[Change]:
    clauses = {id(sentence.clause) for sentence in (*place.olds, *place.news)}
    return [change for change in redline.changes if clauses & set(map(id, (*change.olds, *change.news)))]


def redline_keeps(change: Change) -> bool:
    """Whether a redline strikes and inserts no words: a paragraph was only split, say."""
    texts = (
        change.old_text[op.old_start : op.old_end] + change.new_text[op.new_start : op.new_end]
        for op in change.words
        if op.kind != "equal"
    )
    return bool(change.words) and not any(text.strip() for text in texts)


def assert_agree(redline: Redline) -> None:
    struck, shown = Struck(redline), drawn(redline)
    texts = {("old", clause.id): clause.text for clause in redline.old.clauses}
    texts |= {("new", clause.id): clause.text for clause in redline.new.clauses}
    for place in places.find(redline):
        evidence = struck.evidence(place)
        assert evidence or all(redline_keeps(change) for change in touching(redline, place))
        for item in evidence:
            assert texts[item.side, item.clause][item.start : item.end] == item.text
            assert {(item.side, item.clause, at) for at in range(item.start, item.end)} <= shown


def told(old: str, new: str) -> list[list[tuple[str, str]]]:
    return quoted(compare(parse(old), parse(new)))


def test_a_replaced_phrase_is_quoted_as_the_redline_marks_it() -> None:
    old = "We keep the records of your orders for 30 days and then delete them."
    assert told(old, old.replace("30 days", "90 days")) == [[("old", "30"), ("new", "90")]]


def test_brackets_and_punctuation_stay_with_the_words_in_them() -> None:
    old = "We share your address with carriers so that parcels arrive."
    new = "We share your address with carriers (and their subcontractors abroad) so that parcels arrive."
    assert told(old, new) == [[("new", "(and their subcontractors abroad)")]]


def test_a_word_that_stands_twice_is_not_struck_where_it_stays() -> None:
    old = "We ask partners and advertisers. We tell partners what they may keep."
    new = "We ask advertisers. We tell partners what they may keep."
    assert told(old, new) == [[("old", "partners and")]]


def test_evidence_begins_with_a_word() -> None:
    old = "We use this to perform our contract with you. We keep it for a year."
    new = old.replace(" with you.", " with you, to find fraud and to show you offers.")
    assert told(old, new) == [[("new", "to find fraud and to show you offers")]]


def test_a_sentence_that_went_elsewhere_with_other_words_shows_these_alone() -> None:
    kept = "Orders are kept as long as tax law wants. Cookies expire after a year at the latest."
    sentence = "Our carriers receive your name and your address (never your e-mail address) in order to deliver."
    old = f"## Sharing\n\n{kept} {sentence}\n\n## Other\n\nYou may ask us anything about this at any time.\n"
    moved = sentence.replace("(never your e-mail address)", "(and your e-mail address)")
    new = f"## Sharing\n\n{kept}\n\n## Other\n\nYou may ask us anything about this at any time. {moved}\n"
    assert told(old, new) == [[("old", "never"), ("new", "and")]]


LIST = """\
# Policy

## Changes

Significant changes include, but are not limited to:

- the purposes of processing or the types of information change;
- the main recipients of information change;
- your rights, or how you exercise them, change.
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("the main recipients of", "the recipients of", [("old", "main")]),
        ("the main recipients of", "the main and regular recipients of", [("new", "and regular")]),
        ("- the main recipients of information change;\n", "", [("old", "the main recipients of information change;")]),
    ],
)
def test_a_change_of_the_list_of_tests_quotes_what_the_redline_marks(
    old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    found = [
        finding
        for finding in assess(compare(parse(LIST), parse(LIST.replace(old, new)))).findings
        if finding.rule == "list-of-tests"
    ]
    assert [[(item.side, item.text) for item in finding.evidence] for finding in found] == [expected]


@pytest.mark.parametrize("case", read("significant") + read("minor"), ids=lambda case: f"{case.file}: {case.what}")
def test_evidence_never_contradicts_the_redline(case: Case) -> None:
    assert_agree(compare(parse(case.old), parse(case.new)))


@settings(max_examples=EXAMPLES, deadline=None)
@given(revisions())
def test_evidence_never_contradicts_the_redline_of_any_revision(pair: tuple[Document, Document]) -> None:
    old, new = (
        Document(clauses=tuple(replace(clause, id=f"c{place}") for place, clause in enumerate(document.clauses)))
        for document in pair
    )
    assert_agree(compare(old, new))
