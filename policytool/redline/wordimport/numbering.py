"""The numbers that Word counts by itself, as a reader sees them: "3.", "(b)", "iv)", "（二）", "•"."""

from __future__ import annotations

import re
from typing import Any

from policytool.redline.wordimport.styles import Styles
from policytool.redline.wordimport.xml import number, value, w

BULLET = "•"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_CHINESE = "零一二三四五六七八九"
_CHINESE_FORMATS = frozenset({
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand",
})  # fmt: skip
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})


class Numbers:
    """Counts the lists of one document in reading order."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        found = [] if root is None else root
        self._abstract = {value(one, "abstractNumId"): one for one in found if one.tag == w("abstractNum")}
        self._lists = {value(one, "numId"): one for one in found if one.tag == w("num")}
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def next(self, listed: Any | None) -> tuple[str, int] | None:
        """Marker and level from 1 of the paragraph with this `w:numPr`; None where it has no number or bullet."""
        identity = value(listed.find(w("numId"))) if listed is not None else ""
        level = min(max(number(listed.find(w("ilvl"))), 0), 8) if listed is not None else 0
        if identity in ("", "0") or identity not in self._lists:
            return None
        looks = [self._level(identity, depth) for depth in range(level + 1)]
        own = looks[level]
        form = value(own.find(w("numFmt"))) if own is not None else ""
        if own is None or form == "none":
            return None
        counts = self._count(identity, level, looks)
        if form == "bullet":
            return BULLET, level + 1
        text = _PLACE.sub(lambda found: _number(looks, counts, int(found[1]) - 1), value(own.find(w("lvlText"))))
        return (text.strip(), level + 1) if text.strip() else None

    def _count(self, identity: str, level: int, looks: list[Any]) -> dict[int, int]:
        abstract = value(self._lists[identity].find(w("abstractNumId")))
        counts = self._counts.setdefault(abstract, {})
        if identity not in self._begun:
            self._begun.add(identity)
            for override in self._lists[identity].iter(w("lvlOverride")):
                if override.find(w("startOverride")) is not None:
                    counts.pop(number(override, "ilvl"), None)
        for depth in range(level):
            counts.setdefault(depth, self._start(identity, depth, looks[depth]))
        start = self._start(identity, level, looks[level])
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [depth for depth in counts if depth > level]:
            del counts[deeper]
        return counts

    def _start(self, identity: str, level: int, look: Any | None) -> int:
        for override in self._lists[identity].iter(w("lvlOverride")):
            start = override.find(w("startOverride"))
            if number(override, "ilvl") == level and start is not None:
                return number(start, default=1)
        return number(look.find(w("start")), default=1) if look is not None else 1

    def _level(self, identity: str, level: int) -> Any | None:
        """The looks of one level of a list: its own, else those of its definition."""
        for override in self._lists[identity].iter(w("lvlOverride")):
            if number(override, "ilvl") == level and override.find(w("lvl")) is not None:
                return override.find(w("lvl"))
        abstract = self._abstract.get(value(self._lists[identity].find(w("abstractNumId"))))
        linked = abstract.find(w("numStyleLink")) if abstract is not None else None
        if linked is not None:
            listed = self._styles.listing(value(linked))
            other = self._lists.get(value(listed.find(w("numId")))) if listed is not None else None
            abstract = self._abstract.get(value(other.find(w("abstractNumId")))) if other is not None else None
        levels = [] if abstract is None else abstract.findall(w("lvl"))
        return next((one for one in levels if number(one, "ilvl") == level), None)


def _number(looks: list[Any], counts: dict[int, int], level: int) -> str:
    if level >= len(looks) or looks[level] is None:
        return ""
    return written(counts.get(level, 1), value(looks[level].find(w("numFmt"))))


def written(count: int, form: str) -> str:
    """`count` in one of Word's formats of numbers; in digits where the format is a rare one."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    if form in _CHINESE_FORMATS and 0 < count < 100:
        return _chinese(count)
    if form in _CIRCLED and 0 < count < 21:
        return chr(0x2460 + count - 1)
    return f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    signs = ""
    for worth, sign in _ROMAN:
        signs += sign * (count // worth)
        count %= worth
    return signs


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    if not tens:
        return _CHINESE[ones]
    return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")
