"""Numbered lines put into sequences, each of which is either a row of headings or a list."""

from __future__ import annotations

from collections.abc import Sequence as Row
from dataclasses import dataclass, field

from policytool.text.adopt import marks, titles
from policytool.text.adopt.lines import Line
from policytool.text.adopt.marks import Mark


@dataclass(slots=True, kw_only=True, eq=False)
class Chain:
    """Numbered lines that count on from one another."""

    members: list[int] = field(default_factory=list)
    """Places among the logical lines."""
    last: Mark
    parent: Chain | None = None
    heading: bool = False

    @property
    def depth(self) -> int:
        """How many rows of headings stand around this one, itself counted."""
        depth, chain = 0, self
        while chain is not None:
            depth += chain.heading
            chain = chain.parent  # type: ignore[assignment]
        return depth


def chains(lines: Row[Line]) -> dict[int, Chain]:
    """The sequence of each numbered line, by its place; rows of headings are told from lists."""
    builder = _Builder(lines)
    for place, line in enumerate(lines):
        mark = marks.mark(line.text) or _bare(lines, place)
        if mark is not None and not mark.bullet:
            builder.add(place, mark)
    for chain in builder.all:
        chain.heading = _headings(chain, lines)
    return {place: chain for chain in builder.all for place in chain.members}


def mark_of(lines: Row[Line], place: int) -> Mark | None:
    """The mark of a line, a bare number counted where its neighbours agree."""
    return marks.mark(lines[place].text) or _bare(lines, place)


def _bare(lines: Row[Line], place: int) -> Mark | None:
    mark = marks.bare(lines[place].text)
    if mark is None or not titles.titleish(mark.rest, numbered=True):
        return None
    value = mark.ordinal.values[0]
    for line in lines:
        other = marks.bare(line.text)
        if (
            other is not None
            and abs(other.ordinal.values[0] - value) == 1
            and titles.titleish(other.rest, numbered=True)
        ):
            return mark
    return None


class _Builder:
    def __init__(self, lines: Row[Line]) -> None:
        self.all: list[Chain] = []
        self._lines = lines
        self._open: list[Chain] = []
        self._titled: dict[int, bool] = {}

    def add(self, place: int, mark: Mark) -> None:
        self._titled[place] = titles.titleish(mark.rest, numbered=True) or not mark.rest
        chain = self._next(place, mark)
        if chain is None:
            chain = Chain(last=mark, parent=self._open[-1] if self._open else None)
            self.all.append(chain)
            self._open.append(chain)
        elif chain in self._open:
            del self._open[self._open.index(chain) + 1 :]
        else:
            self._open.append(chain)
        chain.members.append(place)
        chain.last = mark

    def _next(self, place: int, mark: Mark) -> Chain | None:
        following = [chain for chain in reversed(self._open) if mark.ordinal.follows(chain.last.ordinal)]
        if following:
            alike = [chain for chain in following if self._alike(chain, place)]
            inner = self._after_a_gap(mark)
            if not alike and inner is not None and self._alike(inner, place):
                return inner
            return (alike or following)[0]
        if mark.ordinal.first:
            return None
        closed = [chain for chain in reversed(self.all) if mark.word and mark.ordinal.follows(chain.last.ordinal)]
        return closed[0] if closed else self._after_a_gap(mark)

    def _alike(self, chain: Chain, place: int) -> bool:
        return self._titled[chain.members[-1]] == self._titled[place]

    def _after_a_gap(self, mark: Mark) -> Chain | None:
        """A number is missing: the list goes on all the same."""
        for chain in reversed(self._open):
            last = chain.last.ordinal
            if last.style == mark.ordinal.style and any(
                0 < v - w <= 3 for v in mark.ordinal.values for w in last.values
            ):
                return chain
        return None


def _headings(chain: Chain, lines: Row[Line]) -> bool:
    members = chain.members
    found = [mark_of(lines, place) for place in members]
    titled = sum(titles.titleish(mark.rest, numbered=True) or not mark.rest for mark in found if mark is not None)
    followed = sum(_leads(lines, place, members) for place in members)
    if all(_hanging(lines, place) for place in members):
        return False
    if len(members) == 1:
        line = lines[members[0]]
        mark = found[0]
        alone = line.gap > 0 or members[0] == 0 or bool(line.ruled)
        return bool(
            titled
            and followed
            and alone
            and mark is not None
            and (mark.ordinal.first or mark.word)
            and line.text[-1] not in ":："
        )
    return titled >= 0.7 * len(members) and followed >= 0.6 * len(members)


def _leads(lines: Row[Line], place: int, members: Row[int]) -> bool:
    """Whether something stands below the line before its sequence goes on."""
    if place + 1 >= len(lines) or place + 1 in members:
        return False
    after = lines[place + 1]
    last = place == members[-1] and len(members) > 1
    return not (last and after.gap and marks.mark(after.text) is None and titles.titleish(after.text))


def _hanging(lines: Row[Line], place: int) -> bool:
    """Whether one line, set in, stands right below: the text of an item and not of a section."""
    if place + 1 >= len(lines):
        return False
    below = lines[place + 1]
    last = place + 2 >= len(lines) or lines[place + 2].gap > 0 or marks.mark(lines[place + 2].text) is not None
    return below.gap == 0 and below.indent > lines[place].indent and last and marks.mark(below.text) is None
