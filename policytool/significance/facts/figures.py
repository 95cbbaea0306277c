"""Ages, periods and what they count from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from policytool.significance import words
from policytool.significance.facts.fact import Fact
from policytool.significance.sentences import Sentence
from policytool.significance.words import Word

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "age": Fact("processing", 0.8),
    "period": Fact("", 0.8),
    "anchor": Fact("", 0.6),
    "unit": Fact("", 0.7),
    "time_lost": Fact("", 0.55, soft=True),
    "number": Fact("", 0.55, soft=True),
    "period_lost": Fact("processing", 0.6, soft=True),
}

_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25, "天": 1.0, "日": 1.0, "周": 7.0}
_DAYS |= {"月": 365.25 / 12, "年": 365.25}
PERIOD = frozenset("day week month year hour 日 天 月 年".split())
AGE = frozenset("age aged child children minor kid old older younger teen 岁 周".split())
_STATISTIC = frozenset("million billion metric median averag total percent".split())
_UNITS = frozenset("minute hour day week month year 天 周 月 年".split())
_VERSION = re.compile(r"(?:\bversion|\bv|版本)\W*$", re.IGNORECASE)
_TIMED = re.compile(
    r"\b(?:an?|one|\d+|two|three|four|five|six|seven|ten|thirty) (?:calendar |business |working )?"
    r"(?:hour|day|week|month|year)s?\b"
    r"|[一二三四五六七八九十百\d]+个?(?:小时|工作日|日|天|周|月|年)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?<![A-Za-z])(?:last|latest) (?:updated?|revis\w+|chang\w+|modif\w+)|\beffective\b|©|更新日期", re.IGNORECASE
)
"""A line with the date or number of a version."""
_OF_AGE = re.compile(
    r"\b(?:under|over|below|above|younger than|older than|at least|aged?) \d{1,2}\b(?! *(?:%|days?|months?))"
    r"(?=.*\b(?:parents?|guardians?|child\w*|minors?|teen\w*|old)\b)",
    re.IGNORECASE,
)
"""A number of years of somebody who has parents or guardians."""
_LITTLE = 6

_JOINING = frozenset("之 其 此 将 予 以 并 且 则 即 的 了".split())
"""Chinese words that join and decide nothing."""


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    if m.two_sided:
        yield from _figures(m)
        yield from _lost(m)


def _figures(m: Measured) -> Iterator[tuple[str, bool]]:
    """Numbers and units that became others."""
    size = m.size
    before, after = lengths(m.sides[0]), lengths(m.sides[1])
    same = before == after != set()
    come, gone = ([w for s, w in side if w.kind == "number" and not _of_a_version(s, w)] for side in _changed(m))
    if come and gone and len(m.added) + len(m.removed) <= 8:
        near = m.near_numbers
        aged = bool(near & AGE) or all(_OF_AGE.search(side) for side in m.sides)
        yield "age", aged and not near & _STATISTIC
        yield "period", not same and _timed(near) and not near & AGE and not near & _STATISTIC
    else:
        little = size <= _LITTLE and m.kept >= 4 and not m.repeated
        yield "period", little and bool(before and after) and before != after
        yield "anchor", 1 <= size <= _LITTLE and m.kept >= 4 and _by_a_period(m)
    counted = bool(come and gone) and not same and size <= 4 and m.kept >= 3 and not m.verbless and not m.repeated
    yield "number", counted and not m.near_numbers & _STATISTIC and not _DATED.search(m.sides[1])
    came, went = {w.key for w in m.added} & _UNITS, {w.key for w in m.removed} & _UNITS
    turned = bool(came and went) and came != went
    yield "unit", not same and turned and size <= _LITTLE + 2 and m.kept >= 3 and not m.repeated


def _lost(m: Measured) -> Iterator[tuple[str, bool]]:
    """Periods that are named no more."""
    kept = "keeps" in m.frames[0] & m.frames[1] and m.kept >= 4 and not m.pointing
    yield "period_lost", kept and bool(lengths(m.sides[0])) and not lengths(m.sides[1])
    shorter = not m.come and m.kept >= 4 and not m.pointing
    yield "time_lost", shorter and bool(_TIMED.search(m.sides[0])) and not _TIMED.search(m.sides[1])


def _changed(m: Measured) -> tuple[Sequence[tuple[Sentence, Word]], ...]:
    return m.place.added, m.place.removed


def _of_a_version(sentence: Sentence, word: Word) -> bool:
    return bool(_VERSION.search(sentence.text[max(0, word.start - 12) : word.start]))


def _timed(near: set[str]) -> bool:
    """Whether the words beside a number make it a period."""
    return bool(near & PERIOD) or near >= {"小", "时"}


def lengths(text: str) -> set[int]:
    """The periods that `text` names, in hours: 12 months are one year."""
    return set(spans(text))


def spans(text: str) -> list[int]:
    """The periods in the order in which `text` names them, in hours."""
    found = words.read(text)
    return [
        round(float(before.key) * _DAYS[after.key] * 24)
        for before, after in pairwise([word for word in found if word.key not in ("个", "calendar", "busines", "work")])
        if after.key in _DAYS and (before.key.isdigit() or before.key == "one")
        for before in [Word("1", 0, 0) if before.key == "one" else before]
    ]


def _by_a_period(m: Measured) -> bool:
    """Whether something changed right next to a period, such as "30 days after …"."""
    for sentence, word in (*m.place.added, *m.place.removed):
        if word.kind != "word" or word.key in _UNITS or word.key in _JOINING:
            continue
        place = sentence.place_of(word)
        near = sentence.words[max(0, place - 4) : place + 2]
        if any(w.kind == "number" for w in near) and any(w.key in PERIOD for w in near):
            return True
    return False
