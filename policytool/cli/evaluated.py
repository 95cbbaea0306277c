"""How an evaluation reads: the score, how sure it is, size alone beside it, the slices, the worst errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import click

from policytool.cli import console
from policytool.cli.layout import columns, many, plain
from policytool.redline.compare import compare
from policytool.significance import intervals, places, scoring, size, slices
from policytool.significance import json as significance_json
from policytool.significance.assess import assess
from policytool.significance.corpus import company
from policytool.significance.intervals import Interval, Intervals
from policytool.significance.quotes import quote
from policytool.significance.scoring import Prediction, Rates, Record
from policytool.significance.size import Size
from policytool.text.parse import parse

_WORST = 20
_PLACES_SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class Folds:
    """What was said of each record by weights that never saw its company."""

    count: int
    said: Mapping[str, Prediction]
    fold_of: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Evaluated:
    """Labelled records, what was said of them, and how much each changes."""

    judged: int
    records: Sequence[dict[str, Any]]
    said: Mapping[str, Prediction]
    sizes: Mapping[str, Size]
    folds: Folds | None = None

    @property
    def honest(self) -> Mapping[str, Prediction]:
        """The predictions of the folds where there are some."""
        return self.folds.said if self.folds else self.said


def show(result: Evaluated) -> None:
    """The tables on stdout."""
    for line in scoring.lines(scoring.score(result.records, result.said)):
        click.echo(line)
    if result.folds:
        _show_folds(result.records, result.folds)
    _show_intervals(intervals.intervals(result.records, result.honest))
    _show_size(result)
    _show_slices(result)


def as_json(result: Evaluated) -> dict[str, Any]:
    """What `evaluate --json` prints."""
    value: dict[str, Any] = {"judged": result.judged, "labelled": len(result.records)}
    if not result.records:
        return value
    value |= significance_json.score(scoring.score(result.records, result.said))
    if result.folds:
        value["folds"] = significance_json.score(scoring.score(result.records, result.folds.said))
    value["intervals"] = significance_json.intervals(intervals.intervals(result.records, result.honest))
    limit, said = _by_size(result)
    alone = significance_json.score(scoring.score(result.records, said))
    value["size_alone"] = {"limit": limit, "all": alone["all"], "strata": alone["strata"]}
    value["slices"] = significance_json.slices(slices.score(result.records, result.honest, result.sizes))
    return value


def _show_folds(records: Sequence[Record], folds: Folds) -> None:
    click.echo(f"\nBy {folds.count} folds that keep companies apart, everything learned without the fold:")
    for line in scoring.lines(scoring.score(records, folds.said)):
        click.echo(line)
    rows = [("fold", "companies", "n", "recall", "specificity", "balanced")]
    for fold in range(folds.count):
        part = [record for record in records if folds.fold_of[record["id"]] == fold]
        rate = scoring.rates([record for record in part if scoring.counted(record)], folds.said)
        rows.append((str(fold + 1), str(len({company(r) for r in part})), str(rate.n), *_rates(rate)))
    click.echo()
    columns(console.out(), rows)


def _rates(rate: Rates) -> tuple[str, str, str]:
    return _figure(rate.recall), _figure(rate.specificity), _figure(rate.balanced)


def _figure(value: float) -> str:
    return "–" if isnan(value) else f"{value:.3f}"


def _show_intervals(found: Intervals) -> None:
    click.echo(f"\n95 % of {found.draws:,} draws from {many(found.companies, 'company', 'companies')}:")
    rows = [("", "recall", "specificity", "balanced")]
    for name, part in found.rates.items():
        rows.append((name, _between(part["recall"]), _between(part["specificity"]), _between(part["balanced"])))
    columns(console.out(), rows)
    click.echo()
    kinds = [("", "F1"), *((kind, _between(value)) for kind, value in found.kinds.items())]
    columns(console.out(), [*kinds, ("macro F1", _between(found.macro_f1))])


def _between(value: Interval) -> str:
    return "–" if isnan(value.low) else f"{value.low:.3f}–{value.high:.3f}"


def _by_size(result: Evaluated) -> tuple[int | None, dict[str, Prediction]]:
    """The limit and the predictions of size alone; with folds each fold's limit is that of the others."""
    if result.folds is None:
        limit = size.best_limit(result.records, result.sizes)
        return limit, size.predictions(result.records, result.sizes, limit)
    said: dict[str, Prediction] = {}
    for fold in range(result.folds.count):
        own = [r for r in result.records if result.folds.fold_of[r["id"]] == fold]
        others = [r for r in result.records if result.folds.fold_of[r["id"]] != fold]
        said |= size.predictions(own, result.sizes, size.best_limit(others, result.sizes))
    return None, said


def _show_size(result: Evaluated) -> None:
    limit, said = _by_size(result)
    chosen = (
        "the limit that suits the other folds best" if limit is None else f"{limit}, the limit that suits best here"
    )
    click.echo(f"\nSize alone, significant from so many changed words on ({chosen}):")
    table = scoring.score(result.records, said)
    rows = [("", "n", "recall", "specificity", "balanced")]
    rows += [(name, str(rate.n), *_rates(rate)) for name, rate in {"all": table.all, **table.strata}.items()]
    columns(console.out(), rows)


def _show_slices(result: Evaluated) -> None:
    judged = slices.score(result.records, result.honest, result.sizes)
    alone = {part.name: part.rates for part in slices.score(result.records, _by_size(result)[1], result.sizes)}
    click.echo("\nSlices:")
    rows = [("", "n", "significant", "found", "minor", "left alone", "size alone right")]
    for part in judged:
        own, other = part.rates, alone[part.name]
        minor = own.n - own.significant
        rows.append(
            (
                part.name,
                str(own.n),
                str(own.significant),
                str(own.significant - own.missed) if own.significant else "–",
                str(minor),
                str(minor - own.false_alarms) if minor else "–",
                str(other.n - other.missed - other.false_alarms),
            )
        )
    columns(console.out(), rows)


def show_errors(result: Evaluated) -> None:
    """The errors farthest from right: what the labels say, the words that changed, what was found."""
    said = result.honest
    wrong = [r for r in result.records if scoring.counted(r) and said[r["id"]].significance != r["overall"]]
    wrong.sort(key=lambda r: said[r["id"]].score if r["overall"] == "significant" else -said[r["id"]].score)
    click.echo(f"\n{many(len(wrong), 'error')}, the worst first:" if wrong else "\nNo errors.")
    for record in wrong[:_WORST]:
        _show_error(record, said[record["id"]])


def _show_error(record: Record, said: Prediction) -> None:
    kinds = ", ".join(f"{kind} ({level})" for kind, level in record["criteria"].items()) or "no criterion"
    click.echo(f"\n{record['id']}  {plain(str(record.get('name', '')))}")
    click.echo(f"  labelled {record['overall']}, {kinds}; judged {said.significance}, score {said.score:.2f}")
    if record.get("why"):
        click.echo(f"  because: {plain(str(record['why']))}")
    redline = compare(parse(record["old"]), parse(record["new"]))
    found = places.find(redline)
    for place in found[:_PLACES_SHOWN]:
        for mark, words in (("-", quote(place.olds, place.removed)), ("+", quote(place.news, place.added))):
            if words:
                click.echo(f"  {mark} {plain(words)}")
    if len(found) > _PLACES_SHOWN:
        click.echo(f"  … and {len(found) - _PLACES_SHOWN} more places")
    for finding in assess(redline).findings[:2]:
        click.echo(f"  {finding.criterion.kind} {finding.confidence:.2f}: {plain(finding.reason)}")
