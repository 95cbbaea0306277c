"""A "not" that came or went."""

from __future__ import annotations

from policytool.significance.facts.wording import denied
from policytool.significance.measured import Measured
from policytool.significance.rules.change import change
from policytool.significance.rules.draft import Draft

_MOST = 8


def read(m: Measured) -> list[Draft]:
    if not m.two_sided or len(m.removed) + len(m.added) > _MOST:
        return []
    came = denied(m)
    if came is None:
        return []
    return [
        Draft(
            kind=None,
            saying="polarity-denied" if came else "polarity-allowed",
            slots={"change": change(m)},
            direction="narrower" if came else "wider",
            rule="polarity",
        )
    ]
