"""How deep an item stands whose list Markdown does not know: told from the styles of the markers."""

from __future__ import annotations

from policytool.text.markers import Ordinal


class Nesting:
    """Follows the markers of one stretch of items and tells each one's level, from 1."""

    def __init__(self) -> None:
        self._open: list[Ordinal] = []
        self._interrupted = False

    def restart(self) -> None:
        """A heading, a table or a list of Markdown's own ends the stretch."""
        self._open.clear()
        self._interrupted = False

    def interrupt(self) -> None:
        """A paragraph came between: only the next number of an open list still belongs to it."""
        self._interrupted = True

    def level(self, mark: Ordinal) -> int:
        level = self._place(mark)
        self._interrupted = False
        del self._open[level - 1 :]
        self._open.append(mark)
        return level

    def _place(self, mark: Ordinal) -> int:
        for level in range(len(self._open), 0, -1):
            if mark.follows(self._open[level - 1]) and not (self._interrupted and mark.bullet):
                return level
        if self._interrupted:
            return 1
        for level in range(len(self._open), 0, -1):
            if mark.style == self._open[level - 1].style:
                return level
        return len(self._open) + 1 if mark.first or not self._open else len(self._open)
