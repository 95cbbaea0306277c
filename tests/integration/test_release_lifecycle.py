"""The life of a version: signed off before its release by somebody else, released, withdrawn before it takes effect."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest

from policytool.archive.model import standing
from policytool.archive.open import open_archive
from policytool.cli.main import run
from policytool.errors import ArchiveError, NotSignedOff, ReleaseRefused
from policytool.release.held import Held, held
from policytool.release.model import Signature
from policytool.release.propose import propose
from policytool.release.recover import Recovered, interrupted, recover
from policytool.release.sign_off import sign_off
from policytool.release.standing import status
from policytool.release.verify import verify
from policytool.release.withdraw import withdraw
from tests.repositories import LOCATION, SIGNATURE, TODAY, TYPO, Project, make_project

NOW = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
ADA = "Ada Lawyer <ada@shop.example>"
BOB = Signature(name="Bob Builder", mail="bob@shop.example")
RECORDS = "policy_docs/releases/privacy-policy"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """1.0 in force, 1.1 upcoming."""
    project = make_project(tmp_path_factory.mktemp("life") / "project")
    project.release()
    project.release(TYPO, effective=datetime.date(2026, 3, 10))
    return project


@pytest.fixture
def project(template: Project, tmp_path: Path) -> Project:
    shutil.copytree(template.root, tmp_path / "project")
    return Project(root=tmp_path / "project")


def signed_off(project: Project, signature: Signature = SIGNATURE, **options: object) -> Held:
    with open_archive(project.settings) as archive:
        reason, step = options.pop("reason", ""), options.pop("step", lambda _: None)
        proposal = propose(archive, project.settings, "privacy-policy", TODAY, **options)  # type: ignore[arg-type]
        return sign_off(archive, proposal, signature, now=NOW, reason=reason, step=step)  # type: ignore[arg-type]


def waiting(project: Project) -> Held | None:
    with open_archive(project.settings) as archive:
        return held(archive, "privacy-policy")


def withdrawn(project: Project, number: str = "1.1", day: int = 3, reason: str = "A clause was missing") -> None:
    now = datetime.datetime(2026, 3, day, 9, 30, tzinfo=datetime.UTC)
    with open_archive(project.settings) as archive:
        version = archive.version("privacy-policy", number)
        withdraw(archive, version, SIGNATURE, now=now, reason=reason)


class TestSignedOffBefore:
    def test_a_draft_that_nobody_signed_off(self, project: Project) -> None:
        project.edit(("We protect", "We carefully protect"))
        assert waiting(project) is None
        with open_archive(project.settings) as archive:
            assert status(archive, "privacy-policy", TODAY).stage == "assessed"

    def test_it_counts_for_exactly_this_draft(self, project: Project) -> None:
        project.edit(("We protect", "We carefully protect"))
        found = signed_off(project)
        assert waiting(project) == found
        project.edit(("carefully", "properly"))
        assert waiting(project) is None
        project.edit(("properly", "carefully"))
        assert waiting(project) == found
        project.policy.write_bytes(project.policy.read_bytes().replace(b"\n", b"\r\n"))
        assert waiting(project) == found

    def test_it_is_one_commit_with_the_draft(self, project: Project) -> None:
        project.edit(("We protect", "We carefully protect"))
        found = signed_off(project)
        touched = project.git("show", "--name-only", "--format=", "HEAD").splitlines()
        path = f"{RECORDS}/1.2.signed-{found.sha256[:12]}.json"
        assert touched == ["policy_docs/privacy-policy.md", path]
        assert project.git("status", "--porcelain") == ""
        assert json.loads((project.root / path).read_bytes())["sign_off"]["decision"] == "confirmed"

    def test_twice_changes_nothing_and_another_person_adds_theirs(self, project: Project) -> None:
        project.edit(("We protect", "We carefully protect"))
        signed_off(project)
        head = project.git("rev-parse", "HEAD")
        signed_off(project)
        assert project.git("rev-parse", "HEAD") == head
        signed_off(project, BOB)
        assert project.git("rev-parse", "HEAD") != head

    def test_a_lowered_verdict_needs_its_reason(self, project: Project) -> None:
        project.edit(LOCATION)
        head = project.git("rev-parse", "HEAD")
        with pytest.raises((NotSignedOff, ReleaseRefused)):
            signed_off(project, override="minor")
        assert project.git("rev-parse", "HEAD") == head

    @pytest.mark.parametrize("fatal", ["write", "stage", "commit", "check the commit", "done"])
    def test_failing_on_the_way_leaves_nothing_behind(self, project: Project, fatal: str) -> None:
        project.edit(("We protect", "We carefully protect"))
        before = project.git("rev-parse", "HEAD"), project.git("status", "--porcelain"), project.policy.read_bytes()

        def fail(step: str) -> None:
            if step.startswith(fatal):
                raise OSError("No space left on device")

        with pytest.raises(OSError, match="No space"):
            signed_off(project, step=fail)
        after = project.git("rev-parse", "HEAD"), project.git("status", "--porcelain"), project.policy.read_bytes()
        assert after == before
        assert waiting(project) is None

    def test_a_colleague_releases_it_from_another_clone(
        self, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        project.edit(("We protect", "We carefully protect"))
        monkeypatch.chdir(project.root)
        assert run(["sign-off", "--by", ADA, "--effective", "2099-01-01"]) == 0
        assert "Signed off: privacy-policy 1.2, minor, by Ada Lawyer" in capsys.readouterr().out
        project.git("clone", "--quiet", ".", str(tmp_path / "clone"))
        clone = Project(root=tmp_path / "clone")
        clone.git("config", "user.name", "Bob Builder")
        clone.git("config", "user.email", "bob@shop.example")
        monkeypatch.chdir(clone.root)
        assert run(["status", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["policies"][0]["stage"] == "signed off"
        assert run(["release", "--override", "significant"]) == 2
        assert run(["release", "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert (said["version"], said["effective"]) == ("1.2", "2099-01-01")
        assert (said["sign_off"]["name"], said["released_by"]) == ("Ada Lawyer", "Bob Builder <bob@shop.example>")
        assert said["signed_off_before"]
        with open_archive(clone.settings) as archive:
            assert verify(archive, "privacy-policy").sound
            assert archive.versions("privacy-policy")[-1].record.signed in archive.signed("privacy-policy")

    def test_a_draft_that_changed_since_is_refused(
        self, project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        project.edit(("We protect", "We carefully protect"))
        signed_off(project)
        project.edit(("carefully", "properly"))
        monkeypatch.chdir(project.root)
        assert run(["release"]) == 1
        assert f"edited since {ADA} signed it off" in capsys.readouterr().err

    def test_it_does_not_outlive_a_release(self, project: Project) -> None:
        project.edit(("We protect", "We carefully protect"))
        signed_off(project)
        project.release()
        assert waiting(project) is None


class TestWithdrawn:
    def test_not_from_the_day_of_effect_on(self, project: Project) -> None:
        for number, day in (("1.0", 3), ("1.1", 10)):
            with pytest.raises(ReleaseRefused, match="has been in force since"):
                withdrawn(project, number, day)

    def test_not_without_a_reason(self, project: Project) -> None:
        with pytest.raises(NotSignedOff, match="only with a reason"):
            withdrawn(project, reason=" ")

    def test_not_while_another_one_builds_on_it(self, project: Project) -> None:
        project.release(("We protect", "We carefully protect"), effective=datetime.date(2026, 3, 20))
        with pytest.raises(ReleaseRefused, match=r"1\.2 builds on 1\.1"):
            withdrawn(project)

    def test_it_never_takes_effect(self, project: Project) -> None:
        withdrawn(project)
        after = datetime.date(2026, 4, 1)
        with open_archive(project.settings) as archive:
            version = archive.version("privacy-policy", "1.1")
            assert str(archive.in_force("privacy-policy", after).number) == "1.0"
            assert standing(version, archive.released("privacy-policy"), after) == "withdrawn"
            assert [str(v.number) for v in archive.versions("privacy-policy")] == ["1.0"]
            assert version.withdrawal is not None
            assert version.withdrawal.reason == "A clause was missing"
            assert archive.source(version)
            assert verify(archive, "privacy-policy").sound

    def test_its_record_and_tag_stay(self, project: Project) -> None:
        before = (project.root / RECORDS / "1.1.json").read_bytes(), project.git("for-each-ref", "refs/tags")
        withdrawn(project)
        assert ((project.root / RECORDS / "1.1.json").read_bytes(), project.git("for-each-ref", "refs/tags")) == before

    def test_twice_changes_nothing(self, project: Project) -> None:
        withdrawn(project)
        head = project.git("rev-parse", "HEAD")
        withdrawn(project, reason="Another reason")
        assert project.git("rev-parse", "HEAD") == head

    def test_the_next_release_revises_the_version_before_it_under_a_new_number(self, project: Project) -> None:
        withdrawn(project)
        version = project.release(("We protect", "We carefully protect"), today=datetime.date(2026, 3, 4))
        assert str(version.number) == "1.2"
        with open_archive(project.settings) as archive:
            first, second, third = archive.released("privacy-policy")
            assert third.record.previous == second.withdrawal_sha256
            assert verify(archive, "privacy-policy").doubts == ()
            assert archive.in_force("privacy-policy", datetime.date(2026, 4, 1)) == third
            assert first.withdrawal is None

    def test_the_first_version_of_all(self, tmp_path: Path) -> None:
        project = make_project(tmp_path / "project")
        project.release(effective=datetime.date(2026, 4, 1))
        withdrawn(project, "1.0")
        assert str(project.release(today=datetime.date(2026, 3, 5)).number) == "1.1"
        with open_archive(project.settings) as archive:
            assert verify(archive, "privacy-policy").doubts == ()

    def test_a_power_cut_is_put_right(self, project: Project) -> None:
        class PowerCut(BaseException):
            pass

        def cut(step: str) -> None:
            if step == "done":
                (project.root / ".git/policytool/change.json").rename(project.root / ".git/kept")
                raise PowerCut

        with open_archive(project.settings) as archive:
            version = archive.version("privacy-policy", "1.1")
            with pytest.raises(PowerCut):
                withdraw(archive, version, SIGNATURE, now=NOW, reason="A clause was missing", step=cut)
        (project.root / ".git/kept").rename(project.root / ".git/policytool/change.json")
        with open_archive(project.settings) as archive:
            assert interrupted(archive) == "privacy-policy 1.1"
            assert recover(archive) == Recovered(title="privacy-policy 1.1", finished=True, what="withdrawal")
            assert archive.version("privacy-policy", "1.1").withdrawal is not None

    def test_a_damaged_withdrawal_is_named(self, project: Project) -> None:
        withdrawn(project)
        (project.root / RECORDS / "1.1.withdrawn.json").write_text("{}")
        project.commit("Tamper")
        with open_archive(project.settings) as archive, pytest.raises(ArchiveError, match="this withdrawal is damaged"):
            archive.versions("privacy-policy")

    def test_the_command_and_the_status(
        self, project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(project.root)
        version = project.release(("We protect", "We carefully protect"), effective=datetime.date(2099, 1, 1))
        assert run(["withdraw", "1.0", "--reason", "Too late"]) == 1
        assert "has been in force since 2026-03-02" in capsys.readouterr().err
        assert run(["withdraw", str(version.number), "--reason", "A clause was missing", "--by", ADA]) == 0
        assert "It will not take effect." in capsys.readouterr().out
        assert run(["withdraw", str(version.number), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["written"] is False
        assert run(["status"]) == 0
        out = capsys.readouterr().out
        assert "by Ada Lawyer: A clause was missing" in out
        assert "In force: 1.1, since 2026-03-10." in out
        assert run(["show", "--version", "1.2"]) == 0
        assert "It was withdrawn on" in capsys.readouterr().err
