"""Redlines as Word documents: rejecting all changes gives the old text, accepting all the new one."""

from __future__ import annotations

import datetime
import io
import json
import lzma
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from lxml import etree

from policytool.redline import word
from policytool.redline.compare import compare
from policytool.text.model import Document
from policytool.text.parse import parse
from tests.redline_documents import EXAMPLES, NIGHTLY, revisions
from tests.redline_word import assert_word_holds

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev.jsonl.xz"
WHEN = datetime.datetime(2026, 11, 23, 9, 30, tzinfo=datetime.UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(old: str, new: str) -> bytes:
    return word.write(compare(parse(old), parse(new)), author="Legal team", when=WHEN)


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


@given(revisions())
@settings(max_examples=EXAMPLES, deadline=None)
def test_accepting_and_rejecting_gives_both_texts(pair: tuple[Document, Document]) -> None:
    redline = compare(*pair)
    assert_word_holds(redline, word.write(redline, when=WHEN))


@pytest.mark.skipif(not CORPUS.is_file(), reason="the corpus of real revisions is not on this machine")
def test_real_revisions_give_both_texts() -> None:
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in list(lines)[:: 1 if NIGHTLY else 24]:
            record = json.loads(line)
            redline = compare(parse(record["old"]), parse(record["new"]))
            assert_word_holds(redline, word.write(redline, when=WHEN))


def test_equal_texts_carry_no_tracked_change() -> None:
    text = "# Policy\n\nWe keep your name.\n\n1. Name\n2. Address\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    root = part(written(text, text))
    assert not list(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}rPrChange"))


def test_a_change_names_its_author_and_date() -> None:
    root = part(written("We keep it for 30 days.", "We keep it for 90 days."))
    marks = list(root.iter(f"{W}ins", f"{W}del"))
    assert [mark.get(f"{W}author") for mark in marks] == ["Legal team", "Legal team"]
    assert {mark.get(f"{W}date") for mark in marks} == {"2026-11-23T09:29:00Z"}
    assert len({mark.get(f"{W}id") for mark in marks}) == 2


def test_headings_lists_tables_and_links_are_words_own() -> None:
    text = (
        "## Data\n\nSee [our page](https://milbas.example/x) and [this](javascript:alert(1)).\n\n"
        "1. Name\n2. Address\n\n- Phone\n\n| Data | Days |\n|---|---|\n| Logs | 30 |\n"
    )
    data = written(text, text.replace("30", "90"))
    document = docx.Document(io.BytesIO(data))
    assert document.paragraphs[0].style.name == "Heading 2"
    assert len(document.tables) == 1
    assert len(document.tables[0].columns) == 2
    assert len(list(part(data).iter(f"{W}numPr"))) == 3
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert links == ["https://milbas.example/x"]


def test_a_moved_clause_is_a_move_in_word_too() -> None:
    first = "We collect your name and your address when you order."
    second = "We never sell your data to anybody at all."
    third = "Last of all, here is the end of it."
    text = f"{first}\n\n{second}\n\n{third}\n"
    root = part(written(text, f"{second}\n\n{third}\n\n{first}\n"))
    starts = [e.get(f"{W}name") for e in root.iter(f"{W}moveFromRangeStart", f"{W}moveToRangeStart")]
    assert len(starts) == 2
    assert len(set(starts)) == 1


def test_formatting_is_tracked_as_formatting() -> None:
    root = part(written("We never sell your data.", "We **never** sell your data."))
    assert not list(root.iter(f"{W}ins", f"{W}del"))
    assert len(list(root.iter(f"{W}rPrChange"))) == 1


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    assert "\ufffd" in "".join(part(written("one", "one \x0btwo\uffff")).itertext())


def test_typography_that_changed_in_kept_words_is_tracked() -> None:
    root = part(written("It's the user's \"right\".", "It’s the user’s “right”."))
    assert [node.text for node in root.iter(f"{W}delText")] == ["It's", "user's", '"', '"']
    assert not list(root.iter(f"{W}rPrChange"))


def test_a_space_that_came_or_went_retypes_no_word() -> None:
    root = part(written("Read the notice ; ask us!", "Read the notice; ask us !"))
    assert [node.text for node in root.iter(f"{W}delText")] == [" "]
    assert ["".join(node.itertext()) for node in root.iter(f"{W}ins")] == [" "]


def test_a_paragraph_that_became_a_heading_or_an_item_tells_what_it_was() -> None:
    root = part(written("Our rights\n\nWe keep names.\n", "## Our rights\n\n- We keep names.\n"))
    former = [change.find(f"{W}pPr") for change in root.iter(f"{W}pPrChange")]
    assert [len(looks) for looks in former] == [0, 0]


def test_an_item_deleted_in_the_middle_renumbers_nothing_by_hand() -> None:
    root = part(written("1. Name\n2. Address\n3. Phone\n", "1. Name\n2. Phone\n"))
    assert len({node.get(f"{W}val") for node in root.iter(f"{W}numId")}) == 1
    assert not list(root.iter(f"{W}pPrChange"))


def test_a_link_within_the_policy_leads_to_its_clause() -> None:
    root = part(written("See [part 2](#more).\n\n## More {#more}\n", "See [part 2](#more).\n\n## More {#more}\n"))
    anchors = [node.get(f"{W}anchor") for node in root.iter(f"{W}hyperlink")]
    assert anchors == [node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart")] == ["more"]


def test_what_cannot_be_seen_between_merged_clauses_is_kept() -> None:
    old = "We collect your name when you register.\n\nWe collect your address when you order goods from us.\n"
    new = "We collect your name when you register.<br>\u200d<br>We collect your address when you order goods from us.\n"
    redline = compare(parse(old), parse(new))
    assert [change.kind for change in redline.changes] == ["merged"]
    assert_word_holds(redline, word.write(redline, when=WHEN))
