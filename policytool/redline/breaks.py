"""Clauses that were split or merged, cut at the ends of the old and the new ones: the paragraphs that Word tracks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from policytool.redline.model import Change, WordOp
from policytool.redline.segments import Segment, joined
from policytool.redline.tokens import tokenise
from policytool.text.model import Clause
from policytool.text.runs import cut


@dataclass(kw_only=True)
class Piece:
    """What stands between two ends. `begins` and `ends` tell which old and which new clause begins or ends with it."""

    begins: tuple[Clause | None, Clause | None]
    ends: tuple[Clause | None, Clause | None] = (None, None)
    parts: list[Segment] = field(default_factory=list)


def pieces(change: Change) -> list[Piece]:
    """The pieces in order; empty where a clause ended within what is one word now, such as a date."""
    olds, news = list(change.olds), list(change.news)
    found = [Piece(begins=(olds[0], news[0]))]
    for step in _steps(change):
        if step is None:
            return []
        if isinstance(step, Segment):
            found[-1].parts += [step] if step.runs else []
            continue
        old_ends, new_ends = step
        found[-1].ends = (olds.pop(0) if old_ends else None, news.pop(0) if new_ends else None)
        found.append(Piece(begins=(olds[0] if old_ends else None, news[0] if new_ends else None)))
    found[-1].ends = (olds[0], news[0])
    return found


Step = Segment | tuple[bool, bool] | None
"""Words, or an end of an old, of a new clause, or of both; None where there is no place for an end."""


def _steps(change: Change) -> Iterator[Step]:
    cutter = _Cutter(change)
    for op in change.words:
        if op.kind == "equal":
            yield from cutter.equal(op)
        else:
            yield from cutter.old(op.old_start, op.old_end)
            yield from cutter.new(op.new_start, op.new_end)


class _Cutter:
    def __init__(self, change: Change) -> None:
        self._olds, self._news = joined(change.olds), joined(change.news)
        self._texts = change.old_text, change.new_text
        self._old_ends, self._new_ends = _ends(change.olds), _ends(change.news)

    def old(self, start: int, end: int) -> Iterator[Step]:
        """Words of the old text that went."""
        for first, last, ends in _between(self._old_ends, start, end):
            yield Segment(kind="delete", runs=cut(self._olds, first, last))
            if ends:
                yield True, False

    def new(self, start: int, end: int) -> Iterator[Step]:
        """Words that came."""
        for first, last, ends in _between(self._new_ends, start, end):
            yield Segment(kind="insert", runs=cut(self._news, first, last))
            if ends:
                yield False, True

    def equal(self, op: WordOp) -> Iterator[Step]:
        """Words that stay; what ends between two of them is cut there, with the white space around the end."""
        old, new = self._texts[0][op.old_start : op.old_end], self._texts[1][op.new_start : op.new_end]
        i, j = op.old_start, op.new_start
        for (start, end), (begin, finish) in zip(_gaps(old), _gaps(new), strict=True):
            gap = start + op.old_start, end + op.old_start, begin + op.new_start, finish + op.new_start
            ends = _any(self._old_ends, gap[0], gap[1]), _any(self._new_ends, gap[2], gap[3])
            if not any(ends):
                continue
            if _any(self._old_ends, i, gap[0]) or _any(self._new_ends, j, gap[2]):
                yield None
            yield self._kept(i, gap[0], j, gap[2])
            yield from self._gap(gap, ends)
            i, j = gap[1], gap[3]
        if _any(self._old_ends, i, op.old_end) or _any(self._new_ends, j, op.new_end):
            yield None
        yield self._kept(i, op.old_end, j, op.new_end)

    def _gap(self, gap: tuple[int, int, int, int], ends: tuple[bool, bool]) -> Iterator[Step]:
        """The space of both texts around an end."""
        first, last = list(_between(self._old_ends, gap[0], gap[1])), list(_between(self._new_ends, gap[2], gap[3]))
        if len(first) > 2 or len(last) > 2:
            yield None
        for place in range(2):
            for found, kind, runs in ((first, "delete", self._olds), (last, "insert", self._news)):
                if place < len(found):
                    yield Segment(kind="delete" if kind == "delete" else "insert", runs=cut(runs, *found[place][:2]))
            if not place:
                yield ends

    def _kept(self, i: int, i_end: int, j: int, j_end: int) -> Segment:
        return Segment(kind="equal", runs=cut(self._news, j, j_end), before=cut(self._olds, i, i_end))


def _ends(clauses: tuple[Clause, ...]) -> list[int]:
    """Where the line breaks stand that join the texts of clauses."""
    return [end - 1 for end in accumulate(len(clause.text) + 1 for clause in clauses[:-1])]


def _any(places: list[int], start: int, end: int) -> bool:
    return any(start <= place < end for place in places)


def _between(places: list[int], start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The stretches of `start:end` before, between and after the places in it, and whether a place follows."""
    for place in [place for place in places if start <= place < end]:
        yield start, place, True
        start = place + 1
    yield start, end, False


def _gaps(text: str) -> list[tuple[int, int]]:
    """The stretches before, between and after the words of a text."""
    tokens = tokenise(text)
    return list(zip((0, *tokens.ends), (*tokens.starts, len(text)), strict=True))
