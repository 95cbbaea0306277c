"""Clauses written into the draft's Markdown: what stayed keeps its lines, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from policytool.redline.wordimport.looks import alike
from policytool.text import parse, source
from policytool.text.model import Clause
from policytool.text.write import write

_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?=\S)")
_BELOW = re.compile(r"[ \t>]*(?:(?:[-*_][ \t]*){3,}|\[[^\]]+\]:.*)?\r?\Z")
"""What may stand below a block's words: nothing, a rule, the definition of a link."""
_NUMBER = re.compile(r"\d{1,9}(?=[.)][ \t]+\Z)")


@dataclass(frozen=True, kw_only=True)
class _Block:
    """Clauses that Markdown writes as one: a heading, a paragraph, a whole list, a whole table, a quotation."""

    clauses: tuple[Clause, ...]
    lines: tuple[str, ...] = ()
    """The draft's lines, up to the next block."""
    first: int = 0
    """The place of the first of them in the file, from 0."""


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """Lines of the new text."""

    lines: Sequence[str]
    stayed: int | None = None
    """The place of the draft's block that they are, unchanged."""


class Draft:
    """The draft's file: what stands above its first clause, and its text in blocks."""

    def __init__(self, text: str, clauses: Sequence[Clause]) -> None:
        """`text` is the file's, with its own line ends; `clauses` is what it says."""
        self._crlf = "\r\n" in text
        lines = text.split("\n")
        if any("\r" in line[:-1] for line in lines):
            lines = source.level(text).split("\n")
        self._head, self._blocks = _with_lines(list(_blocks(clauses)), lines)
        self._end = lines[len(lines) - _blank(reversed(lines)) :]
        self._of = {id(clause): place for place, block in enumerate(self._blocks) for clause in block.clauses}

    def rewritten(self, pairs: Sequence[tuple[Clause, Clause | None]]) -> Iterator[str]:
        """Texts of the file that say the new clauses, each with the draft's clause that it was.

        The first changes the fewest lines; the next ones are for drafts whose Markdown does not bear that.
        """
        was = {id(new): old for new, old in pairs}
        blocks = list(_blocks([new for new, _ in pairs]))
        for thrifty in (True, False):
            yield self._text([self._piece(block, was, thrifty=thrifty) for block in blocks])
        yield self._text([_Piece(lines=self._written([new for new, _ in pairs]))])

    def _text(self, pieces: list[_Piece]) -> str:
        lines = list(self._head)
        before = -1
        for piece in pieces:
            if lines and lines[-1].strip() and (piece.stayed is None or piece.stayed != before + 1):
                lines.append(self._eol(""))
            lines += piece.lines
            before = len(self._blocks) if piece.stayed is None else piece.stayed
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join([*lines, *self._end])

    def _piece(self, block: _Block, was: dict[int, Clause | None], *, thrifty: bool) -> _Piece:
        olds = [was[id(clause)] for clause in block.clauses]
        place = next((self._of[id(old)] for old in olds if old is not None), None)
        if place is None:
            return _Piece(lines=self._written(block.clauses))
        home = self._blocks[place]
        stayed = len(olds) == len(home.clauses) and all(a is b for a, b in zip(olds, home.clauses, strict=True))
        if stayed and all(map(alike, block.clauses, home.clauses)):
            return _Piece(lines=home.lines, stayed=place)
        edited = self._edited(block, olds, home) if thrifty and len(home.clauses) > 1 else None
        return _Piece(lines=(*(edited or self._written(block.clauses)), *_tail(home)))

    def _edited(self, block: _Block, olds: Sequence[Clause | None], home: _Block) -> list[str] | None:
        """The list or table with only the changed items or rows written anew; None where a whole one is needed."""
        spans = _spans(home)
        if block.clauses[0].kind == "row" and olds[0] is not home.clauses[0]:
            return None
        forms = {clause.level: spans[id(clause)] for clause in reversed(home.clauses) if clause.kind == "item"}
        lines: list[str] = []
        for clause, old in zip(block.clauses, olds, strict=True):
            span = spans.get(id(old)) if old is not None else None
            if span and old is not None and alike(replace(clause, marker=old.marker), old):
                written = span if clause.marker == old.marker else _renumbered(span, clause.marker)
            else:
                form = span if span and old is not None and old.level == clause.level else forms.get(clause.level)
                written = self._one(clause, form)
            if written is None:
                return None
            lines += written
            if clause.kind == "item":
                forms[clause.level] = written
        return lines

    def _one(self, clause: Clause, form: list[str] | None) -> list[str] | None:
        """One item or row, written as the lines `form` are."""
        if clause.kind == "row":
            return None if clause.level == 1 else self._written([clause])[-1:]
        if clause.kind != "item" or not form:
            return None
        prefix = _prefix(form[0])
        text = write([replace(clause, level=1, quote=0)]).split("\n")[:-1]
        own = _prefix(text[0])
        if bool(_NUMBER.search(own)) != bool(_NUMBER.search(prefix)) or (not prefix.strip() and clause.marker == "•"):
            return None
        prefix = _NUMBER.sub(own.strip()[:-1], prefix)
        pad = " " * len(prefix)
        lines = [prefix + text[0][len(own) :], *(pad + line[len(own) :] for line in text[1:])]
        blank = [form[-1]] if len(form) > 1 and not form[-1].strip() else []
        return [*map(self._eol, lines), *blank]

    def _written(self, clauses: Sequence[Clause]) -> list[str]:
        return [self._eol(line) for line in write(clauses).split("\n")[:-1]]

    def _eol(self, line: str) -> str:
        return line + "\r" if self._crlf else line


