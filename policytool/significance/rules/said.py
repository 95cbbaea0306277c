"""What is said, where no other rule can say more: quoted as it is."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.model import Direction
from policytool.significance.rules.change import change, ending
from policytool.significance.rules.draft import Draft
from policytool.text.metadata import CriterionKind

_SUBJECTS: tuple[tuple[CriterionKind, str], ...] = (("processing", "handling"), ("recipients", "receiving"))
_DIRECTION: dict[str, Direction] = {"changed": "different", "came": "wider", "went": "narrower"}


def read(m: Measured) -> list[Draft]:
    how, slots = ending(m), {"change": change(m)}
    return [
        Draft(kind=kind, saying=f"{subject}-{how}", slots=slots, direction=_DIRECTION[how], rule="said")
        for kind, subject in _SUBJECTS
    ]
