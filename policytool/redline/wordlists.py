"""Bullets and numbers of a Word document: lists that Word itself counts."""

from __future__ import annotations

import re
from typing import Any

from policytool.redline.wordxml import element
from policytool.text.model import Clause

_NUMBER = re.compile(r"(\d{1,9})\.\Z")
_BULLETS = "•◦▪"
_LEVELS = 9
_PLAIN = ("", "•", "-", "*", "+")


def written_marker(clause: Clause) -> str:
    """The marker as text with a space, where Word does not set it by itself."""
    counted = clause.kind == "item" and (clause.marker in _PLAIN or _NUMBER.match(clause.marker))
    return "" if counted or clause.kind == "row" or not clause.marker else f"{clause.marker} "


class Numbering:
    """The lists of one document, added to its numbering part."""

    def __init__(self, part: Any) -> None:
        self._root = part
        self._next = 900
        self._bullets = self._define(bullets=True)
        self._numbers = self._define(bullets=False)
        self._bullet_list = self._list(self._bullets, 0, None)
        self._open: dict[int, tuple[int, int]] = {}
        """For each level the list that is open, and the number that its next item gets."""

    def close(self) -> None:
        """What comes next begins new lists."""
        self._open.clear()

    def of(self, clause: Clause) -> tuple[int, int] | None:
        """List and level for an item that Word marks by itself; None where the marker has to be written."""
        level = min(max(clause.level, 1), _LEVELS) - 1
        for deeper in [known for known in self._open if known > level]:
            del self._open[deeper]
        if written_marker(clause):
            return None
        number = _NUMBER.match(clause.marker)
        if number is None:
            return self._bullet_list, level
        value = int(number[1])
        identity, expected = self._open.get(level, (0, -1))
        if value != expected:
            identity = self._list(self._numbers, level, value)
        self._open[level] = (identity, value + 1)
        return identity, level

    def _define(self, *, bullets: bool) -> int:
        self._next += 1
        levels = []
        for level in range(_LEVELS):
            text = _BULLETS[level % len(_BULLETS)] if bullets else f"%{level + 1}."
            indent = element("w:ind", left=(level + 1) * 360 + 180, hanging=360)
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


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
