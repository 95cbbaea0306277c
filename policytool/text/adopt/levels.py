"""How deep an item of a pasted list stands: by its number, and by its indentation where numbers say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from policytool.text.adopt import marks
from policytool.text.adopt.lines import Line
from policytool.text.adopt.marks import Mark
from policytool.text.markers import Ordinal
from policytool.text.nesting import Nesting

_PLAIN = Ordinal(style="•")


class ItemLevels:
    """Follows the items of a text in reading order."""

    def __init__(self) -> None:
        self._nesting = Nesting()
        self._bullet: tuple[Ordinal, int] | None = None
        self._last: tuple[Mark, int, int] | None = None

    def restart(self) -> None:
        self._nesting.restart()
        self._bullet = self._last = None

    def interrupt(self) -> None:
        self._nesting.interrupt()
        self._bullet = None

    def level(self, mark: Mark, lines: Sequence[Line], place: int) -> int:
        line, ordinal = lines[place], mark.ordinal
        if ordinal.bullet:
            depth = _set_in(lines, place)
            if depth is not None:
                ordinal = Ordinal(style=f"bullet {depth}")
            elif self._bullet is not None and line.indent <= self._bullet[1]:
                ordinal = self._bullet[0]  # another sign for the same list
            self._bullet = (ordinal, line.indent)
        elif self._bullet is not None and line.gap and self._last is not None and line.indent <= self._last[2]:
            self._nesting.interrupt()
            self._bullet = None
        level = self._nesting.level(ordinal)
        self._last = (mark, level, line.indent)
        return level

    def unmarked(self, line: Line) -> int:
        """The level of an item without a mark."""
        self._last = None
        return self._nesting.level(_PLAIN)

    def continued(self, lines: Sequence[Line], place: int) -> int:
        """The level of the item that an indented paragraph between two numbers of one list belongs to, else 0."""
        line = lines[place]
        if self._last is None or line.indent <= self._last[2]:
            return 0
        mark, level, _ = self._last
        if line.gap == 0:
            return level
        for later in lines[place + 1 : place + 6]:
            other = marks.mark(later.text)
            if other is not None and not other.bullet and other.ordinal.follows(mark.ordinal):
                return level
        return 0


def _set_in(lines: Sequence[Line], place: int) -> int | None:
    """The depth that a bullet's indentation tells, from 0; None where the list is set in at random or not at all."""
    first = last = place
    while first and _is_bullet(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _is_bullet(lines[last + 1]):
        last += 1
    indents = [line.indent for line in lines[first : last + 1]]
    steps = sorted(set(indents))
    regular = 1 < len(steps) <= 3 and indents[0] == steps[0] and indents.count(steps[0]) > 1
    wide = all(deeper - step > 1 for step, deeper in pairwise(steps))
    return steps.index(lines[place].indent) if regular and wide else None


def _is_bullet(line: Line) -> bool:
    mark = marks.mark(line.text)
    return mark is not None and mark.bullet
