"""`policytool history`, and `policytool compare --since`, in a repository with three versions and a draft."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from policytool.cli.main import run
from tests.repositories import CHINESE, CHINESE_LOCATION, LOCATION, TYPO, Project, make_project

MOVED = (
    "We share your delivery address with the company that delivers your order.\n\n## Your rights {#rights}\n",
    "## Your rights {#rights}\n\nWe share your delivery address with the company that delivers your order.\n",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Versions 1.0, 1.1 and 2.0; only 1.0 and 2.0 were published in Chinese too; the draft moves a clause."""
    chinese = CHINESE.replace("请写信至 privacy@shop.example。", "")
    made = make_project(tmp_path_factory.mktemp("history"), chinese=chinese)
    made.release(today=datetime.date(2026, 1, 5))
    made.release(TYPO, today=datetime.date(2026, 2, 2))
    made.edit(CHINESE_LOCATION, file=made.chinese)
    made.release(LOCATION, today=datetime.date(2026, 3, 2))
    made.edit(MOVED)
    return made


@pytest.fixture(autouse=True)
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(arguments) == code
    output = capsys.readouterr()
    return output.out if code == 0 else output.err


def test_a_section_is_shown_from_version_to_version(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "history", "collection").splitlines()
    assert out[0] == "1.0    published 2026-01-05, effective 2026-01-05  first text"
    assert any(line.startswith("1.1    published 2026-02-02") and line.endswith(", minor") for line in out)
    assert any("when you {+place an +}order" in line for line in out)
    assert any(line.startswith("2.0    ") and line.endswith(", significant") for line in out)
    assert out[-1] == "draft  not released  unchanged"


def test_a_moved_clause_is_followed_and_told_as_moved(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, "compare", "1.0", "draft", "--json"))
    moved = next(change for change in found["changes"] if change["kind"] == "moved")
    value = json.loads(said(capsys, "history", moved["new"]["id"], "--json"))
    assert [step["version"] for step in value["steps"]] == ["1.0", "1.1", "2.0", "draft"]
    assert [[change["kind"] for change in step["changes"]] for step in value["steps"]] == [[], [], [], ["moved"]]
    assert {step["clauses"][0]["text"] for step in value["steps"]} == {moved["new"]["text"]}
    assert [step["significance"] for step in value["steps"]] == [None, "minor", "significant", None]
    assert value["steps"][0]["effective"] == "2026-01-05"


def test_a_translation_has_a_history_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "history", "collection", "--language", "zh")
    assert "{+我们还会收集您的精确位置，并出售给广告合作伙伴。+}" in "".join(line.strip() for line in out.splitlines())
    assert "修改" in out


def test_an_unknown_clause_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean collection?" in said(capsys, "history", "colection", code=2)
    assert "Sections: " in said(capsys, "history", "xyzxyzxyz", code=2)
    assert "no text in 'fr'" in said(capsys, "history", "collection", "--language", "fr", code=2)


def test_since_tells_the_revisions_it_sums_up(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "compare", "--since", "1.0")
    assert out.index("1.1") < out.index("2.0") < out.index("draft") < out.index("Verdict")
    assert "place an" in out
    assert "precise location" in out
    value = json.loads(said(capsys, "compare", "--since", "1.0", "2.0", "--json"))
    assert [step["version"] for step in value["revisions"]] == ["1.1", "2.0"]
    assert value["significance"] == "significant"
    for form in ("markdown", "html"):
        told = said(capsys, "compare", "--since", "1.0", "--format", form)
        assert "1.1" in told
        assert "2026-02-02" in told


def test_since_a_day_is_since_what_bound_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    value = json.loads(said(capsys, "compare", "--since", "2026-01-20", "2.0", "--json"))
    assert [step["version"] for step in value["revisions"]] == ["1.1", "2.0"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--since", "1.0", "1.1", "2.0"), "--since"),
        (("--since", "2.0", "1.0"), "later than"),
        (("--since", "9.9"), "no version 9.9"),
        (("--since", "soon"), "neither a version nor a day"),
        (("2025-01-01", "draft"), "no version of privacy-policy was in force on 2025-01-01"),
    ],
)
def test_references_that_make_no_sense_are_explained(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    assert message in said(capsys, "compare", *arguments, code=2)


def test_days_versions_and_the_draft_can_be_mixed(capsys: pytest.CaptureFixture[str]) -> None:
    for old, new in (("2026-01-20", "draft"), ("1.1", "2026-12-31"), ("draft", "1.0")):
        assert "Verdict" in said(capsys, "compare", old, new)


def translated(capsys: pytest.CaptureFixture[str], ref: str) -> dict[str, Any]:
    capsys.readouterr()
    code = run(["compare", ref, "--translation", "zh", "--json"])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == (0 if value["agree"] else 1)
    return value


def test_what_a_translation_leaves_out_is_told_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    value = translated(capsys, "1.0")
    assert value["languages"] == ["en", "zh"]
    assert [(entry["kind"], entry["section"]) for entry in value["differences"]] == [("addresses", "rights")]
    capsys.readouterr()
    assert run(["compare", "1.0", "--translation", "zh"]) == 1
    assert "  only en: privacy@shop.example" in capsys.readouterr().out


def test_a_number_that_the_translation_changes_is_found(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = project.chinese.read_text(encoding="utf-8")
    project.edit(("保存30天", "保存90天"), ("{#sharing}", "{#shared}"), file=project.chinese)
    try:
        found = {entry["kind"]: entry for entry in translated(capsys, "draft")["differences"]}
    finally:
        project.chinese.write_text(before, encoding="utf-8")
    assert (found["numbers"]["first"], found["numbers"]["second"]) == (["30"], ["90"])
    assert (found["section"]["first"], found["section"]["second"]) == (["sharing"], ["shared"])


def test_a_translation_is_compared_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert "name one text" in said(capsys, "compare", "1.0", "2.0", "--translation", "zh", code=2)
    assert "was not released in 'fr'" in said(capsys, "compare", "1.0", "--translation", "fr", code=2)
