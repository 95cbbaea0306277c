"""Whose day it is: time zones, nights of 23 hours, leap days. The same moment is two days in two places."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from policytool.archive.open import open_archive
from policytool.cli.main import run
from policytool.release.verify import verify
from tests.repositories import LOCATION, TYPO, Project, environment, make_project

WEST, EAST = "Etc/GMT+12", "Etc/GMT-14"
"""Twelve hours behind UTC and fourteen before it: their clocks never show the same day."""
SIGN = ("--sign-off", "Ada Lawyer <ada@shop.example>")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


def at(zone: str, project: Project, *words: str, code: int = 0) -> str:
    """What the command says on a computer whose clock stands in `zone`."""
    command = [sys.executable, "-c", "from policytool.cli.main import main; main()", *words]
    done = subprocess.run(
        command, cwd=project.root, env={**environment(), "TZ": zone}, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def record(project: Project, number: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (project.root / f"policy_docs/releases/privacy-policy/{number}.json").read_bytes()
    )
    return found


def in_force(zone: str, project: Project) -> str:
    return str(json.loads(at(zone, project, "show", "--json"))["version"])


def test_a_day_begins_where_the_clock_stands(project: Project) -> None:
    at(WEST, project, "release", *SIGN)
    project.edit(TYPO)
    at(WEST, project, "release", *SIGN)
    kept = record(project, "1.1")
    recorded = datetime.datetime.fromisoformat(kept["recorded"])
    assert recorded.utcoffset() == datetime.timedelta(hours=-12)
    assert kept["published"] == recorded.date().isoformat()
    assert kept["effective"] == (recorded.date() + datetime.timedelta(1)).isoformat()
    assert (in_force(WEST, project), in_force(EAST, project)) == ("1.0", "1.1")
    for zone in (WEST, EAST, "Europe/Berlin"):
        assert json.loads(at(zone, project, "show", "--at", kept["effective"], "--json"))["version"] == "1.1"
        assert "Everything agrees" in at(zone, project, "verify")


def test_a_colleague_whose_day_is_earlier_is_told_which_day_to_give(project: Project) -> None:
    at(EAST, project, "release", *SIGN)
    project.edit(TYPO)
    refusal = " ".join(at(WEST, project, "release", *SIGN, code=1).split())
    assert "version 1.0 was published later" in refusal
    assert "Choose a later --published" in refusal
    day = record(project, "1.0")["published"]
    at(WEST, project, "release", *SIGN, "--published", day)
    assert record(project, "1.1")["published"] == day
    assert record(project, "1.1")["effective"] > day
    with open_archive(project.settings) as archive:
        assert verify(archive, "privacy-policy").sound


@pytest.mark.parametrize("night", [datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)], ids=["short", "long"])
def test_a_night_of_23_or_25_hours_is_a_night(
    project: Project, monkeypatch: pytest.MonkeyPatch, night: datetime.date
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    before = night - datetime.timedelta(1)
    project.release(today=before - datetime.timedelta(60))
    assert project.release(TYPO, today=before).effective == night
    version = project.release(LOCATION, today=night)
    assert version.effective == night + datetime.timedelta(30)
    with open_archive(project.settings) as archive:
        days = [before, night, version.effective - datetime.timedelta(1), version.effective]
        assert [str(archive.in_force("privacy-policy", day).number) for day in days] == ["1.0", "1.1", "1.1", "2.0"]


def test_leap_days(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    project.release(today=datetime.date(2028, 1, 1))
    version = project.release(LOCATION, today=datetime.date(2028, 1, 30))
    assert version.effective == datetime.date(2028, 2, 29)
    assert project.release(TYPO, today=datetime.date(2028, 2, 29)).effective == datetime.date(2028, 3, 1)
    monkeypatch.chdir(project.root)
    for day, number in (("2028-02-28", "1.0"), ("2028-02-29", "2.0"), ("2028-03-01", "2.1")):
        assert run(["show", "--at", day, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["version"] == number
    assert run(["show", "--at", "2027-02-29"]) == 2
    assert "no day of the calendar" in " ".join(capsys.readouterr().err.split())
