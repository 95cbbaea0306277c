"""The policy's promises and the lead time, through the commands, in real repositories."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from policytool.archive import record as records
from policytool.archive.open import open_archive
from policytool.cli.main import run
from policytool.errors import ReleaseRefused
from policytool.release.check import check
from policytool.release.verify import verify
from tests.repositories import LOCATION, TODAY, TYPO, Project, make_project

PROMISED = (
    "Significant changes include",
    "We announce changes to this policy 10 days in advance.\n\nSignificant changes include",
)
SIGN = ("--sign-off", "Ada Lawyer <ada@shop.example>")
WAIVED = ("--no-consent-reason", "Asked before")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


def after(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days)


def today_after(days: int) -> str:
    return (datetime.datetime.now().astimezone().date() + datetime.timedelta(days)).isoformat()


class TestLeadTime:
    def test_dates_that_keep_it(self, project: Project) -> None:
        project.release()
        assert project.release(TYPO, effective=after(1)).record.sign_off.emergency == ""
        assert project.release(LOCATION, effective=after(30)).effective == after(30)

    def test_p9_a_lead_time_that_the_policy_promises_moves_the_day_of_effect(self, project: Project) -> None:
        project.edit(PROMISED)
        project.release()
        assert project.release(TYPO).effective == after(10)

    def test_p9_effect_on_posting_is_refused_though_the_settings_allow_it(self, tmp_path: Path) -> None:
        project = make_project(tmp_path / "hasty", settings="[release]\nlead_days_minor = 0\n")
        project.release()
        with pytest.raises(
            ReleaseRefused, match=r"notice before effect is promised in clause .*before it takes effect"
        ):
            project.release(TYPO, effective=TODAY)

    def test_a_day_that_is_too_early_is_refused_and_nothing_is_written(self, project: Project) -> None:
        project.release()
        head = project.git("rev-parse", "HEAD")
        with pytest.raises(ReleaseRefused, match="29 days") as refusal:
            project.release(LOCATION, effective=after(29))
        assert f"--effective {after(30)}" in (refusal.value.todo or "")
        assert project.git("rev-parse", "HEAD") == head

    def test_a_law_that_the_settings_name_is_kept_and_quoted(self, tmp_path: Path) -> None:
        settings = '[release]\njurisdictions = ["eu-telecom"]\nlead_days_kinds = { recipients = 40, processing = 45 }\n'
        project = make_project(tmp_path / "telecom", settings=settings)
        project.release()
        assert project.release(LOCATION).effective == after(45), "for what the revision meets"
        project.git("reset", "--hard", "HEAD~1")
        project.git("tag", "--delete", "privacy-policy/2.0")
        (project.root / "policytool.toml").write_text('[release]\njurisdictions = ["eu-telecom"]\n')
        project.commit("Settings")
        with pytest.raises(ReleaseRefused, match=r"Directive \(EU\) 2018/1972, article 105\(4\).* asks for 31"):
            project.release(LOCATION, effective=after(30))

    def test_p9_a_campaign_that_leaves_late_is_told_and_goes_on(
        self, project: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (project.root / "policytool.toml").write_text(
            '[site]\nurl = "https://policies.shop.example/"\n[notices]\nsender = "Shop <privacy@shop.example>"\n'
        )
        (project.root / "people.csv").write_text("id,email\nc1,ann@shop.example\n")
        project.edit(PROMISED)
        project.commit("Promise")
        day = datetime.datetime.now().astimezone().date()
        project.release(today=day - datetime.timedelta(60))
        project.release(LOCATION, today=day - datetime.timedelta(25))
        plan = ["notify", "plan", "--audience", "people.csv", "--channel", "outbox"]
        assert run(plan) == 0
        said = " ".join(capsys.readouterr().err.split())
        assert "The notice is late: users would have 5 days, but 10 are promised in clause" in said
        assert run(["notify", "send", "1", "--yes"]) == 0
        assert "The notice is late" in " ".join(capsys.readouterr().err.split())


class TestEmergency:
    def test_the_reason_is_recorded_committed_and_shown(
        self, project: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["release", *SIGN]) == 0
        project.edit(LOCATION)
        day = today_after(2)
        assert run(["release", *SIGN, *WAIVED, "--effective", day]) == 1
        assert "--emergency" in capsys.readouterr().err
        assert run(["release", *SIGN, *WAIVED, "--effective", day, "--emergency", "A court\n order"]) == 0
        assert "Emergency: A court order" in project.git("show", "--no-patch", "--format=%B")
        capsys.readouterr()
        assert run(["status", "--json"]) == 0
        newest = json.loads(capsys.readouterr().out)["policies"][0]["versions"][-1]
        assert (newest["effective"], newest["sign_off"]["emergency"]) == (day, "A court order")
        assert run(["status"]) == 0
        assert "emergency" in capsys.readouterr().out
        with open_archive(project.settings) as archive:
            assert verify(archive, "privacy-policy").sound

    def test_nobody_can_claim_one_without_signing(self, project: Project) -> None:
        assert run(["release", *SIGN]) == 0
        project.edit(LOCATION)
        assert run(["release", *WAIVED, "--effective", today_after(2), "--emergency", "A court order"]) == 1

    def test_a_record_without_the_field_is_read(self, project: Project) -> None:
        project.release()
        data = (project.root / "policy_docs/releases/privacy-policy/1.0.json").read_bytes()
        older = json.loads(data)
        del older["sign_off"]["emergency"]
        record = records.from_json(json.dumps(older).encode(), name="1.0.json")
        assert record.sign_off.emergency == ""


def test_check_reports_what_contradicts_itself_without_blocking(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    posting = "This policy may be revised at any time; the revised policy is effective from the date of posting."
    project.edit(("We protect", f"{posting}\n\nWe protect"))
    with open_archive(project.settings) as archive:
        [problem] = check(archive, project.settings, "privacy-policy", TODAY).problems
    assert (problem.rule, problem.blocks, problem.path) == ("promise", False, "policy_docs/privacy-policy.md")
    assert posting in project.policy.read_text().splitlines()[(problem.line or 0) - 1]
    assert posting in problem.message
    assert "before it takes effect" in problem.message
    assert run(["check", "--format", "github"]) == 0
    assert "::warning" in capsys.readouterr().out
