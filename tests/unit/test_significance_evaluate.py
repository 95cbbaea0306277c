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
from policytool.significance import corpus, intervals, learning, scoring, size, slices
from policytool.significance.assess import assess
from policytool.significance.scoring import Prediction
from policytool.text.parse import parse
from tests.significance_cases import read as read_cases

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
    assert run(["evaluate", str(path), "--errors"]) == 0
    out = capsys.readouterr().out
    assert "all      n=  2 recall 0.000 specificity 1.000 balanced 0.500  missed 1 false alarms 0" in out
    assert "draws from 2 companies" in out
    assert "Size alone" in out
    assert "b  b/Policy\n  labelled significant, rights (clear); judged minor, score 0.00" in out
    assert run(["evaluate", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["all"]["missed"] == 1
    assert said["intervals"]["rates"]["all"]["specificity"] == [1.0, 1.0]
    assert said["slices"]["tiny but significant"]["missed"] == 1


def test_an_error_is_shown_with_the_words_that_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = record("b", old="# N\n\nWe sell plants.\n", new="# N\n\nWe sell roses.\n", **labels("significant"))
    assert run(["evaluate", str(write(tmp_path / "in.jsonl", [wrong])), "--errors"]) == 0
    out = capsys.readouterr().out
    assert "1 error, the worst first:" in out
    assert "  - We sell plants\n  + We sell roses\n" in out


def test_lines_that_cannot_be_used_are_named_and_the_rest_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "in.jsonl", [record("a", **labels("minor")), record("a"), record("c", overall="minor")])
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "d", "old": "x"}\n')
    assert run(["evaluate", str(path)]) == 1
    captured = capsys.readouterr()
    assert f'{path}:2: skipped: the id "a" stands in an earlier line' in captured.err
    assert f"{path}:3: judged but not scored: a labelled record without criteria (c)" in captured.err
    assert f'{path}:4: skipped: "new" is missing or no text' in captured.err
    assert captured.out.startswith("all      n=  1 ")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"id": "a", "old": "x"}', '"new" is missing'),
        ("[1]", "no JSON object"),
        ("{", "no JSON object"),
        ('{"id": "a", "old": "x", "new": "y", "overall": "minor"}', "a labelled record without criteria"),
        (json.dumps(record("b", **labels("big"))), '"overall" is none of'),
        (json.dumps(record("b", **labels("minor", moon="clear"))), '"criteria" is no object whose keys are kinds'),
        (json.dumps(record("b", **labels("minor", rights="yes"))), "neither clear nor borderline"),
        (json.dumps(record("b", **{**labels("minor"), "artifact": 0})), "neither true nor false"),
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


def test_a_company_is_drawn_with_all_its_revisions() -> None:
    """Ten records of one company that are all right or all missed give no interval narrower than one record each."""
    good = [record(f"good{n}", **labels("significant")) | {"name": "Good/P"} for n in range(10)]
    bad = [record(f"bad{n}", **labels("significant")) | {"name": "Bad/P"} for n in range(10)]
    said = {r["id"]: Prediction(significance="significant") for r in good}
    said |= {r["id"]: Prediction(significance="minor") for r in bad}
    found = intervals.intervals([*good, *bad], said, draws=200)
    assert found.companies == 2
    recall = found.rates["all"]["recall"]
    assert (recall.low, recall.high) == (0.0, 1.0)
    assert intervals.intervals([*good, *bad], said, draws=200) == found


def test_size_alone_is_tried_at_the_limit_that_suits_best() -> None:
    small = record("small", new="# N\n\nWe sell roses.\n", **labels("minor"))
    large = record("large", new="# N\n\nWe give each plant a new name of its own.\n", **labels("significant"))
    sizes = {r["id"]: size.measure(r["old"], r["new"]) for r in (small, large)}
    limit = size.best_limit([small, large], sizes)
    assert sizes["small"].words < limit <= sizes["large"].words
    said = size.predictions([small, large], sizes, limit)
    assert (said["small"].significance, said["large"].significance) == ("minor", "significant")


def test_a_moved_paragraph_and_the_address_of_a_link_change_no_word() -> None:
    assert size.measure("One.\n\nTwo [here](https://a.example).", "Two [here](https://b.example).\n\nOne.").words == 0


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("tiny but significant", record("r", new="# N\n\nWe eat plants.\n", **labels("significant"))),
        ("large but minor", record("r", new="# N\n\nX.\n", **{**labels("minor"), "stratum": "large"})),
        ("moved only", record("r", old="A b.\n\nC d.\n", new="C d.\n\nA b.\n", **labels("minor"))),
        ("deletion only", record("r", new="# N\n\nWe sell.\n", **labels("minor"))),
        ("contact only", record("r", new="# N\n\nX.\n", **labels("significant", contact="clear"))),
        ("negation", record("r", new="# N\n\nWe do not sell plants.\n", **labels("minor"))),
        ("negation", record("r", old="我们出售信息。", new="我们不出售信息。", **labels("minor"))),
    ],
)
def test_where_size_and_meaning_part(name: str, item: dict[str, Any]) -> None:
    said = {"r": Prediction(significance="minor")}
    found = slices.score([item], said, {"r": size.measure(item["old"], item["new"])})
    assert name in [part.name for part in found]


@pytest.fixture(scope="module")
def learnable() -> list[dict[str, Any]]:
    """Our own cases, four companies having each, so that something can be learned from what the folds leave."""
    minor, kinds = read_cases("minor")[:12], ("processing", "organisation", "recipients", "rights", "contact", "other")
    some = [case for kind in kinds for case in [c for c in read_cases("significant") if c.kinds == (kind,)][:3]]
    return [
        {
            **record(f"{copy}-{n}", old=case.old, new=case.new),
            **labels(case.verdict, **dict.fromkeys(case.kinds, "clear")),
            "name": f"Company {copy}-{n // 2}/Policy",
        }
        for copy in range(4)
        for n, case in enumerate([*minor, *some])
    ]


def test_folds_learn_anew_and_never_divide_a_company(
    learnable: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sklearn", reason="learning anew needs the group train")
    said, fold_of = learning.cross(learnable, 3)
    assert set(said) == set(fold_of) == {item["id"] for item in learnable}
    for name in {corpus.company(item) for item in learnable}:
        assert len({fold_of[item["id"]] for item in learnable if corpus.company(item) == name}) == 1
    assert run(["evaluate", str(write(tmp_path / "in.jsonl", learnable)), "--folds", "3"]) == 0
    out = capsys.readouterr().out
    assert "By 3 folds that keep companies apart, everything learned without the fold:" in out
    assert "fold  companies" in out
    assert "the limit that suits the other folds best" in out


def test_more_folds_than_companies_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sklearn", reason="learning anew needs the group train")
    path = write(tmp_path / "in.jsonl", [record("a", **labels("minor"))])
    assert run(["evaluate", str(path), "--folds", "2"]) == 2
    assert "fewer companies than 2 folds" in capsys.readouterr().err


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
