"""A redline as a Word document with real tracked changes: accept or reject them there, one by one or all."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

from policytool.errors import PolicytoolError
from policytool.redline.model import Change, Redline
from policytool.redline.prove import prove
from policytool.redline.segments import Segment, by_clause, by_old_clause, cells, departures
from policytool.text.model import Clause, Run

try:
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
except ImportError as error:  # pragma: no cover - depends on what is installed
    raise PolicytoolError(
        "Word documents need the extra `word`", todo="Install it: pip install 'policytool[word]'"
    ) from error

from policytool.redline.wordlists import Numbering, written_marker
from policytool.redline.wordxml import Mark, Tracked, element, legal

_TARGET = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\]+\Z", re.IGNORECASE)
_MOVED = ("moved", "moved-and-modified")
_SPLITTABLE = ("paragraph", "item")
_INDENT = 360
"""Twips of indentation for each level."""


def write(redline: Redline, *, author: str = "policytool", when: datetime.datetime | None = None) -> bytes:
    """The bytes of a .docx. Raises RedlineError when the redline would not give back both texts.

    The text stands as the old one with every change tracked in the name of `author` at `when` (now, if left out).
    Kept words have the typography of the new text.
    """
    prove(redline)
    return _Writer(redline, legal(author), when or datetime.datetime.now(datetime.UTC)).write()


class _Writer:
    def __init__(self, redline: Redline, author: str, when: datetime.datetime) -> None:
        self.redline = redline
        self.document = docx.Document()
        self.body = self.document.element.body
        self.section = self.body.sectPr
        self.tracked = Tracked(author, when, self._relation)
        self.numbering = Numbering(self.document.part.numbering_part.element)
        self.relations: dict[str, str] = {}
        self.rows: list[tuple[Clause, list[list[Any]], Mark | None]] = []
        self.document.core_properties.title = legal(redline.new.title or redline.old.title)[:250]
        self.document.core_properties.author = author[:250]
        _track_further(self.document.settings.element)

    def write(self) -> bytes:
        left = departures(self.redline)
        self._left(left.get(-1, ()))
        for place, entry in enumerate(self.redline.entries):
            self._entry(entry, place)
            self._left(left.get(place, ()))
        self._table()
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    # Entries

    def _entry(self, entry: Change, place: int) -> None:
        self.tracked.apart(whole=entry.kind in ("inserted", "deleted", *_MOVED))
        clauses = (*entry.olds, *entry.news)
        if entry.kind in ("split", "merged") and not all(clause.kind in _SPLITTABLE for clause in clauses):
            self._replaced(entry)
        elif entry.kind == "split":
            self._pieces(entry, by_clause(entry), "ins")
        elif entry.kind == "merged":
            self._pieces(entry, by_old_clause(entry), "del")
        elif entry.kind in _MOVED:
            self._arrived(entry, place)
        elif len({clause.kind == "row" for clause in clauses}) > 1:
            self._replaced(entry)
        else:
            mark: Mark | None = "ins" if entry.kind == "inserted" else "del" if entry.kind == "deleted" else None
            self._stays(entry, mark)

    def _stays(self, entry: Change, mark: Mark | None) -> None:
        (clause, parts) = by_clause(entry)[0]
        split = cells(parts) if clause.kind == "row" else []
        if split is None:
            self._replaced(entry)
        elif clause.kind == "row":
            self._row(clause, [self.tracked.segments(cell) for cell in split], mark)
        else:
            self._paragraph(clause, self._marker(entry.old, entry.new) + self.tracked.segments(parts), mark)

    def _replaced(self, entry: Change) -> None:
        """The old clauses deleted and the new ones inserted as a whole."""
        for clause in entry.olds:
            self._whole(clause, "del")
        for clause in entry.news:
            self._whole(clause, "ins")

    def _arrived(self, entry: Change, place: int) -> None:
        clause = entry.news[0]
        if "row" in (clause.kind, entry.olds[0].kind):
            self._whole(clause, "ins")
            return
        parts = [part for part in by_clause(entry)[0][1] if part.kind != "delete"]
        runs = self._written(clause, "moveTo") + self.tracked.segments(parts, "moveTo")
        self._paragraph(clause, self.tracked.moved("moveTo", f"move{place}", runs), "moveTo")

    def _left(self, places: Sequence[int]) -> None:
        for place in places:
            entry = self.redline.entries[place]
            clause = entry.olds[0]
            self.tracked.apart(whole=True)
            if "row" in (clause.kind, entry.news[0].kind):
                self._whole(clause, "del")
                continue
            runs = self._written(clause, "moveFrom") + self.tracked.runs(clause.runs, "moveFrom")
            self._paragraph(clause, self.tracked.moved("moveFrom", f"move{place}", runs), "moveFrom")

    def _whole(self, clause: Clause, mark: Mark) -> None:
        if clause.kind == "row":
            split = cells([Segment(kind="equal", runs=clause.runs)]) or []
            self._row(clause, [self.tracked.segments(cell, mark) for cell in split], mark)
        else:
            self._paragraph(clause, self._written(clause, mark) + self.tracked.runs(clause.runs, mark), mark)

    def _pieces(self, entry: Change, pieces: list[tuple[Clause, list[Segment]]], mark: Mark) -> None:
        """Paragraphs between which a break was made (ins) or taken away (del), with the space that it replaces."""
        for count, (clause, parts) in enumerate(pieces):
            old = entry.olds[0] if not count else None
            new = entry.news[0] if not count else None
            ends = (old, clause) if mark == "ins" else (clause, new)
            runs = self._marker(*ends) + self.tracked.segments(parts)
            last = count == len(pieces) - 1
            if not last and clause.text and clause.text[-1].isascii():
                runs += self.tracked.runs([Run(text=" ")], "del" if mark == "ins" else "ins")
            self._paragraph(clause, runs, None if last else mark)

    # Paragraphs

    def _paragraph(self, clause: Clause, runs: list[Any], mark: Mark | None) -> None:
        self._table()
        properties = element("w:pPr")
        if clause.kind == "heading":
            properties.append(element("w:pStyle", val=f"Heading{min(clause.level, 6)}"))
        if clause.kind != "item" and not (clause.kind == "paragraph" and clause.level):
            self.numbering.close()
        listed = self.numbering.of(clause) if clause.kind == "item" else None
        if listed is not None:
            properties.append(element("w:numPr", element("w:ilvl", val=listed[1]), element("w:numId", val=listed[0])))
        depth = clause.quote + (clause.level if clause.kind in ("item", "paragraph", "code") else 0)
        if depth and listed is None:
            properties.append(element("w:ind", left=depth * _INDENT))
        if mark is not None:
            properties.append(element("w:rPr", self.tracked.mark(f"w:{mark}")))
        self._add(element("w:p", properties, *runs))

    def _marker(self, old: Clause | None, new: Clause | None) -> list[Any]:
        """The marker that is written out, tracked where it changed."""
        before, after = (written_marker(clause) if clause is not None else "" for clause in (old, new))
        if before == after:
            return self.tracked.runs([Run(text=after)], None) if after else []
        gone = self.tracked.runs([Run(text=before)], "del") if before else []
        return gone + (self.tracked.runs([Run(text=after)], "ins") if after else [])

    def _written(self, clause: Clause, mark: Mark) -> list[Any]:
        marker = written_marker(clause)
        return self.tracked.runs([Run(text=marker)], mark) if marker else []

    # Tables

    def _row(self, clause: Clause, inner: list[list[Any]], mark: Mark | None) -> None:
        self.numbering.close()
        if clause.level == 1 and any(row.level != 1 for row, _, _ in self.rows):
            self._table()
            self._add(element("w:p"))
        self.rows.append((clause, inner, mark))

    def _table(self) -> None:
        """Write the rows gathered so far as one table."""
        if not self.rows:
            return
        width = max(len(inner) for _, inner, _ in self.rows)
        grid = element("w:tblGrid", *(element("w:gridCol", w=9000 // width) for _ in range(width)))
        look = element("w:tblPr", element("w:tblStyle", val="TableGrid"), element("w:tblW", w=0, type="auto"))
        table = element("w:tbl", look, grid)
        for clause, inner, mark in self.rows:
            table.append(self._table_row(clause, inner, mark, width))
        self.rows = []
        self._add(table)

    def _table_row(self, clause: Clause, inner: list[list[Any]], mark: Mark | None, width: int) -> Any:
        properties = element("w:trPr")
        if clause.level == 1:
            properties.append(element("w:tblHeader"))
        if mark is not None:
            properties.append(self.tracked.mark(f"w:{mark}"))
        row = element("w:tr", properties)
        for number, runs in enumerate(inner, start=1):
            span = width - number + 1 if number == len(inner) else 1
            look = element("w:tcPr", element("w:tcW", w=9000 // width * span, type="dxa"))
            if span > 1:
                look.append(element("w:gridSpan", val=span))
            row.append(element("w:tc", look, element("w:p", *runs)))
        return row

    def _add(self, made: Any) -> None:
        self.section.addprevious(made)

    def _relation(self, target: str) -> str | None:
        if not _TARGET.match(target) or legal(target) != target:
            return None
        if target not in self.relations:
            part = self.document.part
            self.relations[target] = part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self.relations[target]


def _track_further(settings: Any) -> None:
    """Have Word track what the reader changes next; the schema wants the setting before these."""
    later = [settings.find(qn(f"w:{name}")) for name in ("doNotTrackMoves", "documentProtection", "defaultTabStop")]
    first = next((found for found in later if found is not None), None)
    if first is not None:
        first.addprevious(element("w:trackRevisions"))
