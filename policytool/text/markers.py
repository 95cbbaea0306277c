"""Numbers and bullets as policies write them: "1.", "1.1", "(a)", "①", "（一）", "•", "Article 5", "第五条"."""

from __future__ import annotations

import re
from dataclasses import dataclass

BULLETS = "•●○◦▪▫■□◆◇►▶▸‣∙·⁃➢➤✓✔"
"""Signs that stand for a bullet at the start of a line, with or without a space behind them."""

ROMAN = 1000
_CIRCLED = "①-⑳㉑-㊿❶-❿⓫-⓴⑴-⒛ⓐ-ⓩ"
_CHINESE = "零〇一二三四五六七八九十百"
_ROMAN = r"[ivxIVX]{1,6}"

_ITEM = re.compile(
    rf"""(?:
      [{_CIRCLED}]\.?
    | [(（] (?: \d{{1,3}} | [A-Za-z] | {_ROMAN} | [{_CHINESE}]{{1,4}} ) [)）]
    | \d{{1,3}} [)）、]
    | \d{{1,2}}[.．](?=\s)
    | \d{{1,2}}(?:\.\d{{1,3}}){{1,4}}\.?(?=\s+[^\W\d_a-z])
    | (?: [a-z] | {_ROMAN} ) [)）](?=\s)
    | [a-z]\.(?=\s)
    | [{_CHINESE}]{{1,4}}、
    | 第[{_CHINESE}\d]{{1,5}}[条章节款项](?=\s|[、：:])[、：:]?
    | [{BULLETS}]+
    | [–—](?=\s)
    ) \s* (?=\S)""",
    re.VERBOSE,
)

_HEADING = re.compile(
    rf"""(?:
      (?: Article | Section | Part | Chapter | Clause | Schedule | Annex | Appendix ) \s+
      (?: \d{{1,3}}(?:\.\d{{1,3}})* | {_ROMAN} | [A-Z] ) (?: [.:)]|\s[–—-](?=\s)|(?=\s)|$ )
    | § \s* \d{{1,3}}(?:\.\d{{1,3}})* [.:]?
    | \d{{1,3}}(?:\.\d{{1,3}})+ [.:)]? (?=\s)
    | \d{{1,3}} [.．:] (?=\s|[^\d\s])
    | (?: [A-Z] | [IVX]{{1,6}} ) [.)] (?=\s)
    | 第[{_CHINESE}\d]{{1,5}}[条章节款项部分]{{1,2}} [、：:]?
    ) \s* (?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)

_BARE = re.compile(r"(\d{1,2})\s+(?=[^\W\d_a-z])")
_COPYRIGHT = re.compile(r"[(（][cC][)）]\s*(?:\d{4}|copyright)", re.IGNORECASE)
_AROUND = "()（）.．、:：第条章节款项部分 –—-"
_WORDS = re.compile(r"(article|section|part|chapter|clause|schedule|annex|appendix|§)\s*", re.IGNORECASE)

_SERIES = (
    ("①", "⑳", 1, "①"),
    ("㉑", "㉟", 21, "①"),
    ("㊱", "㊿", 36, "①"),
    ("❶", "❿", 1, "❶"),
    ("⓫", "⓴", 11, "❶"),
    ("⑴", "⒇", 1, "⑴"),
    ("⒈", "⒛", 1, "⒈"),
    ("ⓐ", "ⓩ", 1, "ⓐ"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinal:
    """What a marker says: the style it is written in, and the numbers it may stand for.

    "i" is the ninth letter or the Roman one, 9 or ROMAN + 1; a row of letters never goes on in Roman numbers.
    """

    style: str
    values: tuple[int, ...] = ()

    @property
    def bullet(self) -> bool:
        return not self.values

    @property
    def first(self) -> bool:
        """Whether a list may begin with it."""
        return self.bullet or 1 in self.values or ROMAN + 1 in self.values

    def follows(self, other: Ordinal) -> bool:
        """Whether this is the next of `other`, or the same bullet again."""
        if self.bullet or other.bullet:
            return self.style == other.style
        return self.style == other.style and any(value - 1 in other.values for value in self.values)


def item(text: str) -> int:
    """Length of the item marker, with the space behind it, that `text` begins with; 0 for none."""
    found = _ITEM.match(text)
    if found is None or _COPYRIGHT.match(text):
        return 0
    return found.end()


def heading(text: str, *, expected: int = 0) -> int:
    """Length of the number that the heading `text` begins with; 0 for none.

    A bare number ("3 Sharing") counts only as number 1 or as the `expected` one, for "30 Days" is no number.
    """
    found = _HEADING.match(text) or _ITEM.match(text)
    if found is not None and not _COPYRIGHT.match(text):
        return found.end()
    bare = _BARE.match(text)
    return bare.end() if bare is not None and int(bare[1]) in (1, expected) else 0


def read(marker: str) -> Ordinal:
    """The style and value of a marker as written."""
    mark = marker.strip()
    word = _WORDS.match(mark)
    body = mark[word.end() :] if word else mark
    core = body.strip(_AROUND)
    style = (word[1].casefold() if word else "") + body.replace(core, "{}", 1) if core else mark
    style = style.replace("（", "(").replace("）", ")").replace("．", ".").replace("：", ":")
    if not core or mark[0] in BULLETS or mark in {"–", "—", "-", "*", "+"}:
        return Ordinal(style=mark)
    values, kind = _values(core)
    return Ordinal(style=f"{style} {kind}" if values else mark, values=values)


def _values(core: str) -> tuple[tuple[int, ...], str]:
    if core.isascii() and core.isdigit():
        return (int(core),), "1"
    if re.fullmatch(r"\d+(\.\d+)+", core):
        return (int(core.rpartition(".")[2]),), f"1 within {core.rpartition('.')[0]}"
    if len(core) == 1 and not core.isascii() and core not in _CHINESE:
        return _circled(core)
    if re.fullmatch(f"[{_CHINESE}]+", core):
        return (_chinese(core),), "一"
    if core.isascii() and core.isalpha():
        letters = (ord(core.casefold()) - 96,) if len(core) == 1 else ()
        roman = (ROMAN + _roman(core),) if re.fullmatch(_ROMAN, core) else ()
        return letters + roman, "a" if core.islower() else "A"
    return (), ""


def _circled(sign: str) -> tuple[tuple[int, ...], str]:
    for start, end, first, kind in _SERIES:
        if start <= sign <= end:
            return (ord(sign) - ord(start) + first,), kind
    return (), ""


def _chinese(core: str) -> int:
    digits = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}
    total = current = 0
    for sign in core:
        if sign in "十百":
            total += max(current, 1) * (10 if sign == "十" else 100)
            current = 0
        else:
            current = digits[sign]
    return total + current


def _roman(core: str) -> int:
    worth = [{"i": 1, "v": 5, "x": 10}[sign] for sign in core.casefold()]
    return sum(-one if one < after else one for one, after in zip(worth, [*worth[1:], 0], strict=True))
