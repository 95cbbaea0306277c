"""How far a score would move with other companies: the companies are drawn anew, with all their revisions."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan

from policytool.significance.corpus import company
from policytool.significance.scoring import KINDS, STRATA, Prediction, Record, counted

DRAWS = 1000
_SEED = 0
_TAIL = 0.025
_FIGURES = ("recall", "specificity", "balanced")

Counts = list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The middle 95 % of what the draws gave."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """For "all" and each stratum recall, specificity and balanced; for each kind its F1; and the mean of five F1."""

    rates: Mapping[str, Mapping[str, Interval]]
    kinds: Mapping[str, Interval]
    macro_f1: Interval
    companies: int
    draws: int


def intervals(records: Sequence[Record], said: Mapping[str, Prediction], draws: int = DRAWS) -> Intervals:
    """The same seed is used every time, so the same predictions give the same intervals."""
    table = _by_company(records, said)
    names = sorted(table)
    chance = random.Random(_SEED)  # noqa: S311 - a fixed sequence, no secret
    samples = [_sum([table[name] for name in chance.choices(names, k=len(names))]) for _ in range(draws)]
    parts = ("all", *(stratum for stratum in STRATA if any(r["stratum"] == stratum for r in records if counted(r))))
    return Intervals(
        rates={
            part: {figure: _interval([_rate(figure, sample[part]) for sample in samples]) for figure in _FIGURES}
            for part in parts
        },
        kinds={kind: _interval([_f1(sample[kind]) for sample in samples]) for kind in KINDS},
        macro_f1=_interval([sum(_f1(sample[kind]) for kind in KINDS[:5]) / 5 for sample in samples]),
        companies=len(names),
        draws=draws,
    )


def _by_company(records: Sequence[Record], said: Mapping[str, Prediction]) -> dict[str, dict[str, Counts]]:
    """For each company: found, missed, left, alarms of "all" and each stratum; hit, missed, wrong of each kind."""
    table: dict[str, dict[str, Counts]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    for record in records:
        own = table[company(record)]
        prediction = said[record["id"]]
        if counted(record):
            place = 2 * (record["overall"] == "minor") + (prediction.significance != record["overall"])
            for part in ("all", record["stratum"]):
                own[part][place] += 1
        if record["artifact"]:
            continue
        for kind in KINDS:
            gold, named = record["criteria"].get(kind), kind in prediction.criteria
            if gold == "clear":
                own[kind][0 if named else 1] += 1
            elif gold is None and named and not record["truncated"]:
                own[kind][2] += 1
    return table


def _sum(drawn: Sequence[Mapping[str, Counts]]) -> Mapping[str, Counts]:
    total: dict[str, Counts] = defaultdict(lambda: [0, 0, 0, 0])
    for own in drawn:
        for name, counts in own.items():
            into = total[name]
            for place, count in enumerate(counts):
                into[place] += count
    return total


def _rate(figure: str, counts: Counts) -> float:
    found, missed, left, alarms = counts
    recall = found / (found + missed) if found + missed else nan
    specificity = left / (left + alarms) if left + alarms else nan
    return {"recall": recall, "specificity": specificity, "balanced": (recall + specificity) / 2}[figure]


def _f1(counts: Counts) -> float:
    hit, missed, wrong, _ = counts
    return 2 * hit / (2 * hit + missed + wrong) if hit else 0.0


def _interval(values: Sequence[float]) -> Interval:
    known = sorted(value for value in values if not isnan(value))
    if not known:
        return Interval(low=nan, high=nan)
    last = len(known) - 1
    return Interval(low=known[round(_TAIL * last)], high=known[round((1 - _TAIL) * last)])
