"""`policytool evaluate`: predictions for a file of revisions, and their score where labels are given."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.progress import track

from policytool.cli import console
from policytool.errors import PolicytoolError, TextError
from policytool.redline.compare import compare
from policytool.significance import corpus, scoring
from policytool.significance import json as significance_json
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.significance.scoring import Prediction
from policytool.text.parse import parse

_WORST = 20
Judged = tuple[dict[str, Any], Assessment]


@click.command()
@click.argument("corpus_file", metavar="CORPUS", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write one prediction a line here."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the table.")
@click.option("--folds", type=click.IntRange(2, 50), help="Score also by this many groups of companies.")
@click.option("--errors", is_flag=True, help="Show the worst errors with their text.")
def command(corpus_file: Path, predictions: Path | None, as_json: bool, folds: int | None, errors: bool) -> None:
    """Judge every revision in CORPUS (one JSON object a line with "id", "old" and "new";
    .xz and .gz are read too) and score those that carry labels.

    \b
    Examples:
      policytool evaluate revisions.jsonl
      policytool evaluate revisions.jsonl.xz --predictions said.jsonl --errors
    """
    judged = [(record, _judged(record, corpus_file)) for record in _following(corpus.read(corpus_file))]
    said = {record["id"]: _prediction(assessment) for record, assessment in judged}
    if predictions is not None:
        _write(predictions, said)
    labelled = [record for record, _ in judged if corpus.labelled(record)]
    if as_json:
        console.print_json(_object(labelled, said))
        return
    if not labelled:
        console.tell(f"{len(judged)} revisions judged. None carries labels, so there is no score.")
        return
    for line in scoring.lines(scoring.score(labelled, said)):
        click.echo(line)
    if folds:
        _print_folds(labelled, said, folds)
    if errors:
        _print_errors([(r, a) for r, a in judged if corpus.labelled(r)], said)


def _following(records: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    terminal = console.err()
    return track(records, "Judging", console=terminal, transient=True) if terminal.is_terminal else records


def _judged(record: dict[str, Any], path: Path) -> Assessment:
    try:
        return assess(compare(parse(record["old"]), parse(record["new"])))
    except PolicytoolError as error:
        raise TextError(f"record {record['id']}: {error.message}", path=path, todo=error.todo) from error


def _prediction(assessment: Assessment) -> Prediction:
    kinds = tuple(kind for kind in assessment.kinds if kind)
    return Prediction(significance=assessment.significance, criteria=kinds, score=assessment.score)


def _write(path: Path, said: dict[str, Prediction]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for record, value in said.items():
            line = {
                "id": record,
                "significance": value.significance,
                "criteria": list(value.criteria),
                "score": round(value.score, 4),
            }
            file.write(json.dumps(line) + "\n")


def _object(labelled: Sequence[dict[str, Any]], said: dict[str, Prediction]) -> dict[str, Any]:
    result: dict[str, Any] = {"judged": len(said), "labelled": len(labelled)}
    if labelled:
        result |= significance_json.score(scoring.score(labelled, said))
    return result


def _print_folds(labelled: Sequence[dict[str, Any]], said: dict[str, Prediction], count: int) -> None:
    click.echo()
    for number, part in enumerate(_groups(labelled, count), 1):
        rate = scoring.score(part, said).all
        click.echo(
            f"group {number:2} n={rate.n:3} recall {rate.recall:.3f} specificity {rate.specificity:.3f} "
            f"balanced {rate.balanced:.3f}"
        )
    click.echo("Each company stands in one group only. The weights are those that come with the tool.")


def _groups(labelled: Sequence[dict[str, Any]], count: int) -> list[list[dict[str, Any]]]:
    """Groups of about one size that keep companies together."""
    companies = Counter(str(record.get("name", record["id"])).split("/")[0] for record in labelled)
    groups: list[list[dict[str, Any]]] = [[] for _ in range(count)]
    for company, _ in sorted(companies.items(), key=lambda item: (-item[1], item[0])):
        smallest = min(groups, key=len)
        smallest += [r for r in labelled if str(r.get("name", r["id"])).split("/")[0] == company]
    return [group for group in groups if group]


def _print_errors(judged: Sequence[Judged], said: dict[str, Prediction]) -> None:
    wrong = [(r, a) for r, a in judged if scoring.counted(r) and said[r["id"]].significance != r["overall"]]
    wrong.sort(key=lambda pair: pair[1].score if pair[0]["overall"] == "significant" else -pair[1].score)
    for record, assessment in wrong[:_WORST]:
        click.echo(f"\n{record['id']} {record.get('name', '')} is {record['overall']}, score {assessment.score:.2f}")
        if record.get("why"):
            click.echo(f"  because: {record['why']}")
        for finding in assessment.findings[:3]:
            click.echo(f"  {finding.criterion.kind} {finding.confidence:.2f}: {finding.reason}")
