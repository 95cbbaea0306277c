"""Rights and choices, how they are exercised, and who has them."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.model import Direction
from policytool.significance.rules.change import change, ending
from policytool.significance.rules.draft import Draft

_DIRECTION: dict[str, Direction] = {"changed": "different", "came": "wider", "went": "narrower"}


def read(m: Measured) -> list[Draft]:
    return [
        Draft(
            kind="rights",
            saying=f"right-{ending(m)}",
            slots={"change": change(m)},
            direction=_DIRECTION[ending(m)],
            rule="right",
        )
    ]
