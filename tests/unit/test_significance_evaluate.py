"""`policytool evaluate`: predictions, the score, and files that are wrong."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path
from typing import Any

import pytest

from policytool.cli.main import run
from policytool.errors import TextError
from policytool.redline.compare import compare
from policytool.significance import corpus, scoring
from policytool.significance.assess import assess
from policytool.significance.scoring import Prediction
from policytool.text.parse import parse

SHARED = Path(__file__).parents[3] / "shared" / "corpus" / "dev.jsonl.xz"


def record(name: str, *, old: str = "# N\n\nWe sell plants.\n", new: str = "", **labels: Any) -> dict[str, Any]:
    return {"id": name, "name": f"{name}/Policy", "old": old, "new": new or old, **labels}


def labels(overall: str, **criteria: str) -> dict[str, Any]:
    return {"overall": overall, "criteria": criteria, "artifact": False, "truncated": False, "stratum": "tiny"}


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in records), encoding="utf-8")
    return path


def test_predictions_are_written_for_records_without_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = record("b", new="# N\n\nWe sell plants. We sell your personal information to advertisers.\n")
    source = write(tmp_path / "in.jsonl", [record("a"), changed])
    assert run(["evaluate", str(source), "--predictions", str(tmp_path / "out.jsonl")]) == 0
    said = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(item["id"], item["significance"]) for item in said] == [("a", "minor"), ("b", "significant")]
    assert said[0]["criteria"] == []
    assert 0.5 <= said[1]["score"] <= 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no score" in captured.err


def test_labelled_records_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(record("a", **labels("minor"))) + "\n")
        file.write(json.dumps(record("b", **labels("significant", rights="clear"))) + "\n")
    assert run(["evaluate", str(path), "--folds", "2", "--errors"]) == 0
    out = capsys.readouterr().out
    assert "all      n=  2 recall 0.000 specificity 1.000 balanced 0.500  missed 1 false alarms 0" in out
    assert "b b/Policy is significant" in out
    assert run(["evaluate", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["all"]["missed"] == 1


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"id": "a", "old": "x"}', '"new" is missing'),
        ("[1]", "no JSON object"),
        ("{", "no JSON object"),
        ('{"id": "a", "old": "x", "new": "y", "overall": "minor"}', "a labelled record without criteria"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps(record("a")) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(TextError, match=what) as error:
        list(corpus.read(path))
    assert error.value.where == f"{path}:3"


def test_what_is_counted_and_how() -> None:
    records = [
        record("hit", **labels("significant", rights="clear")),
        record("miss", **labels("significant", contact="clear")),
        record("alarm", **labels("minor")),
        record("open", **labels("borderline", rights="borderline")),
        record("noise", **{**labels("minor"), "artifact": True}),
        record("part", **{**labels("minor"), "truncated": True}),
    ]
    said = {item["id"]: Prediction(significance="significant", criteria=("rights",)) for item in records}
    said["miss"] = Prediction(significance="minor")
    table = scoring.score(records, said)
    assert (table.all.n, table.all.recall, table.all.specificity) == (3, 0.5, 0.0)
    assert (table.kinds["rights"].precision, table.kinds["rights"].recall) == (0.5, 1.0)
    assert table.kinds["contact"].f1 == 0.0
    assert math.isclose(table.macro_f1, (2 / 3) / 5)


@pytest.mark.skipif(not SHARED.is_file(), reason="the labelled corpus is not part of this repository")
def test_the_labelled_corpus_is_judged_well_enough() -> None:
    records = [item for item in corpus.read(SHARED) if scoring.counted(item)]
    said = {}
    for item in records:
        assessment = assess(compare(parse(item["old"]), parse(item["new"])))
        kinds = tuple(kind for kind in assessment.kinds if kind)
        said[item["id"]] = Prediction(significance=assessment.significance, criteria=kinds)
    table = scoring.score(records, said)
    assert table.all.balanced >= 0.94
    assert table.all.recall >= 0.95
    assert table.macro_f1 >= 0.85
