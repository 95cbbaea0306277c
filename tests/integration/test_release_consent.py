"""Consent plans through the commands: demanded, recorded, shown, and the version that binds the silent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policytool.archive import record as records
from policytool.archive.open import open_archive
from policytool.cli.main import run
from policytool.release.check import check
from policytool.release.verify import verify
from tests.repositories import LOCATION, TODAY, TYPO, Project, make_project

SIGN = ("--sign-off", "Ada Lawyer <ada@shop.example>")
LATER = "2099-12-31"
ASK = ("--consent", "every customer\nwith an account", "--consent-until", "2099-06-30")
NO_ERASURE = ("correct it, or have it deleted.", "or correct it. We no longer delete it.")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    capsys.readouterr()
    assert run(words) == 0
    value: dict[str, object] = json.loads(capsys.readouterr().out)
    return value


def test_a_revision_that_takes_nothing_needs_no_plan(project: Project) -> None:
    assert run(["release", *SIGN]) == 0
    project.edit(TYPO)
    assert run(["release", *SIGN]) == 0
    record = json.loads((project.root / "policy_docs/releases/privacy-policy/1.1.json").read_bytes())
    assert record["consent"] is None


def test_p10_a_reduction_is_refused_until_somebody_plans_or_answers_for_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    promise = "We never reduce your rights under this policy without your consent."
    project.edit(("Significant changes include", f"{promise}\n\nSignificant changes include"))
    project.release()
    project.edit(NO_ERASURE, LOCATION)
    assert run(["release", *SIGN]) == 1
    said = capsys.readouterr().err
    assert "leaves users with less" in said
    assert promise in said
    assert "--no-consent-reason" in said
    assert project.git("tag") == "privacy-policy/1.0"


def test_the_check_of_a_draft_only_announces_the_demand(project: Project) -> None:
    project.release()
    project.edit(NO_ERASURE, LOCATION)
    with open_archive(project.settings) as archive:
        [found] = [p for p in check(archive, project.settings, "privacy-policy", TODAY).problems if p.rule == "consent"]
    assert not found.blocks


def test_the_plan_is_recorded_committed_and_shown(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["release", *SIGN]) == 0
    project.edit(NO_ERASURE, LOCATION)
    assert run(["release", *SIGN, *ASK]) == 0
    assert "Consent: every customer with an account, until 2099-06-30" in project.git(
        "show", "--no-patch", "--format=%B"
    )
    version = shown(capsys, "status", "--json")["policies"][0]["versions"][-1]  # type: ignore[index]
    assert version["consent"] == {
        "asked": "every customer with an account",
        "until": "2099-06-30",
        "silent": "old version",
        "waived": "",
    }
    assert run(["status"]) == 0
    assert "Consent to 2.0: every customer with an account, until 2099-06-30" in capsys.readouterr().out
    assert shown(capsys, "show", "--at", LATER, "--agreed", "1.0", "--json")["version"] == "1.0"
    assert shown(capsys, "show", "--at", LATER, "--agreed", "2.0", "--json")["version"] == "2.0"
    assert shown(capsys, "show", "--at", LATER, "--json")["version"] == "2.0"
    assert run(["show", "--at", LATER, "--agreed", "1.0"]) == 0
    assert "binds whoever agreed to 1.0" in capsys.readouterr().err
    with open_archive(project.settings) as archive:
        assert verify(archive, "privacy-policy").sound


def test_who_is_not_asked_is_bound_with_everybody(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["release", *SIGN]) == 0
    project.edit(NO_ERASURE, LOCATION)
    assert run(["release", *SIGN, "--no-consent-reason", "The law forbids erasure"]) == 0
    assert "nobody is asked: The law forbids erasure" in project.git("show", "--no-patch", "--format=%B")
    assert shown(capsys, "show", "--at", LATER, "--agreed", "1.0", "--json")["version"] == "2.0"


@pytest.mark.parametrize(
    "options",
    [
        ["--consent", "all"],
        ["--consent-until", LATER],
        [*ASK, "--no-consent-reason", "none"],
        ["--consent", " ", "--consent-until", LATER],
    ],
)
def test_half_a_plan_or_two_are_refused(project: Project, options: list[str]) -> None:
    project.release()
    project.edit(TYPO)
    assert run(["release", *SIGN, *options]) == 2
    assert project.git("tag") == "privacy-policy/1.0"


def test_who_agreed_to_a_version_that_is_not_there(project: Project) -> None:
    project.release()
    assert run(["show", "--agreed", "7.0"]) == 2
    assert run(["show", "--agreed", "1.0", "--at", "2020-01-01"]) == 2
    assert run(["show", "--agreed", "1.0", "--version", "1.0"]) == 2


def test_a_record_without_the_field_is_read(project: Project) -> None:
    project.release()
    older = json.loads((project.root / "policy_docs/releases/privacy-policy/1.0.json").read_bytes())
    del older["consent"]
    assert records.from_json(json.dumps(older).encode(), name="1.0.json").consent is None
