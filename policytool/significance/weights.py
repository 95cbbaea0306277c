"""Learned weights: how strongly each measured property of a place speaks for a criterion.

weights.json is written by tools/train_significance.py from labelled revisions and read here without any framework:
a score is a sum. Each weight is keyed by a readable name of a feature, never by anybody's sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log
from typing import Any

from policytool.text.metadata import CriterionKind

KINDS: tuple[CriterionKind, ...] = ("processing", "organisation", "recipients", "rights", "contact", "other")
_FLOOR = -20.0


@dataclass(frozen=True, kw_only=True)
class Weights:
    """One row of weights for "any" change of substance and one for each kind, and the scores that count as met."""

    rows: Mapping[str, tuple[float, ...]]
    """Feature → weight for "any" and then for each of KINDS."""
    limits: Mapping[str, float]
    """The score from which "any" and each kind count as met."""

    def score(self, features: Mapping[str, float]) -> Scores:
        sums = [0.0] * (len(KINDS) + 1)
        for name, value in features.items():
            row = self.rows.get(name)
            if row is not None:
                sums = [total + weight * value for total, weight in zip(sums, row, strict=True)]
        kinds = {kind: sums[place + 1] for place, kind in enumerate(KINDS)}
        return Scores(any=(sums[0] + _together(kinds)) / 2 - self.limits["any"], kinds=self._over(kinds))

    def _over(self, kinds: Mapping[CriterionKind, float]) -> dict[CriterionKind, float]:
        return {kind: value - self.limits[kind] for kind, value in kinds.items()}


@dataclass(frozen=True, slots=True)
class Scores:
    """How far a place is above (or below) what counts as met: in all, and for each kind. Log odds."""

    any: float
    kinds: dict[CriterionKind, float]


def _together(kinds: Mapping[CriterionKind, float]) -> float:
    return log(sum(exp(max(_FLOOR, min(-_FLOOR, value))) for value in kinds.values()))


def certainty(score: float) -> float:
    """Log odds to a number from 0 to 1; what counts as met is 0.5 and more."""
    return 1 / (1 + exp(-max(_FLOOR, min(-_FLOOR, score))))


def read(data: Mapping[str, Any]) -> Weights:
    """Weights from their JSON form."""
    return Weights(
        rows={name: tuple(float(weight) for weight in row) for name, row in data["weights"].items()},
        limits={name: float(limit) for name, limit in data["limits"].items()},
    )


@cache
def packaged() -> Weights:
    """The weights that come with the tool."""
    source = resources.files("policytool.significance") / "weights.json"
    return read(json.loads(source.read_text(encoding="utf-8")))
