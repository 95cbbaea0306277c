"""A Word document with tracked changes read back as Word does: with all of them accepted, or all rejected."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from policytool.redline.model import Redline
from policytool.redline.wordxml import legal
from policytool.text.model import Clause
from tests.redline_reading import letters

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHEN_ACCEPTED, _WHEN_REJECTED = {"del", "moveFrom"}, {"ins", "moveTo"}


def word_paragraphs(data: bytes, *, accepted: bool) -> list[str]:
    """The paragraphs of the document in order, cells too, each with single spaces."""
    gone = {_W + name for name in (_WHEN_ACCEPTED if accepted else _WHEN_REJECTED)}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    text, open_ = [], ""
    for paragraph in _paragraphs(body, gone):
        open_ += _text(paragraph, gone)
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        if mark is None or not any(child.tag in gone for child in mark):
            text.append(open_)
            open_ = ""
    return [found for found in (" ".join(one.split()) for one in [*text, open_]) if found]


def _paragraphs(body: Any, gone: set[str]) -> Iterator[Any]:
    for child in body:
        if child.tag == f"{_W}p":
            yield child
        for row in child.iterchildren(f"{_W}tr"):
            if not any(mark.tag in gone for mark in row.find(f"{_W}trPr")):
                yield from row.iter(f"{_W}p")


def _text(paragraph: Any, gone: set[str]) -> str:
    pieces = []
    for node in paragraph.iter(f"{_W}t", f"{_W}delText", f"{_W}br", f"{_W}tab"):
        if not any(parent.tag in gone for parent in node.iterancestors()):
            pieces.append(node.text or " ")
    return "".join(pieces)


def expected_letters(clauses: tuple[Clause, ...]) -> str:
    """The letters of clauses as Word shows them: numbers that Word counts by itself left out."""
    return letters("\n".join(legal(_written(clause)) for clause in clauses))


def _written(clause: Clause) -> str:
    counted = clause.kind == "item" and (clause.marker in ("", "•") or re.fullmatch(r"\d{1,9}\.", clause.marker))
    marker = "" if counted or clause.kind == "row" else clause.marker
    return f"{marker} {clause.text}"


def expected_paragraphs(clauses: tuple[Clause, ...]) -> list[str]:
    """The paragraphs that Word shows of clauses, with their own typography."""
    texts = (
        cell for clause in clauses for cell in (clause.text.split("\t") if clause.kind == "row" else [_written(clause)])
    )
    return [found for found in (" ".join(legal(text).split()) for text in texts) if found]


def assert_word_holds(redline: Redline, data: bytes) -> None:
    """Exactly, quotes and dashes too."""
    assert word_paragraphs(data, accepted=True) == expected_paragraphs(redline.new.clauses)
    assert word_paragraphs(data, accepted=False) == expected_paragraphs(redline.old.clauses)
