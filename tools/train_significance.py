#!/usr/bin/env python3
"""Learn policytool/significance/weights.json from labelled revisions. Deterministic; needs numpy and scikit-learn.

usage: train_significance.py CORPUS.jsonl[.xz|.gz] [--folds N] [--write]

A record holds `old`, `new`, `name` ("Company/Document"), `criteria` (kind → clear or borderline), `overall`, and, where
a reader marked them, `hunks` (changed places with criteria of their own) and `evidence` (decisive words). Where only
the whole revision is labelled, the place that speaks most for the kind stands for it (learning from bags).
With --folds the weights are learned without each group of companies in turn and tried on it.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from policytool.redline.compare import compare
from policytool.significance import corpus, features, places, scoring, words
from policytool.significance.facts import FACTS
from policytool.significance.judge import MET, judge, measured_places, shown
from policytool.significance.lexicon import packaged
from policytool.significance.noise import MUTED
from policytool.significance.weights import KINDS, Scores, Weights, read
from policytool.text.normalise import normalise
from policytool.text.parse import parse

OUT = Path(__file__).parent.parent / "policytool" / "significance" / "weights.json"
ROWS = ("any", *KINDS)
LEXICAL = {"word": 0.8}
STRENGTH = 0.3
SHUFFLES = 4
SMOOTHED = 31
"""How many neighbouring limits of 121 are averaged, so that no few records decide."""
ROUNDS = 3
"""Rounds of choosing the places that stand for a revision."""
LEAST_COMPANIES = {"lexical": 15, "other": 6}
SMALLEST = 0.03
"""Weights nearer to zero than this are left out."""


@dataclass
class Example:
    """A labelled revision, measured."""

    record: dict[str, Any]
    places: list[places.Place]
    measured: list[dict[str, float]]
    hunks: list[int | None] = field(default_factory=list)
    decisive: list[bool] = field(default_factory=list)

    @property
    def company(self) -> str:
        return str(self.record["name"]).split("/")[0]


def example(record: dict[str, Any]) -> Example:
    redline = compare(parse(record["old"]), parse(record["new"]))
    found = measured_places(redline, packaged())
    result = Example(record=record, places=[m.place for m in found], measured=[features.measure(m) for m in found])
    result.hunks = hunks_of(record, result.places)
    result.decisive = [decisive(record, place) for place in result.places]
    return result


def hunks_of(record: dict[str, Any], found: list[places.Place]) -> list[int | None]:
    """For each place the labelled hunk that holds most of its words, if it holds most of them."""
    hunks = [(pairs_in(h["removed"]), pairs_in(h["added"])) for h in record.get("hunks") or ()]
    chosen: list[int | None] = []
    for place in found:
        old, new = pairs(place.olds), pairs(place.news)
        total = sum(old.values()) + sum(new.values()) or 1
        shares = [(sum((old & a).values()) + sum((new & b).values())) / total for a, b in hunks]
        best = max(range(len(shares)), key=shares.__getitem__, default=None)
        chosen.append(best if best is not None and shares[best] >= 0.6 else None)
    return chosen


def pairs(sentences: tuple[Any, ...]) -> Counter[tuple[str, ...]]:
    return sum((grams(list(s.key)) for s in sentences), Counter())


def pairs_in(texts: list[str]) -> Counter[tuple[str, ...]]:
    return sum(
        (grams([w.key for w in words.read(normalise(t)) if w.kind not in ("url", "ref")]) for t in texts), Counter()
    )


def grams(keys: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(pairwise(keys)) if len(keys) > 1 else Counter((key,) for key in keys)


def decisive(record: dict[str, Any], place: places.Place) -> bool:
    """Whether the place holds words that the reader quoted."""
    quotes = [plain(quote) for quote in record.get("evidence") or ()]
    sides = [plain(" ".join(s.text for s in side)) for side in (place.olds, place.news)]
    return any(q and (any(q in side or (len(side) > 12 and side in q) for side in sides)) for q in quotes)


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9\u3400-\u9fff]+", " ", text.lower()).strip()


def gold(record: dict[str, Any], row: str) -> str | None:
    if row == "any":
        return {"significant": "clear", "borderline": "borderline"}.get(record["overall"])
    return record["criteria"].get(row)


def gold_of_hunk(hunk: dict[str, Any], row: str) -> str | None:
    if row == "any":
        return "clear" if "clear" in hunk["criteria"].values() else "borderline" if hunk["criteria"] else None
    return hunk["criteria"].get(row)


def vocabulary(examples: list[Example]) -> dict[str, int]:
    seen: dict[str, set[str]] = defaultdict(set)
    for item in examples:
        for measured in item.measured:
            for name in measured:
                seen[name].add(item.company)
    least = lambda name: LEAST_COMPANIES["lexical" if name.split(".")[0] in LEXICAL else "other"]  # noqa: E731
    return {name: n for n, name in enumerate(sorted(name for name, by in seen.items() if len(by) >= least(name)))}


def matrix(rows: list[dict[str, float]], columns: dict[str, int]) -> csr_matrix:
    ends, at, values = [0], [], []
    for row in rows:
        for name, value in row.items():
            if name in columns:
                at.append(columns[name])
                values.append(value * LEXICAL.get(name.split(".")[0], 1.0))
        ends.append(len(at))
    return csr_matrix((values, at, ends), shape=(len(rows), len(columns)))


def targets(examples: list[Example], row: str) -> tuple[np.ndarray, list[tuple[list[int], float]]]:
    """Weights of the places known not to meet the row, and bags of places of which one at least does."""
    total = sum(len(item.places) for item in examples)
    negative, bags, start = np.zeros(total), [], 0
    for item in examples:
        stop = start + len(item.places)
        if not item.record["artifact"] and stop > start:
            per = min(1.0, math.sqrt(30 / (stop - start)))
            whole = gold(item.record, row)
            sure = whole is None and not item.record["truncated"]
            if item.record.get("hunks"):
                groups: dict[int | None, list[int]] = defaultdict(list)
                for place, hunk in zip(range(start, stop), item.hunks, strict=True):
                    groups[hunk].append(place)
                for hunk, members in groups.items():
                    label = gold_of_hunk(item.record["hunks"][hunk], row) if hunk is not None else None
                    if label == "clear":
                        bags.append((members, per))
                    elif label is None and (hunk is not None or sure):
                        negative[members] = per
            elif sure:
                negative[start:stop] = per
            elif whole == "clear":
                quoted = [start + n for n, yes in enumerate(item.decisive) if yes]
                bags.append((quoted or list(range(start, stop)), per))
        start = stop
    return negative, bags


def learn(examples: list[Example]) -> Weights:
    columns = vocabulary(examples)
    data = matrix([row for item in examples for row in item.measured], columns)
    first = [columns[name] for name in ("size.any", "novel.pairs_come", "novel.pairs_gone")]
    learned = {}
    for row in ROWS:
        negative, bags = targets(examples, row)
        model = None
        for _ in range(ROUNDS + 1):
            said = np.asarray(data[:, first].sum(axis=1)).ravel() if model is None else model.decision_function(data)
            meets, weight = np.zeros(len(negative)), negative.copy()
            for members, per in bags:
                top = members[int(np.argmax(said[members]))]
                for place in members:
                    if place == top or (model is not None and said[place] > 1.0):
                        meets[place], weight[place] = 1, per
            model = LogisticRegression(C=STRENGTH, max_iter=1000, solver="liblinear", random_state=0)
            used = weight > 0
            model.fit(data[used], meets[used], sample_weight=weight[used])
        learned[row] = (model.coef_[0], float(model.intercept_[0]))
    return read({"weights": rows_of(columns, learned), "limits": dict.fromkeys(ROWS, 0.0)})


def rows_of(columns: dict[str, int], learned: dict[str, tuple[np.ndarray, float]]) -> dict[str, list[float]]:
    table: dict[str, list[float]] = {}
    for name, column in columns.items():
        scale = LEXICAL.get(name.split(".")[0], 1.0)
        row = [round(float(learned[kind][0][column]) * scale, 2) for kind in ROWS]
        row = [0.0 if abs(weight) < SMALLEST else weight for weight in row]
        if any(row):
            table[name] = row
    bias = table.setdefault("bias", [0.0] * len(ROWS))
    table["bias"] = [round(weight + learned[kind][1], 3) for weight, kind in zip(bias, ROWS, strict=True)]
    return dict(sorted(table.items()))


def folds(examples: list[Example], count: int, shuffle: int = 0) -> list[int]:
    """The fold of each example; a company is never divided."""
    size = Counter(item.company for item in examples)
    companies = sorted(size)
    random.Random(shuffle).shuffle(companies)  # noqa: S311 - a fixed shuffle, no secret
    load, of = [0] * count, {}
    for company in sorted(companies, key=lambda name: -size[name]):
        of[company] = min(range(count), key=load.__getitem__)
        load[of[company]] += size[company]
    return [of[item.company] for item in examples]


def held_out(examples: list[Example], count: int, shuffle: int = 0) -> list[list[Scores]]:
    """The scores of each example's places by weights that never saw its company."""
    of = folds(examples, count, shuffle)
    scored: list[list[Scores]] = [[] for _ in examples]
    for fold in range(count):
        weights = learn([item for item, its in zip(examples, of, strict=True) if its != fold])
        for n, item in enumerate(examples):
            if of[n] == fold:
                scored[n] = [weights.score(row) for row in item.measured]
    return scored


