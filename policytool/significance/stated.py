"""Which of the policy's own criteria a finding of a kind meets."""

from __future__ import annotations

from policytool.significance import packs
from policytool.significance.model import CriteriaReading, Criterion
from policytool.text.metadata import CriterionKind


def criterion_for(stated: CriteriaReading, kind: CriterionKind) -> Criterion:
    """The policy's own criterion of that kind; where it names none but says that its list is open, the words that say
    so; else the criterion of a pack."""
    own = next((item for item in stated.criteria if item.kind == kind), None)
    if own is not None:
        return own
    if stated.clause and stated.open:
        return Criterion(id=stated.clause, kind=kind, text=stated.introduction, clause=stated.clause)
    return next(item for item in packs.load("gbt35273") if item.kind == kind)
