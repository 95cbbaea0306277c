"""Whatever is compared, rejecting every change gives the old text and accepting every change the new one."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytool.errors import RedlineError, TextError
from policytool.redline import html, markdown, terminal
from policytool.redline import json as redline_json
from policytool.redline.compare import compare
from policytool.redline.model import Change, Redline
from policytool.redline.prove import prove
from policytool.text.model import Document
from policytool.text.parse import parse
from tests.redline_documents import EXAMPLES, NIGHTLY, documents, revisions
from tests.redline_reading import html_letters, new_letters, old_letters

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev.jsonl.xz"


@given(revisions())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_revision_gives_back_both_texts_in_every_format(pair: tuple[Document, Document]) -> None:
    _holds(compare(*pair))


@given(documents(6), documents(6))
@settings(max_examples=EXAMPLES, deadline=None)
def test_two_unrelated_texts_are_given_back_too(old: Document, new: Document) -> None:
    _holds(compare(old, new))


@given(st.text(), st.text())
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_two_strings_can_be_compared(old: str, new: str) -> None:
    try:
        pair = parse(old), parse(new)
    except TextError:
        return
    _holds(compare(*pair))


@given(documents())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_text_compared_with_itself_has_no_changes(document: Document) -> None:
    assert compare(document, document).changes == ()


def _pairs() -> Iterator[tuple[str, str, str]]:
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["id"], record["old"], record["new"]


@pytest.mark.skipif(not CORPUS.is_file(), reason="the corpus of real revisions is not on this machine")
def test_every_real_revision_gives_back_both_texts() -> None:
    count = 0
    for count, (name, old, new) in enumerate(_pairs(), start=1):
        redline = compare(parse(old, name=f"{name} old"), parse(new, name=f"{name} new"))
        if NIGHTLY or count % 10 == 0:
            _holds(redline)
        else:
            prove(redline)
    assert count > 700


def _holds(redline: Redline) -> None:
    prove(redline)
    fragment = html.render(redline)
    assert html_letters(fragment, "del") == new_letters(redline)
    assert html_letters(html.render(redline, context=1), "del") == new_letters(redline)
    assert html_letters(fragment, "ins") == old_letters(redline)
    _json_holds(redline)
    assert markdown.render(redline)
    assert all("\x1b" not in text for line in terminal.lines(redline) for text, _ in line)


def _json_holds(redline: Redline) -> None:
    changes = redline_json.changes(redline)
    json.dumps(changes)
    for side in ("old", "new"):
        other = "insert" if side == "old" else "delete"
        clauses = redline.old.clauses if side == "old" else redline.new.clauses
        for change in changes:
            text = "\n".join(clause["text"] for clause in change[f"{side}s"])
            spelled = [op.get(side, op["text"]) for op in change["words"] if op["kind"] != other]
            assert not change["words"] or "".join(spelled) == text
            assert all(clauses[clause["place"]].text == clause["text"] for clause in change[f"{side}s"])
        taken = {clause["place"] for change in changes for clause in change[f"{side}s"]}
        kept = [clause.text for place, clause in enumerate(clauses) if place not in taken]
        unchanged = [entry.olds[0].text for entry in redline.entries if entry.kind == "unchanged"]
        assert kept == unchanged


def _broken() -> Iterator[Redline]:
    old = parse("# Policy\n\nWe keep your name for 30 days.\n\nWe share nothing with anybody.\n")
    new = parse("# Policy\n\nWe keep your name for 90 days.\n\nWe share nothing with anybody.\n")
    good = compare(old, new)
    title, changed, last = good.entries
    yield replace(good, entries=(title, changed))
    yield replace(good, entries=(title, last, changed))
    yield replace(good, entries=(title, changed, last, last))
    yield replace(good, entries=(title, replace(changed, words=changed.words[:-1]), last))
    yield replace(good, entries=(title, replace(changed, words=()), last))
    yield replace(good, entries=(title, replace(changed, kind="unchanged", words=()), last))
    yield replace(good, entries=(title, replace(changed, words=(replace(changed.words[0], old_end=20),)), last))
    yield replace(good, entries=(title, Change(kind="inserted", news=changed.news), last))


@pytest.mark.parametrize("redline", list(_broken()))
def test_a_redline_that_would_lose_words_is_not_written(redline: Redline) -> None:
    with pytest.raises(RedlineError):
        prove(redline)
    with pytest.raises(RedlineError):
        html.render(redline)
