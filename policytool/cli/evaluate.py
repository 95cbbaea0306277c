"""`policytool evaluate`: predictions for a file of revisions, and their score where labels are given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.progress import track

from policytool.cli import console, evaluated
from policytool.cli.layout import many
from policytool.errors import PolicytoolError, TextError
from policytool.redline.compare import compare
from policytool.significance import corpus, learning, size
from policytool.significance.assess import assess
from policytool.significance.corpus import Fault, Gathered
from policytool.significance.model import Assessment
from policytool.significance.scoring import Prediction
from policytool.text.parse import parse


@click.command()
@click.argument("corpus_file", metavar="CORPUS", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write one prediction a line here."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the tables.")
@click.option(
    "--folds",
    type=click.IntRange(2, 50),
    help="Learn the weights anew without each of so many groups of companies, and try them on it. "
    "Takes minutes; needs scikit-learn.",
)
@click.option("--errors", is_flag=True, help="Show the worst errors with the words that changed.")
def command(corpus_file: Path, predictions: Path | None, as_json: bool, folds: int | None, errors: bool) -> None:
    """Judge every revision in CORPUS (one JSON object a line with "id", "old" and "new";
    .xz and .gz are read too) and score those that carry labels. Lines that hold no
    revision are named and skipped; the exit code is then 1.

    \b
    Examples:
      policytool evaluate revisions.jsonl
      policytool evaluate revisions.jsonl.xz --predictions said.jsonl --errors
      policytool evaluate revisions.jsonl.xz --folds 5
    """
    if folds:
        learning.require()
    gathered = corpus.gather(corpus_file)
    _tell_faults(corpus_file, gathered)
    said = {r["id"]: _prediction(_judged(r, corpus_file)) for r in _following(gathered.records)}
    if predictions is not None:
        _write(predictions, said)
    labelled = [record for record in gathered.records if corpus.labelled(record)]
    result = evaluated.Evaluated(
        judged=len(said),
        records=labelled,
        said=said,
        sizes={r["id"]: size.measure(r["old"], r["new"]) for r in labelled},
        folds=_folds(labelled, folds) if folds and labelled else None,
    )
    if as_json:
        console.print_json(evaluated.as_json(result))
    elif labelled:
        evaluated.show(result)
        if errors:
            evaluated.show_errors(result)
    else:
        console.tell(f"{many(len(said), 'revision')} judged. None carries labels, so there is no score.")
    if gathered.skipped:
        raise click.exceptions.Exit(1)


def _tell_faults(path: Path, gathered: Gathered) -> None:
    _tell(path, gathered.skipped, "skipped")
    _tell(path, gathered.unscored, "judged but not scored")


def _tell(path: Path, faults: Sequence[Fault], what: str) -> None:
    for fault in faults[:_FAULTS_SHOWN]:
        console.tell(f"{path}:{fault.line}: {what}: {fault.why}", style="yellow")
    if len(faults) > _FAULTS_SHOWN:
        console.tell(f"… and {len(faults) - _FAULTS_SHOWN} more lines {what}", style="yellow")


_FAULTS_SHOWN = 10


def _following(records: Sequence[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    terminal = console.err()
    return track(records, "Judging", console=terminal, transient=True) if terminal.is_terminal else records


def _judged(record: dict[str, Any], path: Path) -> Assessment:
    try:
        return assess(compare(parse(record["old"]), parse(record["new"])))
    except PolicytoolError as error:
        raise TextError(f"record {record['id']}: {error.message}", path=path, todo=error.todo) from error


def _folds(labelled: Sequence[dict[str, Any]], count: int) -> evaluated.Folds:
    with console.err().status("Learning without each group of companies in turn …"):
        said, fold_of = learning.cross(labelled, count)
    return evaluated.Folds(count=count, said=said, fold_of=fold_of)


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
