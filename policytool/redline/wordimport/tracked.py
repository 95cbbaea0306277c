"""Tracked changes settled in the document itself: all accepted, or all rejected, as Word does."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any, Literal

from policytool.redline.wordimport.xml import local, value, w

Choice = Literal["accept", "reject"]
_COMES, _GOES = ("ins", "moveTo"), ("del", "moveFrom")
_CELLS = {"cellIns": "ins", "cellDel": "del"}
_LOOKS = ("rPrChange", "pPrChange")
_QUIET = ("tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "sectPrChange", "tblPrExChange")
_COUNTED = (*_COMES, *_GOES, *_CELLS, *_LOOKS, "cellMerge")


def changes(root: Any) -> Counter[str]:
    """How many tracked changes each author has in the document."""
    marks = root.iter(*(w(name) for name in _COUNTED))
    return Counter(value(mark, "author") or "somebody" for mark in marks)


def settle(root: Any, choice: Choice) -> None:
    """Accept or reject every tracked change below `root`, in place."""
    leaves = _GOES if choice == "accept" else _COMES
    _looks(root, choice)
    _rows(root, leaves)
    joined = {id(mark): mark for mark in root.iter(w("p")) if _ends(mark, leaves)}
    _listings(root, leaves)
    _stretches(root, leaves)
    _join(joined.values())
    for text in list(root.iter(w("delText"), w("delInstrText"))):
        text.tag = w("t" if text.tag == w("delText") else "instrText")


def _looks(root: Any, choice: Choice) -> None:
    """Formatting: the change's record goes; on rejection what it holds is put back."""
    for change in list(root.iter(*(w(name) for name in (*_LOOKS, *_QUIET)))):
        properties = change.getparent()
        if choice == "reject" and local(change) in _LOOKS:
            before = next(iter(change), None)
            kept = [node for node in properties if local(node) in ("rPr", "sectPr", "ins", "del", "moveFrom", "moveTo")]
            for node in list(properties):
                properties.remove(node)
            for node in (*(before if before is not None else ()), *kept):
                properties.append(copy.copy(node) if node.getparent() is before else node)
        else:
            properties.remove(change)


def _rows(root: Any, leaves: tuple[str, ...]) -> None:
    for mark in list(root.iter(w("trPr"))):
        row = mark.getparent()
        if any(local(node) in leaves for node in mark) and row.getparent() is not None:
            _remove(row)
    for mark in list(root.iter(*(w(name) for name in _CELLS))):
        if _CELLS[local(mark)] in leaves:
            _remove(mark.getparent().getparent())
    for table in list(root.iter(w("tbl"))):
        if table.find(f".//{w('tc')}") is None:
            _remove(table)


def _ends(paragraph: Any, leaves: tuple[str, ...]) -> bool:
    """Whether the paragraph's end goes, so that it runs into the next one."""
    mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return mark is not None and any(local(node) in leaves for node in mark)


def _listings(root: Any, leaves: tuple[str, ...]) -> None:
    """Numbers that were given to a paragraph by a tracked change."""
    for listed in list(root.iter(w("numPr"))):
        if any(local(node) in leaves for node in listed):
            _remove(listed)


def _stretches(root: Any, leaves: tuple[str, ...]) -> None:
    for node in list(root.iter(*(w(name) for name in (*_COMES, *_GOES)))):
        if node.getparent() is None:
            continue
        if local(node) in leaves:
            _remove(node)
        else:
            _unwrap(node)


def _join(paragraphs: Any) -> None:
    """Each paragraph without an end goes into the one that follows, whose looks the whole has, as in Word."""
    for paragraph in paragraphs:
        content = [node for node in paragraph if local(node) != "pPr"]
        after = paragraph.getnext()
        while after is not None and local(after) in ("bookmarkStart", "bookmarkEnd", "proofErr"):
            after = after.getnext()
        if after is not None and local(after) == "p":
            place = 1 if after.find(w("pPr")) is not None else 0
            after[place:place] = content
            _remove(paragraph)
        elif not any(True for node in content for _ in node.iter(w("t"), w("delText"), w("tab"), w("br"))):
            siblings = [node for node in paragraph.getparent() if local(node) == "p"]
            if len(siblings) > 1 or local(paragraph.getparent()) != "tc":
                _remove(paragraph)


def _unwrap(node: Any) -> None:
    parent, place = node.getparent(), node.getparent().index(node)
    parent[place : place + 1] = list(node)


def _remove(node: Any) -> None:
    if node.getparent() is not None:
        node.getparent().remove(node)
