"""Tracked changes as Word writes them for what people do: type, delete, press Enter, join, format."""

from __future__ import annotations

import pytest

from tests.unit.test_word_import import text_of, written
from tests.word_files import edited, paragraph, with_body

BASE = "First clause here.\n\nSecond clause here.\n"
CLEAN = written(BASE, BASE)
_BY = 'w:id="1" w:author="Ada" w:date="2026-11-23T09:30:00Z"'


def text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def ins(words: str) -> str:
    return f"<w:ins {_BY}>{text(words)}</w:ins>"


def deleted(words: str) -> str:
    return f'<w:del {_BY}><w:r><w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'


def ended(mark: str, content: str) -> str:
    return f"<w:p><w:pPr><w:rPr><w:{mark} {_BY}/></w:rPr></w:pPr>{content}</w:p>"


SECOND = paragraph("Second clause here.")
BOLD = f"<w:r><w:rPr><w:b/><w:rPrChange {_BY}><w:rPr/></w:rPrChange></w:rPr><w:t>clause</w:t></w:r>"
HEADED = f'<w:pPr><w:pStyle w:val="Heading2"/><w:pPrChange {_BY}><w:pPr/></w:pPrChange></w:pPr>'
CASES = {
    "words typed and deleted": (
        f"<w:p>{text('First ')}{deleted('clause')}{ins('sentence')}{text(' here.')}</w:p>{SECOND}",
        "First sentence here.\n\nSecond clause here.\n",
    ),
    "typed by one and deleted by another": (
        f"<w:p>{text('First clause here.')}<w:ins {_BY}>{deleted(' Never.')}</w:ins></w:p>{SECOND}",
        BASE,
    ),
    "a paragraph added with Enter at the end of the one before": (
        ended("ins", text("First clause here.")) + f"<w:p>{ins('Added.')}</w:p>{SECOND}",
        "First clause here.\n\nAdded.\n\nSecond clause here.\n",
    ),
    "a paragraph deleted with its end": (
        ended("del", deleted("First clause here.")) + SECOND,
        "Second clause here.\n",
    ),
    "two paragraphs joined": (
        ended("del", text("First clause here.") + ins(" ")) + SECOND,
        "First clause here. Second clause here.\n",
    ),
    "bold given to a word": (
        f"<w:p>{text('First ')}{BOLD}{text(' here.')}</w:p>{SECOND}",
        "First **clause** here.\n\nSecond clause here.\n",
    ),
    "a paragraph made a heading": (
        f"<w:p>{HEADED}{text('First clause here.')}</w:p>{SECOND}",
        "## First clause here.\n\nSecond clause here.\n",
    ),
    "a row added to no table": (
        paragraph("First clause here.") + SECOND + f"<w:tbl><w:tr><w:trPr><w:ins {_BY}/></w:trPr>"
        f"<w:tc><w:p>{ins('a')}</w:p></w:tc><w:tc><w:p>{ins('b')}</w:p></w:tc></w:tr></w:tbl>",
        BASE + "\n|   |   |\n| --- | --- |\n| a | b |\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_accepted_and_rejected(case: str) -> None:
    body, accepted = CASES[case]
    data = with_body(CLEAN, body)
    assert text_of(data, BASE, "accept") == accepted
    assert text_of(data, BASE, "reject") == BASE


@pytest.mark.parametrize(
    ("form", "shown", "markers"),
    [
        ("decimal", "%1)", ["1)", "2)"]),
        ("lowerLetter", "(%1)", ["(a)", "(b)"]),
        ("upperRoman", "(%1)", ["(I)", "(II)"]),
        ("chineseCounting", "（%1）", ["（一）", "（二）"]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
    ],
)
def test_numbers_that_word_counts_are_written_out(form: str, shown: str, markers: list[str]) -> None:
    numbers = (
        f'<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{shown}"/></w:lvl></w:abstractNum><w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    )
    data = edited(CLEAN, ("</w:numbering>", numbers + "</w:numbering>"), name="word/numbering.xml")
    looks = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'
    body = "".join(f"<w:p>{looks}{text(words)}</w:p>" for words in ("Name of it", "Place of it"))
    read = text_of(with_body(data, body), BASE)
    lines = [line.removeprefix("- ") for line in read.splitlines() if line]
    assert lines == [f"{marker} {words}" for marker, words in zip(markers, ("Name of it", "Place of it"), strict=True)]
