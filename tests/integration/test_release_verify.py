"""Tampering is found and named; an untouched archive is proved so in every honest shape."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from policytool.archive.open import open_archive
from policytool.cli.main import run
from policytool.release.verification.model import Doubt, Verification
from policytool.release.verify import verify
from tests.repositories import CHINESE, CHINESE_LOCATION, LOCATION, TYPO, Project, make_project

RECORDS = "policy_docs/releases/privacy-policy"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """1.0, 1.1 and 2.0, in two languages."""
    project = make_project(tmp_path / "project", chinese=CHINESE)
    project.release()
    project.release(TYPO)
    project.edit(CHINESE_LOCATION, file=project.chinese)
    project.release(LOCATION)
    return project


def verified(project: Project) -> Verification:
    with open_archive(project.settings) as archive:
        return verify(archive, "privacy-policy")


def found(project: Project) -> list[Doubt]:
    return [doubt for doubt in verified(project).doubts if doubt.kind != "note"]


def doubted(project: Project, kind: str, version: str, says: str) -> None:
    doubts = found(project)
    assert any(d.kind == kind and d.version == version and re.search(says, d.message) for d in doubts), doubts


class TestUntouched:
    def test_after_releases(self, project: Project) -> None:
        result = verified(project)
        assert result.doubts == ()
        assert result.checked == ("1.0", "1.1", "2.0")
        assert result.texts == 6

    def test_with_a_draft_under_way(self, project: Project) -> None:
        project.edit(("We protect", "We carefully protect"))
        assert verified(project).sound

    def test_overridden_and_left_out(self, project: Project) -> None:
        project.release(("We protect", "We carefully protect"), override="significant", translation_later=True)
        assert verified(project).doubts == ()

    def test_in_a_clone_without_tags(self, project: Project, tmp_path: Path) -> None:
        project.git("clone", "--quiet", "--no-tags", ".", str(tmp_path / "clone"))
        result = verified(Project(root=tmp_path / "clone"))
        assert result.sound
        assert {doubt.kind for doubt in result.doubts} == {"note"}

    def test_after_a_rebase_and_a_squash(self, project: Project) -> None:
        project.git("reset", "--quiet", "--soft", project.git("rev-list", "--max-parents=0", "HEAD"))
        project.git("commit", "--quiet", "--amend", "--message=Everything at once")
        assert verified(project).doubts == ()


class TestTampering:
    def test_a_record_edited(self, project: Project) -> None:
        project.edit(("Ada Lawyer", "Bob Lawyer"), file=project.root / RECORDS / "1.1.json")
        project.commit("Tamper")
        doubted(project, "altered", "1.1", "changed after its release, in commit")
        doubted(project, "altered", "2.0", r"does not follow on from 1\.1")
        doubted(project, "altered", "1.1", "tag privacy-policy/1.1 points to a commit that does not hold this record")

    def test_a_record_edited_in_the_work_tree_only(self, project: Project) -> None:
        project.edit(("Ada Lawyer", "Bob Lawyer"), file=project.root / RECORDS / "1.1.json")
        doubted(project, "altered", "1.1", "in the work tree")

    def test_the_last_record_edited_with_its_commit_rewritten(self, project: Project) -> None:
        project.edit(
            ('"significance": "significant"', '"significance": "minor"'), file=project.root / RECORDS / "2.0.json"
        )
        project.git("commit", "--quiet", "--all", "--amend", "--no-edit")
        doubted(project, "altered", "2.0", "tag")
        doubted(project, "altered", "2.0", "does not fit its own score")

    def test_a_record_removed(self, project: Project) -> None:
        (project.root / RECORDS / "1.1.json").unlink()
        project.commit("Tamper")
        doubted(project, "missing", "1.1", "tag but no record")
        doubted(project, "missing", "1.1", "the record was deleted, in commit")
        doubted(project, "altered", "2.0", r"does not follow on from 1\.0")

    def test_the_first_record_removed(self, project: Project) -> None:
        (project.root / RECORDS / "1.0.json").unlink()
        project.commit("Tamper")
        doubted(project, "missing", "1.1", "names an earlier version")

    def test_records_swapped(self, project: Project) -> None:
        one, two = project.root / RECORDS / "1.0.json", project.root / RECORDS / "1.1.json"
        first, second = one.read_bytes(), two.read_bytes()
        one.write_bytes(second)
        two.write_bytes(first)
        project.commit("Tamper")
        doubted(project, "altered", "1.0", r"speaks of privacy-policy 1\.1")
        doubted(project, "altered", "1.1", r"speaks of privacy-policy 1\.0")

    def test_a_hash_edited(self, project: Project) -> None:
        file = project.root / RECORDS / "1.0.json"
        digest = json.loads(file.read_text())["texts"]["en"]["sha256"]
        project.edit((digest, "0" * 64), file=file)
        project.commit("Tamper")
        doubted(project, "altered", "1.0", "not the one that was recorded")

    def test_another_text_put_in_its_place(self, project: Project) -> None:
        file = project.root / RECORDS / "1.0.json"
        old, new = (
            json.loads((project.root / RECORDS / f"{n}.json").read_text())["texts"]["en"] for n in ("1.0", "1.1")
        )
        project.edit((old["blob"], new["blob"]), (old["sha256"], new["sha256"]), file=file)
        project.commit("Tamper")
        doubted(project, "altered", "1.0", "names another version")

    def test_a_tag_moved(self, project: Project) -> None:
        project.git("tag", "--force", "--annotate", "--message=x", "privacy-policy/2.0", "privacy-policy/1.1")
        doubted(project, "altered", "2.0", "tag privacy-policy/2.0 points")

    def test_a_text_lost(self, project: Project) -> None:
        blob = project.git("rev-parse", "privacy-policy/1.0:policy_docs/privacy-policy.md")
        (project.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
        doubted(project, "missing", "1.0", "missing from this repository")

    def test_a_record_that_is_no_record(self, project: Project) -> None:
        (project.root / RECORDS / "1.1.json").write_text("{}")
        project.commit("Tamper")
        doubted(project, "altered", "1.1", "damaged")


class TestTwoLawyers:
    """Releases made at once on two clones, and drafts that are merged."""

    @pytest.fixture
    def other(self, project: Project, tmp_path: Path) -> Project:
        project.git("clone", "--quiet", ".", str(tmp_path / "other"))
        other = Project(root=tmp_path / "other")
        other.git("config", "user.name", "Bob Builder")
        other.git("config", "user.email", "bob@shop.example")
        return other

    def test_two_drafts_merged_are_released_as_one(self, project: Project, other: Project) -> None:
        project.edit(("We protect", "We carefully protect"))
        project.commit("One draft")
        other.edit(("correct it, or have it deleted", "correct it or have it deleted"))
        other.commit("Another draft")
        other.git("pull", "--quiet", "--no-rebase", "--no-edit")
        other.release(translation_later=True)
        assert verified(other).doubts == ()

    def test_the_same_number_released_twice(self, project: Project, other: Project) -> None:
        project.release(("We protect", "We carefully protect"), translation_later=True)
        other.release(("We protect", "We properly protect"), translation_later=True)
        with pytest.raises(subprocess.CalledProcessError):
            other.git("push", "--quiet", "origin", "HEAD:main")
        other.git("fetch", "--quiet", "--no-tags")
        with pytest.raises(subprocess.CalledProcessError):
            other.git("merge", "--quiet", "--no-edit", "origin/main")
        other.git("checkout", "--quiet", "--ours", ".")
        other.git("add", "--all")
        other.git("commit", "--quiet", "--no-edit")
        doubted(other, "altered", "2.1", "the record was changed after its release, in commit")


def test_the_command(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(project.root)
    assert run(["verify"]) == 0
    assert "Everything agrees: 3 versions, 6 texts." in capsys.readouterr().out
    (project.root / RECORDS / "1.1.json").unlink()
    project.commit("Tamper")
    assert run(["verify"]) == 1
    assert "missing  1.1: there is a tag but no record" in capsys.readouterr().out
    assert run(["verify", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["sound"] is False
    assert {"kind": "missing", "version": "1.1"}.items() <= said["policies"][0]["doubts"][0].items()