def _blocks(clauses: Sequence[Clause]) -> Iterator[_Block]:
    gathered: list[Clause] = []
    for clause in clauses:
        if gathered and not _belongs(gathered[-1], clause):
            yield _Block(clauses=tuple(gathered))
            gathered = []
        gathered.append(clause)
    if gathered:
        yield _Block(clauses=tuple(gathered))


def _belongs(before: Clause, clause: Clause) -> bool:
    if before.quote or clause.quote:
        return bool(before.quote and clause.quote)
    if clause.kind == "row":
        return before.kind == "row" and clause.level != 1
    if clause.kind == "item":
        return before.kind == "item" or (before.kind in ("paragraph", "code") and before.level > 0)
    return clause.kind in ("paragraph", "code") and clause.level > 0 and before.kind not in ("heading", "row")


def _with_lines(blocks: list[_Block], lines: list[str]) -> tuple[list[str], list[_Block]]:
    """What stands above the first block, and the blocks with their lines."""
    starts = [_first(block, lines) for block in blocks] + [len(lines)]
    found = [
        _Block(clauses=block.clauses, lines=tuple(lines[start:end]), first=start)
        for block, (start, end) in zip(blocks, pairwise(starts), strict=True)
    ]
    return lines[: starts[0]], found


def _first(block: _Block, lines: list[str]) -> int:
    """The first line of a block; an empty head of a table belongs to it."""
    start = block.clauses[0].line - 1
    if block.clauses[0].kind == "row" and block.clauses[0].level != 1:
        while start and "|" in lines[start - 1]:
            start -= 1
    return start


def _spans(block: _Block) -> dict[int, list[str]]:
    """The lines of each clause of a block; the head of a table has the line below it."""
    kept = len(block.lines) - len(_tail(block))
    starts = [0, *(clause.line - 1 - block.first for clause in block.clauses[1:]), kept]
    return {
        id(clause): list(block.lines[start:end])
        for clause, (start, end) in zip(block.clauses, pairwise(starts), strict=True)
    }


def _tail(block: _Block) -> list[str]:
    """The lines below the block's words: blank ones, rules, definitions of links."""
    said = _said(block.lines)
    count = len(block.lines)
    while count > 1 and _BELOW.match(block.lines[count - 1]) and _said(block.lines[: count - 1]) == said:
        count -= 1
    return list(block.lines[count:])


def _said(lines: Sequence[str]) -> list[tuple[str, str]]:
    return [(clause.kind, clause.text) for clause in parse.parse("\n".join(lines)).clauses]


def _blank(lines: Iterable[str]) -> int:
    """How many of the first lines say nothing."""
    return sum(1 for _ in takewhile(lambda line: not line.strip(), lines))


def _prefix(line: str) -> str:
    found = _PREFIX.match(line)
    return found[0] if found else ""


def _renumbered(lines: Sequence[str], marker: str) -> list[str] | None:
    """An item's lines under another number."""
    prefix = _prefix(lines[0])
    if not _NUMBER.search(prefix) or not marker[:-1].isdigit() or len(marker[:-1]) != len(_NUMBER.findall(prefix)[-1]):
        return None
    return [_NUMBER.sub(marker[:-1], prefix) + lines[0][len(prefix) :], *lines[1:]]
