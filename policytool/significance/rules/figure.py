"""A figure swapped in place: an age, a period, an amount."""

from __future__ import annotations

from policytool.significance.features import measure
from policytool.significance.measured import Measured
from policytool.significance.model import Direction
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft


def read(m: Measured) -> list[Draft]:
    came = [w.key for _, w in m.place.added if w.kind == "number"]
    went = [w.key for _, w in m.place.removed if w.kind == "number"]
    if not (m.two_sided and len(came) == len(went) == 1):
        return []
    found = measure(m)
    what = "age" if "number.swap.age" in found else "period" if "number.swap.duration" in found else "figure"
    if what == "figure":
        return []
    new = quote(m.place.news, m.place.added)
    longer = _value(came[0]) > _value(went[0])
    keeps = what == "period" and any(match.term.name in ("Retain", "Store", "Erase") for _, match in m.new_terms)
    direction: Direction = ("wider" if longer else "narrower") if keeps else "different"
    return [
        Draft(
            kind=None,
            reason=f"The {what} of {went[0]} becomes {came[0]}: “{new}”.",
            told=f"The {what} changes from {went[0]} to {came[0]}: “{new}”.",
            direction=direction,
            reduces_rights=keeps and longer,
            rule="figure",
        )
    ]


def _value(figure: str) -> float:
    digits = "".join(c for c in figure if c.isdigit() or c == ".").strip(".")
    try:
        return float(digits)
    except ValueError:
        return 0.0
