"""Rights and choices, how they are exercised, and who has them."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.model import Direction
from policytool.significance.rules.draft import Draft, quoted, turn

_DIRECTION: dict[str, Direction] = {"changed": "different", "came": "wider", "went": "narrower"}


def read(m: Measured) -> list[Draft]:
    slots = quoted(m)
    ending = turn(slots)
    return [
        Draft(
            kind="rights",
            saying=f"right-{ending}",
            slots=slots,
            direction=_DIRECTION[ending],
            rule="right",
        )
    ]