def limits_of(examples: list[Example], count: int) -> dict[str, float]:
    """Limits by several divisions into folds, so that no single one decides."""
    scored = [each for shuffle in range(SHUFFLES) for each in held_out(examples, count, shuffle)]
    return limits(examples * SHUFFLES, scored)


def limits(examples: list[Example], scored: list[list[Scores]]) -> dict[str, float]:
    """Where "met" begins: best mean of recall and specificity, recall weighing more; for kinds the best F1."""
    chosen = {"any": limit_of_any(examples, scored)}
    counted = [(item, each) for item, each in zip(examples, scored, strict=True) if not item.record["artifact"]]
    hard = {name for name, fact in FACTS.items() if not fact.soft}
    for kind in KINDS:
        pairs_ = []
        for item, each in counted:
            label = item.record["criteria"].get(kind)
            if label != "borderline" and not (label is None and item.record["truncated"]):
                of_substance = [s.kinds[kind] for s in each if s.any >= chosen["any"]]
                of_substance += [9.0 for row in item.measured if any(FACTS[f].kind == kind for f in hard & row.keys())]
                pairs_.append((label == "clear", max(of_substance, default=-9.0)))
        chosen[kind] = best(pairs_, lambda tp, fn, fp, tn: 2 * tp / (2 * tp + fp + fn + 1e-9), -4.0, 2.0)
    return chosen


