"""Which version binds a person today, by the list of who agreed to what; and what the website says of it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from policytool.archive.record import ConsentPlan
from policytool.cli.main import run
from tests.repositories import LOCATION, TYPO, Project, make_project

FIRST, ASKS, LATER = datetime.date(2026, 1, 5), datetime.date(2026, 3, 2), datetime.date(2026, 5, 4)
LIST = """\
id,version,day,answer
1001,2.0,2026-03-20,yes
1002,2.0,2026-03-20,no
1003,2.0,2026-03-20,yes
1003,2.0,2026-06-01,withdrawn
1004,2.0,,
1005,9.9,2026-03-20,yes
1006,2.0,yesterday,yes
1007,2.0,2026-03-20,perhaps
1008,2.0,2026-01-06,yes
1009,1.0,2026-01-06,yes
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """1.0; 2.0, which asks every customer; 2.1, which builds on it."""
    settings = '[site]\nurl = "https://policies.shop.example/"\n[notices]\nconsents = "consents.csv"\n'
    made = make_project(tmp_path / "project", settings=settings)
    made.release(today=FIRST)
    plan = ConsentPlan(asked="every customer with an account", until=datetime.date(2026, 4, 30))
    made.release(LOCATION, today=ASKS, consent=plan)
    made.release(TYPO, today=LATER)
    (made.root / "consents.csv").write_text(LIST, encoding="utf-8")
    monkeypatch.chdir(made.root)
    return made


def shown(capsys: pytest.CaptureFixture[str], words: str, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert run([*words.split(), "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


BOUND = [
    ("1001", "2026-03-19", "1.0"),
    ("1001", "2026-03-21", "1.0"),  # agreed, but 2.0 is not in effect yet
    ("1001", "2026-04-15", "2.0"),
    ("1001", "2026-12-31", "2.1"),
    ("1002", "2026-12-31", "1.0"),
    ("1003", "2026-05-31", "2.1"),
    ("1003", "2026-12-31", "1.0"),
    ("1004", "2026-12-31", "2.1"),
    ("1009", "2026-12-31", "1.0"),
    ("nobody", "2026-12-31", "1.0"),
]


@pytest.mark.parametrize(("person", "day", "version"), BOUND)
def test_p10_the_version_that_binds_a_person_is_read_from_the_list(
    project: Project, capsys: pytest.CaptureFixture[str], person: str, day: str, version: str
) -> None:
    assert shown(capsys, f"show --recipient {person} --at {day}")["version"] == version
    told = shown(capsys, f"proof --recipient {person} --at {day}", code=int(person == "nobody"))
    assert told["binding"]["version"] == version


def test_the_answers_are_told_with_their_lines(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "proof --recipient 1003 --at 2026-12-31")["answers"]
    assert [(one["line"], one["day"], one["agrees"]) for one in found] == [
        (4, "2026-03-20", True),
        (5, "2026-06-01", False),
    ]
    assert run(["proof", "--recipient", "1003"]) == 0
    out = capsys.readouterr().out
    assert "on 2026-03-20: agreed to 2.0 (line 4 of the list of consents)" in out
    assert "on 2026-06-01: did not agree to 2.0" in out


@pytest.mark.parametrize(
    ("person", "line", "message"),
    [
        ("1005", 7, "there is no version '9.9'"),
        ("1006", 8, "'yesterday' is no day"),
        ("1007", 9, "'perhaps' is neither yes nor no"),
        ("1008", 10, "is older than version 2.0"),
    ],
)
def test_an_answer_that_cannot_be_read_is_told_with_its_line(
    project: Project, capsys: pytest.CaptureFixture[str], person: str, line: int, message: str
) -> None:
    assert run(["show", "--recipient", person]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert f"consents.csv:{line}" in err
    assert person not in err


def test_a_list_of_recipients_with_accepted_versions_serves_too(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.root / "customers.csv").write_text("Customer no;email;Accepted\n7;a@b.example;2.0\n", encoding="utf-8")
    (project.root / "policytool.toml").write_text(
        '[notices.audiences.customers]\nfile = "customers.csv"\n'
        '[notices.audiences.customers.columns]\nkey = "Customer no"\n'
    )
    assert shown(capsys, "show --recipient 7 --consents customers")["version"] == "2.1"
    assert run(["show", "--recipient", "7"]) == 2
    assert "nobody said where the list of consents is" in capsys.readouterr().err
    (project.root / "bad.csv").write_text("name\nx\n", encoding="utf-8")
    assert run(["show", "--recipient", "7", "--consents", "bad.csv"]) == 2
    assert "there is no column id and no column version" in capsys.readouterr().err
    assert run(["show", "--recipient", "7", "--consents", "absent.csv"]) == 2


def test_the_website_says_whom_a_version_binds(project: Project) -> None:
    assert run(["build", "--today", "2026-03-10"]) == 0
    site = project.root / "site"
    asked = "Who is asked: every customer with an account, until"
    for page in ("privacy-policy/2.0/index.html", "privacy-policy/2.0/changes/index.html", "index.html"):
        text = (site / page).read_text(encoding="utf-8")
        assert asked in text
        assert "for everybody who does not answer, version 1.0 stays binding." in text
    (entry,) = (one for one in json.loads((site / "notices.json").read_text())["notices"] if one["version"] == "2.0")
    assert entry["texts"]["en"]["consent"].endswith("version 1.0 stays binding.")
    later = (site / "privacy-policy/2.1/index.html").read_text(encoding="utf-8")
    assert "This version builds on version 2.0, which binds only those who agreed to it." in later
    assert "Who is asked" not in (site / "privacy-policy/1.0/index.html").read_text().partition('class="facts"')[2]
