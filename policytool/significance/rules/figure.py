"""A figure swapped in place: an age, a period, an amount."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytool.significance.facts.figures import AGE, PERIOD, lengths
from policytool.significance.measured import Measured
from policytool.significance.model import Direction
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft
from policytool.significance.sentences import Sentence
from policytool.significance.words import Word

_UNIT = re.compile(
    r"[\s-]*(?:(?:business|working|calendar) )?(?:day|week|month|year|hour)s?\b|个?(?:工作日|小时|[年月日天周岁])", re.I
)
_PERIOD = re.compile(r"(?:\d+|\w+)[\s-]+(?:days?|weeks?|months?|years?|hours?)\b", re.I)


def read(m: Measured) -> list[Draft]:
    came = [w.key for _, w in m.place.added if w.kind == "number"]
    went = [w.key for _, w in m.place.removed if w.kind == "number"]
    if not (m.two_sided and len(came) == len(went) == 1):
        return _unit(m)
    what = "age" if m.near_numbers & AGE else "period" if m.near_numbers & PERIOD else ""
    if not what:
        return []
    before, after = (_written(side) for side in (m.place.removed, m.place.added))
    return [_draft(m, what, before, after, longer=_value(came[0]) > _value(went[0]))]


def _draft(m: Measured, what: str, before: str, after: str, *, longer: bool) -> Draft:
    keeps = what == "period" and any(match.term.name in ("Retain", "Store", "Erase") for _, match in m.new_terms)
    direction: Direction = ("wider" if longer else "narrower") if keeps else "different"
    return Draft(
        kind=None,
        saying=f"figure-{what}",
        slots={"before": before, "after": after, "new": quote(m.place.news, m.place.added)},
        direction=direction,
        rule="figure",
    )


def _unit(m: Measured) -> list[Draft]:
    """One period became another by its unit: a year, a month."""
    old, new = (_PERIOD.findall(side) for side in m.sides)
    before, after = ([period for period in side if period not in other] for side, other in ((old, new), (new, old)))
    spans = [lengths(period) for period in (*before, *after)]
    if len(before) != 1 or len(after) != 1 or not all(len(span) == 1 for span in spans) or spans[0] == spans[1]:
        return []
    return [_draft(m, "period", before[0], after[0], longer=max(spans[1]) > max(spans[0]))]


def _written(changed: Sequence[tuple[Sentence, Word]]) -> str:
    """The figure as the text writes it, with the unit of time after it: "five years"."""
    sentence, word = next((s, w) for s, w in changed if w.kind == "number")
    unit = _UNIT.match(sentence.text, word.end)
    return sentence.text[word.start : unit.end() if unit else word.end]


def _value(figure: str) -> float:
    digits = "".join(c for c in figure if c.isdigit() or c == ".").strip(".")
    try:
        return float(digits)
    except ValueError:
        return 0.0
