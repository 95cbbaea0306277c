"""The company behind the policy: its legal entity, its group, its owner."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.rules.draft import Draft, quoted, turn


def read(m: Measured) -> list[Draft]:
    slots = quoted(m)
    return [
        Draft(kind="organisation", saying=f"entity-{turn(slots)}", slots=slots, direction="different", rule="entity")
    ]
