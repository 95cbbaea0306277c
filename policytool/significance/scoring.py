"""The score of predictions against labels: recall and specificity of `significant`, and each kind's F1.

Counted are records that are no artefact of a crawl, not borderline, and not minor where the reader saw only a part. For
a kind, clear is right and absent is wrong; borderline is left out; where the reader saw only a part, absence proves
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

KINDS = ("processing", "organisation", "recipients", "rights", "contact", "other")
STRATA = ("tiny", "small", "medium", "large")
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What was said of one record."""

    significance: str
    criteria: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How often `significant` was right."""

    n: int
    significant: int
    recall: float
    specificity: float
    missed: int
    false_alarms: int

    @property
    def balanced(self) -> float:
        return (self.recall + self.specificity) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class KindScore:
    """How often a kind was right."""

    n: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The whole table."""

    all: Rates
    strata: Mapping[str, Rates]
    kinds: Mapping[str, KindScore]

    @property
    def macro_f1(self) -> float:
        five = [self.kinds[kind].f1 for kind in KINDS[:5]]
        return sum(five) / len(five)


def counted(record: Record) -> bool:
    part = record["truncated"] and record["overall"] == "minor"
    return not record["artifact"] and record["overall"] != "borderline" and not part


def score(records: Sequence[Record], said: Mapping[str, Prediction]) -> Score:
    """The score of `said` (by record id) on labelled `records`."""
    rows = [record for record in records if counted(record)]
    strata = {name: [record for record in rows if record["stratum"] == name] for name in STRATA}
    return Score(
        all=rates(rows, said),
        strata={name: rates(part, said) for name, part in strata.items() if part},
        kinds={kind: kind_score(records, said, kind) for kind in KINDS},
    )


def rates(rows: Sequence[Record], said: Mapping[str, Prediction]) -> Rates:
    count = Counter((r["overall"] == "significant", said[r["id"]].significance == "significant") for r in rows)
    return Rates(
        n=len(rows),
        significant=count[True, True] + count[True, False],
        recall=_share(count[True, True], count[True, False]),
        specificity=_share(count[False, False], count[False, True]),
        missed=count[True, False],
        false_alarms=count[False, True],
    )


def kind_score(records: Sequence[Record], said: Mapping[str, Prediction], kind: str) -> KindScore:
    hit = missed = wrong = 0
    for record in records:
        if record["artifact"]:
            continue
        gold, named = record["criteria"].get(kind), kind in said[record["id"]].criteria
        hit += gold == "clear" and named
        missed += gold == "clear" and not named
        wrong += gold is None and named and not record["truncated"]
    precision = hit / (hit + wrong) if hit + wrong else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    return KindScore(n=hit + missed, precision=precision, recall=recall)


def lines(table: Score) -> list[str]:
    """The table as text."""
    said = [_rates_line(name, rate) for name, rate in {"all": table.all, **table.strata}.items()]
    for kind, value in table.kinds.items():
        said.append(
            f"{kind:13} n={value.n:3} precision {value.precision:.3f} recall {value.recall:.3f} F1 {value.f1:.3f}"
        )
    said.append(f"macro F1 of the five kinds {table.macro_f1:.3f}")
    return said


def _rates_line(name: str, rate: Rates) -> str:
    return (
        f"{name:8} n={rate.n:3} recall {rate.recall:.3f} specificity {rate.specificity:.3f} "
        f"balanced {rate.balanced:.3f}  missed {rate.missed} false alarms {rate.false_alarms}"
    )


def _share(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else nan
