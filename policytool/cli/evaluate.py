"""`policytool evaluate`: the judgement scored against labelled revisions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import click
from rich.progress import track

from policytool.cli import console
from policytool.redline.compare import compare
from policytool.significance import corpus, scoring
from policytool.significance.assess import assess
from policytool.significance.scoring import Prediction
from policytool.text.parse import parse

_LABELS = ("overall", "criteria", "stratum", "artifact", "truncated")


@click.command("evaluate")
@click.argument("file", metavar="CORPUS", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write one line a revision here.")
@click.option("--errors", is_flag=True, help="List the revisions that were judged wrongly.")
@click.option("--json", "as_json", is_flag=True, help="The score as one JSON object.")
def command(file: Path, predictions: Path | None, errors: bool, as_json: bool) -> None:
    """Judge every revision of CORPUS (JSON lines, also .xz or .gz) and score the verdicts.

    Each line holds at least `id`, `old` and `new`, both Markdown. Lines that carry labels are scored.

    \b
    Examples:
      policytool evaluate dev.jsonl.xz
      policytool evaluate new.jsonl --predictions said.jsonl
    """
    records = list(corpus.read(file))
    said: dict[str, Prediction] = {}
    with _writer(predictions) as out:
        for record in _progress(records):
            prediction = _judged(record)
            said[record["id"]] = prediction
            if out is not None:
                out.write(json.dumps({"id": record["id"], **asdict(prediction)}, ensure_ascii=False) + "\n")
    labelled = [record for record in records if all(key in record for key in _LABELS)]
    if labelled:
        _report(labelled, said, as_json=as_json)
    else:
        console.tell(f"{len(records)} revisions judged; none carries labels to score against.")
    if errors:
        _wrong(labelled, said)


def _judged(record: dict[str, Any]) -> Prediction:
    redline = compare(parse(record["old"], name="old"), parse(record["new"], name="new"))
    assessment = assess(redline)
    return Prediction(significance=assessment.significance, criteria=assessment.kinds, score=round(assessment.score, 4))


def _report(labelled: Sequence[dict[str, Any]], said: dict[str, Prediction], *, as_json: bool) -> None:
    table = scoring.score(labelled, said)
    if as_json:
        console.print_json({**asdict(table), "macro_f1": table.macro_f1, "balanced": table.all.balanced})
        return
    for line in scoring.lines(table):
        click.echo(line)


def _wrong(labelled: Sequence[dict[str, Any]], said: dict[str, Prediction]) -> None:
    wrong = [r for r in labelled if scoring.counted(r) and r["overall"] != said[r["id"]].significance]
    for record in sorted(wrong, key=lambda r: abs(said[r["id"]].score - 0.5), reverse=True):
        prediction = said[record["id"]]
        click.echo(f"\n{record['id']}: {record['overall']}, judged {prediction.significance} ({prediction.score:.2f})")
        click.echo(f"  {record.get('why', '')}")


def _progress(records: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    err = console.err()
    return iter(track(records, "Judging", console=err, disable=not err.is_terminal, transient=True))


@contextmanager
def _writer(path: Path | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as out:
        yield out
    part.replace(path)
