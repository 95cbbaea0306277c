"""The company behind the policy: its legal entity, its group, its owner."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.rules.change import change, ending
from policytool.significance.rules.draft import Draft


def read(m: Measured) -> list[Draft]:
    return [Draft(kind="organisation", saying=f"entity-{ending(m)}", slots={"change": change(m)}, rule="entity")]
