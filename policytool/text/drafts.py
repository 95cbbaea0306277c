"""Markdown's block tokens to drafts of clauses, in one pass without recursion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from policytool.text import blocks, ids, markdown, markers, paragraph
from policytool.text.blocks import Stretch
from policytool.text.markdown import Mark
from policytool.text.model import ClauseKind, Run
from policytool.text.nesting import Nesting
from policytool.text.runs import plain

BULLET = "•"
"""What a reader sees for Markdown's "-", "*" and "+"."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|<\?|<![A-Z]")
_NO_TAG = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9+.-]*:|[^\s<>@]+@|br\s*/?>)", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Draft:
    """A clause on its way: no path, and an id only where the author wrote one."""

    kind: ClauseKind
    level: int
    quote: int
    marker: str
    runs: tuple[Run, ...]
    line: int
    id: str = ""


def read(source: str, *, first_line: int = 1) -> tuple[list[Draft], list[int]]:
    """The drafts of `source`, whose first line is `first_line` of the file, and the lines where raw HTML stands."""
    env: dict[str, Any] = {}
    walk = _Walk(env, first_line)
    for stretch in blocks.read(source, env):
        walk.take(stretch)
    return walk.drafts, walk.raw_html


class _Walk:
    def __init__(self, env: dict[str, Any], first_line: int) -> None:
        self.drafts: list[Draft] = []
        self.raw_html: list[int] = []
        self._env = env
        self._source = ""
        self._lines: list[str] = []
        self._first = self._first_of_all = first_line
        self._depths = [0]
        self._bases = [0]
        """List depth at which a heading or a table stood: what follows there no longer continues the item."""
        self._reach = 0
        """Level of the innermost item that a paragraph can still continue."""
        self._waiting: list[tuple[str, int]] = []
        self._heading = 0
        self._cells: list[Mark] | None = None
        self._row_level = 2
        self._columns = 0
        self._nesting = Nesting()

    def take(self, stretch: Stretch) -> None:
        self._source, self._first = stretch.source, self._first_of_all + stretch.line
        for mark in stretch.marks:
            getattr(self, f"_{mark.kind}")(mark)

    # Containers

    def _bullet_list_open(self, mark: Mark) -> None:
        self._settle()
        self._depths[-1] += 1
        self._nesting.restart()

    _ordered_list_open = _bullet_list_open

    def _bullet_list_close(self, mark: Mark) -> None:
        self._depths[-1] -= 1
        self._bases[-1] = min(self._bases[-1], self._depths[-1])
        self._nesting.restart()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, mark: Mark) -> None:
        self._settle()
        self._waiting.append((mark.info or BULLET, mark.line))
        self._nesting.restart()

    def _list_item_close(self, mark: Mark) -> None:
        self._settle()

    def _blockquote_open(self, mark: Mark) -> None:
        self._depths.append(0)
        self._bases.append(0)
        self._nesting.restart()

    def _blockquote_close(self, mark: Mark) -> None:
        self._settle()
        self._depths.pop()
        self._bases.pop()
        self._nesting.restart()

    def _settle(self) -> None:
        """A number without words of its own ("3." alone) is a paragraph, for no word may vanish."""
        for marker, line in self._waiting:
            if marker != BULLET:
                self._add("paragraph", (Run(text=marker),), line, level=max(self._depth - 1, 0))
        self._waiting.clear()

    @property
    def _depth(self) -> int:
        return self._depths[-1] - self._bases[-1]

    # Leaves

    def _heading_open(self, mark: Mark) -> None:
        self._heading = int(mark.info[1:])

    def _heading_close(self, mark: Mark) -> None:
        self._heading = 0
        self._nesting.restart()

    def _hr(self, mark: Mark) -> None:
        self._settle()
        self._nesting.restart()

    def _inline(self, mark: Mark) -> None:
        if self._cells is not None:
            self._cells.append(mark)
            return
        line = mark.line
        content, own = _split_id(mark.content)
        self._note_html(content, line)
        if self._heading:
            marker = self._waiting.pop()[0] if self._waiting and self._waiting[-1][0] != BULLET else ""
            self._settle()
            self._bases[-1] = self._depths[-1]
            self._add(
                "heading", paragraph.folded(content, self._env), line, level=self._heading, marker=marker, own=own
            )
        else:
            self._paragraph(content, line, own)

    def _paragraph(self, content: str, line: int, own: str) -> None:
        numbered = bool(self._waiting) and self._waiting[-1][0] != BULLET
        *before, last = paragraph.pieces(content, self._env, numbered=numbered)
        for piece in before:
            self._piece(piece.marker, piece.runs, line + piece.offset, piece.id)
        self._piece(last.marker, last.runs, line + last.offset, own)

    def _piece(self, marker: str, runs: tuple[Run, ...], line: int, own: str) -> None:
        if self._waiting:
            waiting = self._waiting.pop()[0]
            self._settle()
            marker = waiting if waiting != BULLET else marker or BULLET
            self._add("item", runs, line, level=max(self._depth, 1), marker=marker, own=own)
            self._nesting.restart()
        elif marker:
            level = self._depth + self._nesting.level(markers.read(marker))
            self._add("item", runs, line, level=level, marker=marker, own=own)
        else:
            self._add("paragraph", runs, line, level=self._depth, own=own)
            self._nesting.interrupt()

    def _fence(self, mark: Mark) -> None:
        self._settle()
        text = mark.content.rstrip("\n").replace("\t", "    ")
        found = ids.TRAILING.search(mark.info)
        runs = (Run(text=text, code=True),) if text.strip() else ()
        self._add("code", runs, mark.line, level=self._depth, own=found[1] if found else "")

    # Tables

    def _thead_open(self, mark: Mark) -> None:
        self._settle()
        self._bases[-1] = self._depths[-1]
        self._row_level = 1
        self._columns = 0
        self._lines = self._source.split("\n")

    def _thead_close(self, mark: Mark) -> None:
        self._row_level = 2

    def _tr_open(self, mark: Mark) -> None:
        self._cells = []

    def _tr_close(self, mark: Mark) -> None:
        row, self._cells = self._cells or [], None
        self._columns = self._columns or len(row)
        line = row[0].line if row else 0
        contents = [cell.content for cell in row]
        contents += markdown.cells(self._lines[line])[self._columns :]
        contents[-1], own = _split_id(contents[-1])
        if own and len(contents) > self._columns and not contents[-1]:
            contents.pop()
        runs: list[Run] = []
        for number, content in enumerate(contents):
            self._note_html(content, line)
            runs += [Run(text="\t")] * (number > 0)
            runs += paragraph.folded(content, self._env)
        self._add("row", tuple(runs), line, level=self._row_level, own=own)
        self._nesting.restart()

    # What comes out

    def _add(
        self,
        kind: ClauseKind,
        runs: tuple[Run, ...],
        line: int,
        *,
        level: int = 0,
        marker: str = "",
        own: str = "",
    ) -> None:
        quote = len(self._depths) - 1
        if not plain(runs).strip():
            if not marker or marker == BULLET:
                return
            kind, runs, marker, level = "paragraph", (Run(text=marker),), "", max(level - 1, 0)
        if kind in {"heading", "row"} or (self.drafts and quote != self.drafts[-1].quote):
            self._reach = 0
        if kind == "item":
            self._reach = level
        elif kind in {"paragraph", "code"}:
            self._reach = level = min(level, self._reach)
        line += self._first
        self.drafts.append(Draft(kind=kind, level=level, quote=quote, marker=marker, runs=runs, line=line, id=own))

    def _note_html(self, content: str, line: int) -> None:
        if "<" not in content:
            return
        place, at = self._first + line, 0
        for found in _TAG.finditer(content):
            place += content.count("\n", at, found.start())
            at = found.start()
            if not _NO_TAG.match(found[0]) and place not in self.raw_html[-1:]:
                self.raw_html.append(place)


def _split_id(content: str) -> tuple[str, str]:
    if not content.endswith(("}", "} ")):
        return content, ""
    found = ids.TRAILING.search(content)
    return (content[: found.start()].rstrip(), found[1]) if found else (content, "")
