"""Ages, periods and what they count from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from policytool.significance import words
from policytool.significance.facts.fact import Fact
from policytool.significance.words import Word

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "age": Fact("processing", 0.8),
    "period": Fact("", 0.8),
    "anchor": Fact("", 0.6),
    "unit": Fact("", 0.7),
    "period_lost": Fact("processing", 0.6, soft=True),
}

_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25, "天": 1.0, "日": 1.0, "周": 7.0}
_DAYS |= {"月": 365.25 / 12, "年": 365.25}
PERIOD = frozenset("day week month year hour 日 天 月 年".split())
AGE = frozenset("age aged child children minor kid old teen 岁 周".split())
_STATISTIC = frozenset("million billion metric median averag total percent".split())
_UNITS = frozenset("minute hour day week month year 天 周 月 年".split())
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
    if not m.two_sided:
        return
    size = m.size
    before, after = lengths(m.sides[0]), lengths(m.sides[1])
    same = before == after != set()
    kept = "keeps" in m.frames[0] & m.frames[1] and m.kept >= 4
    yield "period_lost", kept and bool(before) and not after and not m.pointing
    come, gone = ([w for w in side if w.kind == "number"] for side in (m.added, m.removed))
    if come and gone and len(m.added) + len(m.removed) <= 8:
        near = m.near_numbers
        aged = bool(near & AGE) or all(_OF_AGE.search(side) for side in m.sides)
        yield "age", aged and not near & _STATISTIC
        yield "period", not same and bool(near & PERIOD) and not near & AGE and not near & _STATISTIC
    else:
        little = size <= _LITTLE and m.kept >= 4 and not m.repeated
        yield "period", little and bool(before and after) and before != after
        yield "anchor", 1 <= size <= _LITTLE and m.kept >= 4 and _by_a_period(m)
    came, went = {w.key for w in m.added} & _UNITS, {w.key for w in m.removed} & _UNITS
    yield (
        "unit",
        not same and bool(came and went) and came != went and size <= _LITTLE + 2 and m.kept >= 3 and not m.repeated,
    )


def lengths(text: str) -> set[int]:
    """The periods that `text` names, in hours: 12 months are one year."""
    found = words.read(text)
    return {
        round(float(before.key) * _DAYS[after.key] * 24)
        for before, after in pairwise([word for word in found if word.key not in ("个", "calendar", "busines", "work")])
        if after.key in _DAYS and (before.key.isdigit() or before.key == "one")
        for before in [Word("1", 0, 0) if before.key == "one" else before]
    }


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
