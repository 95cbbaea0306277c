"""Bullets and numbers of a Word document: lists that Word itself counts, rightly in the old text and in the new one."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from policytool.redline.wordxml import element
from policytool.text.model import Clause

_NUMBER = re.compile(r"(\d{1,9})\.\Z")
_BULLETS = "•◦▪"
_LEVELS = 9
_PLAIN = ("", "•", "-", "*", "+")
INDENT = 360
"""Twips of indentation for each level."""


def written_marker(clause: Clause) -> str:
    """The marker as text with a space, where Word does not set it by itself."""
    counted = clause.kind == "item" and (clause.marker in _PLAIN or _NUMBER.match(clause.marker))
    return "" if counted or clause.kind == "row" or not clause.marker else f"{clause.marker} "


class Listed(NamedTuple):
    """A place in one of Word's lists."""

    identity: int
    level: int


class _Side:
    """The lists of one of the two texts that are open."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[int, int]] = {}
        """For each level the list that is open, and the number that its next item gets."""

    def deepen(self, level: int) -> None:
        for deeper in [known for known in self._open if known > level]:
            del self._open[deeper]

    def expected(self, level: int, value: int) -> int | None:
        """The open list whose next item has this number."""
        identity, following = self._open.get(level, (0, -1))
        return identity if following == value else None

    def counted(self, level: int, identity: int, value: int) -> None:
        self._open[level] = (identity, value + 1)


class Numbering:
    """The lists of one document, added to its numbering part."""

    def __init__(self, part: Any) -> None:
        self._root = part
        self._next = 900
        self._bullets = self._define(bullets=True)
        self._numbers = self._define(bullets=False)
        self._bullet_list = self._list(self._bullets, 0, None)
        self._old, self._new = _Side(), _Side()

    def of(self, old: Clause | None, new: Clause | None) -> tuple[Listed | None, Listed | None]:
        """List and level for an item in the old and in the new text; None where Word does not mark it by itself."""
        before, after = self._place(old, self._old), self._place(new, self._new)
        if before is not None and before == after:
            level, value = before
            identity = self._old.expected(level, value)
            if identity is None or identity != self._new.expected(level, value):
                identity = self._list(self._numbers, level, value)
            listed = self._entered(self._old, identity, before)
            return listed, self._entered(self._new, identity, before)
        return self._alone(old, before, self._old), self._alone(new, after, self._new)

    def _alone(self, clause: Clause | None, place: tuple[int, int] | None, side: _Side) -> Listed | None:
        if clause is None or clause.kind != "item" or written_marker(clause):
            return None
        if place is None:
            return Listed(self._bullet_list, _depth(clause))
        level, value = place
        identity = side.expected(level, value) or self._list(self._numbers, level, value)
        return self._entered(side, identity, place)

    def _place(self, clause: Clause | None, side: _Side) -> tuple[int, int] | None:
        """Level and number of an item that Word counts."""
        if clause is None or clause.kind != "item":
            return None
        level = _depth(clause)
        side.deepen(level)
        number = None if written_marker(clause) else _NUMBER.match(clause.marker)
        return (level, int(number[1])) if number is not None else None

    def _entered(self, side: _Side, identity: int, place: tuple[int, int]) -> Listed:
        side.counted(place[0], identity, place[1])
        return Listed(identity, place[0])

    def _define(self, *, bullets: bool) -> int:
        self._next += 1
        levels = []
        for level in range(_LEVELS):
            text = _BULLETS[level % len(_BULLETS)] if bullets else f"%{level + 1}."
            indent = element("w:ind", left=(level + 1) * INDENT, hanging=INDENT)
            levels.append(
                element(
                    "w:lvl",
                    element("w:start", val=1),
                    element("w:numFmt", val="bullet" if bullets else "decimal"),
                    element("w:lvlText", val=text),
                    element("w:lvlJc", val="left"),
                    element("w:pPr", indent),
                    ilvl=level,
                )
            )
        made = element("w:abstractNum", element("w:multiLevelType", val="hybridMultilevel"), *levels)
        made.set(_w("abstractNumId"), str(self._next))
        first = self._root.find(_w("num"))
        if first is None:
            self._root.append(made)
        else:
            first.addprevious(made)
        return self._next

    def _list(self, definition: int, level: int, start: int | None) -> int:
        self._next += 1
        made = element("w:num", element("w:abstractNumId", val=definition), numId=self._next)
        if start is not None:
            made.append(element("w:lvlOverride", element("w:startOverride", val=start), ilvl=level))
        self._root.append(made)
        return self._next


def _depth(clause: Clause) -> int:
    return min(max(clause.level, 1), _LEVELS) - 1


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
