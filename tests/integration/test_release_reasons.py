"""Lowering a significant verdict: a reason for each finding, in a form or in the terminal, kept for good."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from policytool.archive.model import Version
from policytool.archive.open import open_archive
from policytool.cli.main import run
from tests.repositories import LOCATION, Project, make_project
from tests.terminal import at_a_terminal

LONGER = ("order data for 30 days", "order data for 90 days")
AFFILIATES = ("the company that delivers your order.", "the company that delivers your order and with our affiliates.")
COMMON = ("--sign-off", "Ada Lawyer <ada@shop.example>", "--no-consent-reason", "Asked in the shop")
LOWER = ("release", "--override", "minor", *COMMON)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("reasons") / "project")
    project.release()
    project.edit(LONGER, AFFILIATES)
    project.git("config", "user.name", "Ada Lawyer")
    return project


@pytest.fixture
def project(template: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    shutil.copytree(template.root, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return Project(root=tmp_path / "project")


def newest(project: Project) -> Version:
    with open_archive(project.settings) as archive:
        return archive.versions("privacy-policy")[-1]


def filled(form: Path, *reasons: str) -> None:
    answers = iter(reasons)
    text = re.sub(r"^Reason:$", lambda _: f"Reason: {next(answers)}", form.read_text(encoding="utf-8"), flags=re.M)
    form.write_text(text, encoding="utf-8")


def test_one_reason_for_several_findings_is_refused(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*LOWER, "--reason", "All of it was announced"]) == 1
    said = capsys.readouterr().err
    assert "rests on 2 findings" in said
    assert "--reasons why.md" in said
    assert str(newest(project).number) == "1.0"


def test_a_form_is_written_and_nothing_is_released(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*LOWER, "--reasons", "why.md"]) == 1
    form = Path("why.md").read_text(encoding="utf-8")
    assert form.count("## Finding") == 2
    assert "> Collection: " in form
    assert "90 days" in form
    assert "affiliates" in form
    assert "Meets “the main recipients of sharing, transfer or public disclosure change”" in form
    assert "a form for the reasons was written" in capsys.readouterr().err
    assert run([*LOWER, "--reasons", "why.md"]) == 1
    assert "why.md:6: this finding lacks its reason" in capsys.readouterr().err.replace("\n", "")
    assert str(newest(project).number) == "1.0"


def test_the_reasons_of_the_form_are_kept_and_shown(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    run([*LOWER, "--reasons", "why.md"])
    filled(Path("why.md"), "Tax law asked for it\nall along", "They were named on the order form")
    capsys.readouterr()
    assert run([*LOWER, "--reasons", "why.md", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["sign_off"]
    version = newest(project)
    assert str(version.number) == "1.1"
    assert {each["reason"] for each in said["reasons"]} == {
        "Tax law asked for it all along",
        "They were named on the order form",
    }
    kept = version.record.sign_off.reasons
    assert [each.reason for each in kept] == [each["reason"] for each in said["reasons"]]
    assert {each.clause for each in kept} <= {f.clause for f in version.record.assessment.findings}  # type: ignore[union-attr]
    assert "They were named on the order form" in project.git("log", "-1", "--format=%B")
    assert run(["show", "--version", "1.1"]) == 0
    shown = capsys.readouterr().err
    assert "The verdict was significant; Ada Lawyer signed off as minor" in shown
    assert "not significant, because: They were named on the order form" in shown
    assert run(["show", "--version", "1.1", "--decision"]) == 0
    decided = capsys.readouterr().out
    for words in (
        "Signed off by: Ada Lawyer <ada@shop.example>",
        "Verdict of the tool: significant\nDecision: overridden, minor",
        "  Not significant because: They were named on the order form",
        "Verdict: significant (score",
    ):
        assert words in decided
    assert run(["show", "--version", "1.1", "--decision", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["significance"], value["assessment"]["significance"]) == ("minor", "significant")
    assert run(["verify"]) == 0


def test_a_form_for_another_draft_is_refused(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    run([*LOWER, "--reasons", "why.md"])
    filled(Path("why.md"), "One", "Two")
    project.edit(("90 days", "120 days"))
    capsys.readouterr()
    assert run([*LOWER, "--reasons", "why.md"]) == 1
    assert "this is not a finding of this draft" in capsys.readouterr().err


def test_a_form_that_leaves_a_finding_out_is_refused(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    run([*LOWER, "--reasons", "why.md"])
    filled(Path("why.md"), "One", "Two")
    form = Path("why.md").read_text(encoding="utf-8")
    Path("why.md").write_text(form[: form.index("## Finding 2")], encoding="utf-8")
    capsys.readouterr()
    assert run([*LOWER, "--reasons", "why.md"]) == 1
    assert "the form does not name this finding" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b""])
def test_a_file_that_is_no_form_is_refused(project: Project, data: bytes) -> None:
    Path("why.md").write_bytes(data)
    assert run([*LOWER, "--reasons", "why.md"]) == 1
    assert Path("why.md").read_bytes() == data


def test_a_form_among_the_policies_is_refused(project: Project) -> None:
    assert run([*LOWER, "--reasons", "policy_docs/why.md"]) == 2
    assert not Path("policy_docs/why.md").exists()


def test_a_sign_off_keeps_the_reasons_for_whoever_releases(project: Project) -> None:
    arguments = ["sign-off", "--override", "minor", "--by", *COMMON[1:], "--reasons", "why.md"]
    assert run(arguments) == 1
    filled(Path("why.md"), "One", "Two")
    assert run(arguments) == 0
    assert run(["release"]) == 0
    assert [each.reason for each in newest(project).record.sign_off.reasons] == ["One", "Two"]


def test_in_a_terminal_each_finding_is_asked_for(project: Project) -> None:
    options = ["release", "--no-consent-reason", "Asked in the shop"]
    answers = ["minor", "First reason", "Second reason", "Ada Lawyer <ada@shop.example>", "y"]
    code, screen = at_a_terminal(project.root, options, answers)
    assert code == 0, screen
    assert "Say it for each of the 2 findings" in screen
    assert [each.reason for each in newest(project).record.sign_off.reasons] == ["First reason", "Second reason"]


def test_one_finding_needs_one_reason(project: Project) -> None:
    project.git("checkout", "--quiet", "policy_docs")
    project.edit(LOCATION)
    assert run([*LOWER, "--reason", "Announced in January"]) == 0
    signed = newest(project).record.sign_off
    assert (signed.reason, signed.reasons) == ("Announced in January", ())


def test_a_confirmed_verdict_needs_no_reason(project: Project) -> None:
    assert run(["release", *COMMON]) == 0
    assert newest(project).record.sign_off.reasons == ()
