"""A redline as a Word document with real tracked changes: accept or reject them there, one by one or all."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

from policytool.errors import PolicytoolError
from policytool.redline.breaks import pieces
from policytool.redline.model import Change, Redline
from policytool.redline.prove import prove
from policytool.redline.segments import Segment, by_clause, cells, departures, keeps_cells
from policytool.text.model import Clause, Document, Run

try:
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
except ImportError as error:  # pragma: no cover - depends on what is installed
    raise PolicytoolError(
        "Word documents need the extra `word`", todo="Install it: pip install 'policytool[word]'"
    ) from error

from policytool.redline.bookmarks import bookmark
from policytool.redline.fingerprint import NEW, OLD, fingerprint
from policytool.redline.wordlists import Numbering, written_marker
from policytool.redline.wordparagraphs import define, properties
from policytool.redline.wordparts import remember, track_further
from policytool.redline.wordtables import Tables
from policytool.redline.wordxml import Mark, Tracked, element, legal

_TARGET = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\]+\Z", re.IGNORECASE)
_MOVED = ("moved", "moved-and-modified")
_SPLITTABLE = ("paragraph", "item")


def write(redline: Redline, *, author: str = "policytool", when: datetime.datetime | None = None) -> bytes:
    """The bytes of a .docx. Raises RedlineError when the redline would not give back both texts.

    The text stands as the old one with every change tracked in the name of `author` at `when` (now, if left out):
    words, typography, formatting, links, numbers, and what kind of paragraph it is. The document remembers the
    fingerprints of both texts. Word knows no moved rows of a table; such a row is deleted and inserted.
    """
    prove(redline)
    return _Writer(redline, legal(author), when or datetime.datetime.now(datetime.UTC)).write()


class _Writer:
    def __init__(self, redline: Redline, author: str, when: datetime.datetime) -> None:
        self.redline = redline
        self.document = docx.Document()
        self.section = self.document.element.body.sectPr
        self.tracked = Tracked(author, when, self._link)
        self.numbering = Numbering(self.document.part.numbering_part.element)
        self.tables = Tables(self.tracked, self._add)
        self.relations: dict[str, str] = {}
        self.ids = redline.old.by_id.keys() | redline.new.by_id.keys()
        self.targets = _targets(redline.old) | _targets(redline.new)
        self.document.core_properties.title = legal(redline.new.title or redline.old.title)[:250]
        self.document.core_properties.author = author[:250]
        remember(self.document, {OLD: fingerprint(redline.old), NEW: fingerprint(redline.new)})
        define(self.document.styles.element)
        track_further(self.document.settings.element)

    def write(self) -> bytes:
        left = departures(self.redline)
        self._left(left.get(-1, ()))
        for place, entry in enumerate(self.redline.entries):
            self._entry(entry, place)
            self._left(left.get(place, ()))
        self.tables.close()
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    # Entries

    def _entry(self, entry: Change, place: int) -> None:
        self.tracked.apart(whole=entry.kind in ("inserted", "deleted", *_MOVED))
        clauses = (*entry.olds, *entry.news)
        if entry.kind in ("split", "merged") and not all(clause.kind in _SPLITTABLE for clause in clauses):
            self._replaced(entry)
        elif entry.kind in ("split", "merged"):
            self._recut(entry)
        elif entry.kind in _MOVED:
            self._arrived(entry, place)
        elif entry.kind == "inserted":
            self._whole(entry.news[0], "ins")
        elif entry.kind == "deleted":
            self._whole(entry.olds[0], "del")
        elif len({clause.kind == "row" for clause in clauses}) > 1:
            self._replaced(entry)
        else:
            self._stays(entry)

    def _stays(self, entry: Change) -> None:
        (clause, parts) = by_clause(entry)[0]
        if clause.kind == "row" and (clause.level != entry.olds[0].level or not keeps_cells(parts)):
            self._replaced(entry)
        elif clause.kind == "row":
            self.tables.row(clause, [self.tracked.segments(cell) for cell in cells(parts)], None)
        else:
            runs = self._marker(entry.old, entry.new) + self.tracked.segments(parts)
            self._paragraph(entry.old, entry.new, runs, None)

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
        self._paragraph(None, clause, self.tracked.moved("moveTo", f"move{place}", runs), "moveTo")

    def _left(self, places: Sequence[int]) -> None:
        for place in places:
            entry = self.redline.entries[place]
            clause = entry.olds[0]
            self.tracked.apart(whole=True)
            if "row" in (clause.kind, entry.news[0].kind):
                self._whole(clause, "del")
                continue
            runs = self._written(clause, "moveFrom") + self.tracked.runs(clause.runs, "moveFrom")
            self._paragraph(clause, None, self.tracked.moved("moveFrom", f"move{place}", runs), "moveFrom")

    def _whole(self, clause: Clause, mark: Mark) -> None:
        if clause.kind == "row":
            split = cells([Segment(kind="equal", runs=clause.runs)])
            self.tables.row(clause, [self.tracked.segments(cell, mark) for cell in split], mark)
            return
        runs = self._written(clause, mark) + self.tracked.runs(clause.runs, mark)
        old, new = (clause, None) if mark == "del" else (None, clause)
        self._paragraph(old, new, runs, mark)

    def _recut(self, entry: Change) -> None:
        """Paragraphs between which a break was made (ins), taken away (del) or stays, with the space around it."""
        found = pieces(entry)
        for piece in found:
            old, new = piece.ends
            mark: Mark | None = None if old and new else "ins" if new else "del"
            self._paragraph(old, new, self._marker(*piece.begins) + self.tracked.segments(piece.parts), mark)
        if not found:
            self._replaced(entry)

    # Paragraphs

    def _paragraph(self, old: Clause | None, new: Clause | None, runs: list[Any], mark: Mark | None) -> None:
        """A paragraph of the old text, the new one, or both."""
        below = self.tables.close()
        before, after = self.numbering.of(old, new)
        clause, listed = (new, after) if new is not None else (old, before)
        if clause is None:
            return
        former = (old, before) if old is not None and new is not None else None
        made = properties(self.tracked, clause, listed, mark, former, below_table=below)
        self._add(element("w:p", made, *self._marked_place(clause, runs)))

    def _marked_place(self, clause: Clause, runs: list[Any]) -> list[Any]:
        """The runs within a bookmark, where a link leads to the clause."""
        if clause.id not in self.targets:
            return runs
        self.targets.discard(clause.id)
        identity = 10_000 + len(self.targets)
        start = element("w:bookmarkStart", id=identity, name=bookmark(clause.id))
        return [start, *runs, element("w:bookmarkEnd", id=identity)]

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

    def _add(self, made: Any) -> None:
        self.section.addprevious(made)

    def _link(self, target: str) -> dict[str, str]:
        if target.startswith("#"):
            return {"w:anchor": bookmark(target[1:])} if target[1:] in self.ids else {}
        if not _TARGET.match(target) or legal(target) != target:
            return {}
        if target not in self.relations:
            part = self.document.part
            self.relations[target] = part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return {"r:id": self.relations[target]}


def _targets(document: Document) -> set[str]:
    """Ids of the clauses that links of the document lead to."""
    links = (run.link for clause in document.clauses for run in clause.runs if run.link)
    return {link[1:] for link in links if link.startswith("#")}
