"""A figure swapped in place: an age, a period, an amount."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytool.significance.features import measure
from policytool.significance.measured import Measured
from policytool.significance.model import Direction
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft
from policytool.significance.sentences import Sentence
from policytool.significance.words import Word

_UNIT = re.compile(
    r"[\s-]*(?:(?:business|working|calendar) )?(?:day|week|month|year|hour)s?\b|个?(?:工作日|小时|[年月日天周岁])", re.I
)


def read(m: Measured) -> list[Draft]:
    came = [w.key for _, w in m.place.added if w.kind == "number"]
    went = [w.key for _, w in m.place.removed if w.kind == "number"]
    if not (m.two_sided and len(came) == len(went) == 1):
        return []
    found = measure(m)
    what = "age" if "number.swap.age" in found else "period" if "number.swap.duration" in found else "figure"
    if what == "figure":
        return []
    before, after = (_written(side) for side in (m.place.removed, m.place.added))
    longer = _value(came[0]) > _value(went[0])
    keeps = what == "period" and any(match.term.name in ("Retain", "Store", "Erase") for _, match in m.new_terms)
    direction: Direction = ("wider" if longer else "narrower") if keeps else "different"
    return [
        Draft(
            kind=None,
            saying=f"figure-{what}",
            slots={"before": before, "after": after, "new": quote(m.place.news, m.place.added)},
            direction=direction,
            reduces_rights=keeps and longer,
            rule="figure",
        )
    ]


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