def limit_of_any(examples: list[Example], scored: list[list[Scores]]) -> float:
    pairs_ = [
        (item.record["overall"] == "significant", substance(item, each))
        for item, each in zip(examples, scored, strict=True)
        if scoring.counted(item.record)
    ]
    return best(pairs_, lambda tp, fn, fp, tn: RECALL * tp / (tp + fn) + (1 - RECALL) * tn / (tn + fp), -4.0, 3.0)


def substance(item: Example, each: list[Scores]) -> float:
    """The score that the limit decides on: facts decide before it, and noise mutes."""
    if any(FACTS.keys() & row.keys() for row in item.measured):
        return 9.0
    return max(
        (s.any for s, row in zip(each, item.measured, strict=True) if not MUTED.keys() & row.keys()), default=-9.0
    )


RECALL = 0.62
"""What recall weighs against specificity when the limit is chosen: a missed significant change is the worse error."""


def best(pairs_: list[tuple[bool, float]], worth: Any, least: float, most: float) -> float:
    """The middle of the best stretch of limits, smoothed over its neighbours so that no single record decides."""
    grid = np.linspace(least, most, 121)
    yes = np.array([value for gold_, value in pairs_ if gold_])
    no = np.array([value for gold_, value in pairs_ if not gold_])
    if not len(yes) or not len(no):
        return 0.0
    value = [worth((yes >= t).sum(), (yes < t).sum(), (no >= t).sum(), (no < t).sum()) for t in grid]
    smooth = np.convolve(np.pad(value, SMOOTHED // 2, mode="edge"), np.ones(SMOOTHED) / SMOOTHED, mode="valid")
    return round(float(grid[int(np.argmax(smooth))]), 3)


def shifted(scores: Scores, by: dict[str, float]) -> Scores:
    return Scores(any=scores.any - by["any"], kinds={kind: value - by[kind] for kind, value in scores.kinds.items()})


def prediction(each: list[Scores], item: Example) -> scoring.Prediction:
    sure = judge(list(zip(each, item.measured, strict=True)))
    top = max((max(s.values()) for s in sure), default=0.0)
    kinds = tuple(kind for kind in KINDS if any(s[kind] >= MET for s in sure))
    return scoring.Prediction(significance="significant" if top >= MET else "minor", criteria=kinds, score=top)


def at_place(each: list[Scores], item: Example) -> tuple[int, int]:
    """Of the clear hunks, each counted for each kind that it meets: how many carry a finding of the kind, and all."""
    sure = judge(list(zip(each, item.measured, strict=True)))
    significant = any(value >= MET for s in sure for value in s.values())
    told = {(hunk, kind) for hunk, s in zip(item.hunks, sure, strict=True) for kind in shown(s, significant)}
    wanted = {
        (n, kind)
        for n, hunk in enumerate(item.record.get("hunks") or ())
        for kind, level in hunk["criteria"].items()
        if level == "clear" and not item.record["artifact"]
    }
    return len(wanted & told), len(wanted)


def evidence(scored: Iterable[tuple[list[Scores], Example]]) -> str:
    pairs_ = [at_place(each, item) for each, item in scored]
    found, wanted = sum(a for a, _ in pairs_), sum(b for _, b in pairs_)
    return f"clear hunks with a finding of the kind at the place: {found} of {wanted}, {found / (wanted or 1):.3f}"


def cross(examples: list[Example], count: int) -> dict[str, scoring.Prediction]:
    """Predictions for each group of companies by weights and limits that were learned without it."""
    return {item.record["id"]: prediction(each, item) for each, item in crossed(examples, count)}


def crossed(examples: list[Example], count: int) -> list[tuple[list[Scores], Example]]:
    """The scores of each example's places, shifted so that 0 is met, by weights and limits learned without it."""
    of = folds(examples, count)
    found = []
    for fold in range(count):
        known = [item for item, its in zip(examples, of, strict=True) if its != fold]
        by = limits_of(known, count)
        weights = learn(known)
        for item, its in zip(examples, of, strict=True):
            if its == fold:
                found.append(([shifted(weights.score(row), by) for row in item.measured], item))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help=f"write {OUT.name}")
    options = parser.parse_args()
    examples = [example(record) for record in corpus.read(options.corpus)]
    records = [item.record for item in examples]
    held = crossed(examples, options.folds)
    print("By folds that keep companies apart, everything learned without the fold:")
    tell(records, held)
    by = limits_of(examples, options.folds)
    weights = replace(learn(examples), limits=by)
    print("\nOn the same revisions that were learned from:")
    tell(records, [([weights.score(row) for row in item.measured], item) for item in examples])
    print(f"\n{len(weights.rows)} features, limits {by}")
    if options.write:
        write(weights)


def tell(records: list[dict[str, Any]], scored: list[tuple[list[Scores], Example]]) -> None:
    said = {item.record["id"]: prediction(each, item) for each, item in scored}
    print("\n".join(scoring.lines(scoring.score(records, said))))
    print(evidence(scored))


def write(weights: Weights) -> None:
    lines_ = ",\n".join(f"  {json.dumps(name, ensure_ascii=False)}: {list(row)}" for name, row in weights.rows.items())
    head = json.dumps(["any", *KINDS])
    text = f'{{\n"columns": {head},\n"limits": {json.dumps(weights.limits)},\n"weights": {{\n{lines_}\n}}\n}}\n'
    OUT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
