"""Numbered lines put into sequences, each of which is either a row of headings or a list."""

from __future__ import annotations

from collections.abc import Sequence as Row
from dataclasses import dataclass, field

from policytool.text.adopt import marks, titles
from policytool.text.adopt.lines import Line
from policytool.text.adopt.marks import Mark

_DEEPEST = 20
"""Sequences kept open inside one another; older ones are not taken up again."""


@dataclass(slots=True, kw_only=True, eq=False)
class Chain:
    """Numbered lines that count on from one another."""

    members: dict[int, Mark] = field(default_factory=dict)
    """Their marks, by their places among the logical lines."""
    last: Mark
    place: int = 0
    """Of the last member."""
    parent: Chain | None = None
    heading: bool = False

    @property
    def depth(self) -> int:
        """How many rows of headings stand around this one, itself counted."""
        depth = 0
        chain: Chain | None = self
        for _ in range(_DEEPEST):
            if chain is None:
                break
            depth += chain.heading
            chain = chain.parent
        return depth


def chains(lines: Row[Line]) -> dict[int, Chain]:
    """The sequence of each numbered line, by its place; rows of headings are told from lists."""
    bare = _bare(lines)
    found = {place: mark for place, line in enumerate(lines) if (mark := marks.mark(line.text) or bare.get(place))}
    builder = _Builder()
    for place, mark in found.items():
        if not mark.bullet:
            builder.add(place, mark)
    for chain in builder.all:
        chain.heading = _headings(chain, lines)
    return {place: chain for chain in builder.all for place in chain.members}


def _bare(lines: Row[Line]) -> dict[int, Mark]:
    """Bare numbers before titles ("3 Sharing") where the number before or after stands before another title."""
    found = {place: mark for place, line in enumerate(lines) if (mark := marks.bare(line.text)) is not None}
    titled = {place: mark for place, mark in found.items() if titles.titleish(mark.rest, numbered=True)}
    values = {mark.ordinal.values[0] for mark in titled.values()}
    return {
        place: mark
        for place, mark in titled.items()
        if {mark.ordinal.values[0] - 1, mark.ordinal.values[0] + 1} & values
    }


class _Builder:
    def __init__(self) -> None:
        self.all: list[Chain] = []
        self._open: list[Chain] = []
        self._titled: dict[int, bool] = {}

    def add(self, place: int, mark: Mark) -> None:
        self._titled[place] = titles.titleish(mark.rest, numbered=True) or not mark.rest
        chain = self._next(place, mark)
        if chain is None:
            chain = Chain(last=mark, parent=self._open[-1] if self._open else None)
            self.all.append(chain)
            self._open = [*self._open[-_DEEPEST:], chain]
        elif chain in self._open:
            del self._open[self._open.index(chain) + 1 :]
        else:
            self._open.append(chain)
        chain.members[place] = mark
        chain.last, chain.place = mark, place

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
        recent = reversed(self.all[-200:]) if mark.word else iter(())
        closed = next((chain for chain in recent if mark.ordinal.follows(chain.last.ordinal)), None)
        return closed or self._after_a_gap(mark) or self._otherwise_marked(place, mark)

    def _otherwise_marked(self, place: int, mark: Mark) -> Chain | None:
        """A row of titles that goes on with another mark: "4. Changes", then "5) Complaints"."""
        for chain in reversed(self._open):
            last = chain.last.ordinal
            same = last.style.rpartition(" ")[2] == mark.ordinal.style.rpartition(" ")[2]
            onward = any(value - 1 in last.values for value in mark.ordinal.values)
            if same and onward and self._titled[place] and self._titled[chain.place]:
                return chain
        return None

    def _alike(self, chain: Chain, place: int) -> bool:
        return self._titled[chain.place] == self._titled[place]

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
    titled = sum(titles.titleish(mark.rest, numbered=True) or not mark.rest for mark in members.values())
    followed = sum(_leads(lines, place, members) for place in members)
    if all(_hanging(lines, place) for place in members) or _introduced(chain, lines):
        return False
    if len(members) == 1:
        place, mark = next(iter(members.items()))
        alone = lines[place].gap > 0 or place == 0 or bool(lines[place].ruled)
        begins = (mark.ordinal.first or mark.word) and lines[place].text[-1] not in ":："
        return bool(titled and followed and alone and begins)
    return titled >= 0.7 * len(members) and followed >= 0.6 * len(members)


def _leads(lines: Row[Line], place: int, members: dict[int, Mark]) -> bool:
    """Whether something stands below the line before its sequence goes on."""
    if place + 1 >= len(lines) or place + 1 in members:
        return False
    after = lines[place + 1]
    last = place == next(reversed(members)) and len(members) > 1
    return not (last and after.gap and marks.mark(after.text) is None and titles.titleish(after.text))


def _introduced(chain: Chain, lines: Row[Line]) -> bool:
    """Whether a line that ends in a colon announces the row, and nothing but marked lines stands within it."""
    first, last = next(iter(chain.members)), next(reversed(chain.members))
    announced = first > 0 and lines[first - 1].text[-1] in ":："
    return announced and all(marks.mark(lines[place].text) is not None for place in range(first, last))


def _hanging(lines: Row[Line], place: int) -> bool:
    """Whether one line, set in, stands right below: the text of an item and not of a section."""
    if place + 1 >= len(lines):
        return False
    below = lines[place + 1]
    last = place + 2 >= len(lines) or lines[place + 2].gap > 0 or marks.mark(lines[place + 2].text) is not None
    return below.gap == 0 and below.indent > lines[place].indent and last and marks.mark(below.text) is None
