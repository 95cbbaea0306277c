"""`policytool release`, `status` and `show` as a lawyer or a script meets them."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from policytool.cli.main import run
from tests.integration.test_release_faults import kill_at
from tests.repositories import CHINESE, LOCATION, POLICY, TYPO, Project, make_project
from tests.terminal import at_a_terminal

SIGN = ("--sign-off", "Ada Lawyer <ada@shop.example>")
TODAY = datetime.datetime.now().astimezone().date()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = make_project(tmp_path / "project")
    monkeypatch.chdir(project.root)
    return project


@pytest.fixture
def released(project: Project) -> Project:
    assert run(["release", *SIGN, "--published", "2026-01-15"]) == 0
    return project


def spoken(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    """What a command says on stdout and stderr."""
    capsys.readouterr()
    assert run(arguments) == code
    said = capsys.readouterr()
    return said.out, said.err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    """The one JSON object that a command prints."""
    out, _ = spoken(capsys, *arguments, "--json", code=code)
    value: dict[str, Any] = json.loads(out)
    return value


class TestRelease:
    def test_without_a_signature_nothing_is_written(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        out, err = spoken(capsys, "release", code=1)
        assert out == ""
        assert "nobody has signed off" in err
        assert "--sign-off" in err
        assert project.git("tag") == ""
        assert project.git("status", "--porcelain") == ""

    def test_a_rehearsal_writes_nothing(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        released.edit(LOCATION)
        before = released.git("status", "--porcelain")
        out, err = spoken(capsys, "release", "--dry-run")
        assert "1.0 → 2.0  significant" in out
        assert f"effective {TODAY + datetime.timedelta(30)}" in out
        assert "Nothing was written" in err
        assert "To be answered at the release: policy_docs/privacy-policy.md:" in err
        assert "this revision leaves users with less" in err
        said = answer(capsys, "release", "--dry-run", "--effective", "2099-01-01")
        assert (said["version"], said["significance"], said["effective"]) == ("2.0", "significant", "2099-01-01")
        assert (said["released"], said["channels"]) == (False, ["website", "smtp"])
        assert said["assessment"]["findings"]
        assert "--consent" in said["problems"][0]["todo"]
        assert released.git("tag") == "privacy-policy/1.0"
        assert released.git("status", "--porcelain") == before

    def test_a_rehearsal_of_what_is_refused_says_no(
        self, released: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said = answer(capsys, "release", "--dry-run", code=1)
        assert "nothing to release" in said["problems"][0]["message"]

    def test_a_release_tells_what_it_did(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        released.edit(TYPO)
        out, err = spoken(capsys, "release", *SIGN)
        tomorrow = TODAY + datetime.timedelta(1)
        assert out == f"Released privacy-policy 1.1, in force from {tomorrow} (tomorrow).\n"
        assert "policytool build" in err
        assert "git push" not in err
        assert "notify" not in err

    def test_a_release_as_json(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        released.edit(LOCATION)
        said = answer(capsys, "release", "privacy-policy", *SIGN, "--no-consent-reason", "Asked before")
        assert (said["version"], said["released"], said["tag"]) == ("2.0", True, "privacy-policy/2.0")
        assert said["sign_off"]["name"] == "Ada Lawyer"

    def test_json_never_asks(self, released: Project) -> None:
        released.edit(TYPO)
        code, screen = at_a_terminal(released.root, ["release", "--json"], ["yes"])
        assert code == 1
        assert "nobody has signed off" in screen

    @pytest.mark.parametrize("sign_off", ["Ada", "Ada <ada>", "Ada <a@b>\nX: y"])
    def test_a_signature_that_names_nobody(
        self, project: Project, capsys: pytest.CaptureFixture[str], sign_off: str
    ) -> None:
        _, err = spoken(capsys, "release", "--sign-off", sign_off, code=1)
        assert "does not name a person" in err
        assert project.git("tag") == ""

    @pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "2026-1-1x", "20260101"])
    def test_impossible_dates_are_usage(self, project: Project, capsys: pytest.CaptureFixture[str], day: str) -> None:
        _, err = spoken(capsys, "release", *SIGN, "--effective", day, code=2)
        assert "no day of the calendar" in err

    def test_an_interrupted_release_is_finished_by_the_next_one(
        self, released: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        released.edit(TYPO)
        kill_at(released, "tag privacy-policy/1.1")
        assert answer(capsys, "status")["policies"][0]["interrupted"] == "privacy-policy 1.1"
        _, err = spoken(capsys, "release", "--dry-run", code=1)
        assert "was interrupted" in err
        out, err = spoken(capsys, "release")
        assert "is finished now" in err
        assert out.startswith("Released privacy-policy 1.1")
        assert released.git("tag").endswith("privacy-policy/1.1")

    def test_an_interrupted_release_is_taken_back_and_made_anew(
        self, released: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        released.edit(TYPO)
        kill_at(released, "commit")
        out, err = spoken(capsys, "release", *SIGN)
        assert "was taken back" in err
        assert out.startswith("Released privacy-policy 1.1")


class TestAtATerminal:
    def test_confirming(self, released: Project) -> None:
        released.edit(LOCATION)
        answers = ["all customers", "2099-12-31", "yes", "Ada Lawyer <ada@shop.example>", "y"]
        code, screen = at_a_terminal(released.root, ["release"], answers)
        assert code == 0, screen
        assert "Consent: all customers, until 2099-12-31" in released.git("show", "--no-patch", "--format=%B")
        assert "Do you confirm that this revision is significant?" in screen
        assert "Released privacy-policy 2.0" in screen
        assert "Ada Lawyer" in released.git("show", "--no-patch", "--format=%B")

    def test_the_name_that_git_knows_is_offered(self, released: Project) -> None:
        released.edit(TYPO)
        code, screen = at_a_terminal(released.root, ["release"], ["yes", "", "y"])
        assert code == 0, screen
        assert "Signed-off-by: Test Author <author@shop.example>" in released.git("show", "--no-patch", "--format=%B")

    def test_lowering_asks_why(self, released: Project) -> None:
        released.edit(LOCATION)
        answers = [
            "",
            "It was agreed before",
            "minor",
            "It was agreed before",
            "nobody",
            "Ada Lawyer <ada@shop.example>",
            "y",
        ]
        code, screen = at_a_terminal(released.root, ["release"], answers)
        assert code == 0, screen
        assert "Released privacy-policy 1.1" in screen
        assert "Reason: It was agreed before" in released.git("show", "--no-patch", "--format=%B")

    @pytest.mark.parametrize("answers", [["no"], ["yes", "", "n"]])
    def test_declining(self, released: Project, answers: list[str]) -> None:
        released.edit(TYPO)
        code, screen = at_a_terminal(released.root, ["release"], answers)
        assert code == 1
        assert "nothing was released" in screen
        assert released.git("tag") == "privacy-policy/1.0"


class TestStatus:
    def test_nothing_released(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        out, _ = spoken(capsys, "status")
        assert "Nothing has been released yet." in out
        assert "policytool release privacy-policy" in out

    def test_in_force_upcoming_and_draft(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        released.release(LOCATION, today=datetime.date(2026, 3, 2))
        released.edit(TYPO)
        out, _ = spoken(capsys, "status", "--today", "2026-03-12")
        assert "In force: 1.0, since 2026-01-15." in out
        assert "Upcoming: 2.0, from 2026-04-01 (in 20 days)." in out
        lines = [line.split() for line in out.splitlines()]
        assert ["2.0", "2026-03-02", "2026-04-01", "upcoming"] in [words[:4] for words in lines]
        assert "Draft: 1 clause changed since 2.0. The verdict: minor, so it would be 2.1." in out
        assert "policytool compare 2.0 draft --policy privacy-policy" in out
        later, _ = spoken(capsys, "status", "privacy-policy", "--today", "2026-04-01")
        assert "In force: 2.0" in later
        assert "superseded" in later

    def test_as_json(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        [policy] = answer(capsys, "status", "--today", "2026-01-14")["policies"]
        assert policy["in_force"] is None
        assert policy["upcoming"] == [{"version": "1.0", "effective": "2026-01-15", "days": 1}]
        assert policy["versions"][0]["sign_off"]["name"] == "Ada Lawyer"
        assert policy["draft"]["differs"] is False

    def test_a_draft_that_cannot_be_read(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        released.edit(("language: en", "language: en\ncolour: red"))
        out, err = spoken(capsys, "status", code=2)
        assert "In force: 1.0" in out
        assert "Draft: cannot be read." in out
        assert "policy_docs/privacy-policy.md:" in err
        assert "colour" in err

    def test_a_translation_that_lags_behind(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        released.chinese.write_text(CHINESE)
        released.release(today=TODAY)
        released.release(LOCATION, today=TODAY, translation_later=True)
        out, _ = spoken(capsys, "status")
        assert "Revise the translation (zh)" in out

    def test_no_policy_at_all(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        project.policy.unlink()
        _, err = spoken(capsys, "status", code=2)
        assert "policytool init" in err

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            (b"# Our policy\n\nText.\n", "privacy-policy.md:1: this policy has no metadata"),
            (b"", "privacy-policy.md:1: this policy has no metadata"),
            (b"---\ntitle: T\n---\nText\n", "privacy-policy.md:1: the key policy is missing"),
            ("---\npolicy: privacy-policy\n---\n".encode("utf-16"), "UTF-16"),
            (b"---\npolicy: privacy-policy\ntitle: T\nText\n", "privacy-policy.md:1: the metadata does not end"),
        ],
    )
    @pytest.mark.parametrize("command", [["status"], ["release", *SIGN], ["check"]])
    def test_the_only_policy_has_no_metadata_that_can_be_read(
        self, project: Project, capsys: pytest.CaptureFixture[str], text: bytes, says: str, command: list[str]
    ) -> None:
        project.policy.write_bytes(text)
        assert run(command) in {1, 2}
        said = capsys.readouterr()
        assert says in said.err + said.out

    def test_a_released_policy_that_lost_its_metadata(
        self, released: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        released.policy.write_text("# Our policy\n")
        out, err = spoken(capsys, "status", code=2)
        assert "Draft: cannot be read." in out
        assert "this policy has no metadata" in err

    def test_no_repository(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        _, err = spoken(capsys, "status", code=2)
        assert "not inside a git repository" in err


class TestShow:
    def test_the_text_in_force_on_a_day(self, released: Project, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        released.release(LOCATION, today=datetime.date(2026, 3, 2))
        assert run(["show", "--at", "2026-03-31"]) == 0
        shown = capfdbinary.readouterr()
        assert b"precise location" not in shown.out
        assert hashlib.sha256(shown.out).hexdigest().encode() in shown.err
        assert run(["show", "--at", "2026-04-01"]) == 0
        assert capfdbinary.readouterr().out == released.policy.read_bytes()

    def test_a_version_as_json(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        said = answer(capsys, "show", "--version", "1.0", "--policy", "privacy-policy")
        assert said["text"] == released.policy.read_text()
        assert said["sha256"] == hashlib.sha256(released.policy.read_bytes()).hexdigest()

    @pytest.mark.parametrize(
        ("arguments", "code", "says"),
        [
            (["--at", "2020-01-01"], 2, "took effect on 2026-01-15"),
            (["--version", "9.9"], 2, "Released: 1.0"),
            (["--version", "1.0", "--language", "fr"], 2, "Languages of this version: en"),
            (["--version", "1.0", "--at", "2026-01-15"], 2, "Choose one"),
            (["cookies"], 2, "no policy 'cookies'"),
            (["cookies", "--policy", "privacy-policy"], 2, "contradict"),
        ],
    )
    def test_what_there_is_not(
        self, released: Project, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
    ) -> None:
        out, err = spoken(capsys, "show", *arguments, code=code)
        assert out == ""
        assert says in err


def test_two_policies_must_be_told_apart(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.policy.with_name("cookies.md").write_text(POLICY.replace("policy: privacy-policy", "policy: cookies"))
    project.commit()
    _, err = spoken(capsys, "release", *SIGN, code=2)
    assert "cookies, privacy-policy" in err
    assert len(answer(capsys, "status")["policies"]) == 2
    assert answer(capsys, "release", "--policy", "cookies", *SIGN)["policy"] == "cookies"
