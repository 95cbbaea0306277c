"""A release is made whole or not at all: whatever fails, and wherever the computer stops."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from policytool.archive.open import open_archive
from policytool.errors import ArchiveError, ReleaseRefused
from policytool.release.recover import Recovered, interrupted, recover
from tests.repositories import CHINESE, TYPO, Project, environment, make_project

STEPS = (
    "begin",
    "write policy_docs/privacy-policy.md",
    "write policy_docs/privacy-policy.zh.md",
    "stage policy_docs/privacy-policy.md, policy_docs/privacy-policy.zh.md",
    "write policy_docs/releases/privacy-policy/1.1.json",
    "stage policy_docs/releases/privacy-policy/1.1.json",
    "commit",
    "check the commit",
    "tag privacy-policy/1.1",
    "done",
)
COMMITTED = STEPS[STEPS.index("check the commit") :]
"""Steps that are taken when the commit stands."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """1.0 released, and a minor edit in the draft, staged so that the index has something to lose."""
    project = make_project(tmp_path / "project", chinese=CHINESE)
    project.release()
    project.edit(TYPO)
    project.git("add", "policy_docs/privacy-policy.md")
    return project


def state(project: Project) -> tuple[object, ...]:
    """Everything that a release touches: files, index, branch, tags."""
    files = {file: file.read_bytes() for file in (project.root / "policy_docs").rglob("*") if file.is_file()}
    folders = {folder for folder in (project.root / "policy_docs").rglob("*") if folder.is_dir()}
    return files, folders, project.git("ls-files", "--stage"), project.git("for-each-ref"), project.git("status")


def put_right(project: Project) -> Recovered | None:
    with open_archive(project.settings) as archive:
        return recover(archive)


def hook(project: Project, name: str, script: str) -> None:
    file = project.root / ".git/hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_the_steps_of_a_release(project: Project) -> None:
    taken: list[str] = []
    project.release(step=taken.append)
    assert tuple(taken) == STEPS


@pytest.mark.parametrize("fatal", STEPS)
@pytest.mark.parametrize("error", [OSError("No space left on device"), KeyboardInterrupt()], ids=["disk", "ctrl-c"])
def test_failing_at_any_step_leaves_nothing_behind(project: Project, fatal: str, error: BaseException) -> None:
    def fail(step: str) -> None:
        if step == fatal:
            raise error

    before = state(project)
    with pytest.raises(type(error)):
        project.release(step=fail)
    assert state(project) == before
    assert put_right(project) is None
    assert str(project.release().number) == "1.1"


def test_the_first_release_of_an_empty_repository_leaves_nothing_behind(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    project.git("update-ref", "-d", "HEAD")
    project.git("rm", "--quiet", "--cached", "-r", ".")
    before = state(project)
    with pytest.raises(ZeroDivisionError):
        project.release(step=lambda step: 1 // (step != "done"))
    assert state(project) == before
    assert str(project.release().number) == "1.0"
    assert project.git("log", "--format=%s") == "Release privacy-policy 1.0 (first version), effective 2026-03-02"


def kill_at(project: Project, fatal: str) -> None:
    """Release in a process of its own that is killed, as by a power cut, just before a step."""
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom tests.repositories import Project\n"
        "def step(name):\n    if name == sys.argv[2]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Project(root=Path(sys.argv[1])).release(step=step)\n"
    )
    command = [sys.executable, "-c", code, str(project.root), fatal]
    result = subprocess.run(command, cwd=Path(__file__).parents[2], env=environment(), check=False)
    assert result.returncode == -signal.SIGKILL


@pytest.mark.parametrize("fatal", STEPS[1:])
def test_killed_at_any_step_it_is_finished_or_taken_back(project: Project, fatal: str) -> None:
    before = state(project)
    kill_at(project, fatal)
    with open_archive(project.settings) as archive:
        assert interrupted(archive) == "privacy-policy 1.1"
        found = recover(archive)
        assert recover(archive) is None
    assert found == Recovered(title="privacy-policy 1.1", finished=fatal in COMMITTED)
    if fatal in COMMITTED:
        assert project.git("rev-parse", "privacy-policy/1.1^{commit}") == project.git("rev-parse", "HEAD")
        assert project.git("status", "--porcelain") == ""
        with pytest.raises(ReleaseRefused, match=r"same as version 1\.1"):
            project.release()
    else:
        assert state(project) == before
        assert str(project.release().number) == "1.1"


def test_killed_before_anything_was_written_there_is_nothing_to_put_right(project: Project) -> None:
    before = state(project)
    kill_at(project, "begin")
    assert put_right(project) is None
    assert state(project) == before


def test_what_a_person_edited_after_the_crash_is_kept(project: Project) -> None:
    kill_at(project, "commit")
    project.edit(("We protect", "We carefully protect"))
    found = put_right(project)
    assert found is not None
    assert not found.finished
    assert b"We carefully protect" in project.policy.read_bytes()
    assert b'version: "1.0"' in project.chinese.read_bytes()
    assert str(project.release().number) == "1.1"


def test_work_committed_after_the_crash_is_kept(project: Project) -> None:
    kill_at(project, "tag privacy-policy/1.1")
    released = project.git("rev-parse", "HEAD")
    (project.root / "notes.txt").write_text("Notes\n")
    project.commit("Notes")
    assert put_right(project) == Recovered(title="privacy-policy 1.1", finished=True)
    assert project.git("rev-parse", "privacy-policy/1.1^{commit}") == released
    assert project.git("log", "-1", "--format=%s") == "Notes"


def test_a_damaged_journal_says_what_to_do(project: Project) -> None:
    kill_at(project, "commit")
    (project.root / ".git/policytool/change.json").write_text("{")
    with pytest.raises(ArchiveError, match=r"(?s)damaged journal.*git status"):
        put_right(project)


def test_two_releases_at_once(project: Project) -> None:
    inside, over = threading.Event(), threading.Event()

    def wait(step: str) -> None:
        if step == "commit":
            inside.set()
            assert over.wait(60)

    first = threading.Thread(target=project.release, kwargs={"step": wait})
    first.start()
    try:
        assert inside.wait(60)
        with pytest.raises((ArchiveError, ReleaseRefused)):
            Project(root=project.root).release()
        with pytest.raises(ArchiveError, match="under way"):
            put_right(project)
    finally:
        over.set()
        first.join()
    assert project.git("tag") == "privacy-policy/1.0\nprivacy-policy/1.1"
    assert project.git("status", "--porcelain") == ""


class TestGitRefuses:
    """Hooks, locks, tags and folders in the way."""

    def refused(self, project: Project, says: str) -> None:
        before = state(project)
        with pytest.raises((ArchiveError, ReleaseRefused), match=says):
            project.release()
        assert state(project) == before
        assert put_right(project) is None

    def test_a_hook_that_fails(self, project: Project) -> None:
        hook(project, "pre-commit", "echo 'Policies need a ticket' >&2; exit 1")
        self.refused(project, "Policies need a ticket")

    def test_a_hook_that_repairs_files_and_fails(self, project: Project) -> None:
        hook(project, "pre-commit", "echo >> policy_docs/privacy-policy.md; exit 1")
        self.refused(project, "git commit failed")

    def test_a_hook_that_commits_another_text(self, project: Project) -> None:
        hook(project, "pre-commit", "echo More >> policy_docs/privacy-policy.md; git add policy_docs/privacy-policy.md")
        self.refused(project, "exactly what was released")

    def test_a_hook_that_refuses_the_tag(self, project: Project) -> None:
        hook(project, "reference-transaction", 'if [ "$1" = prepared ]; then ! grep -q refs/tags; fi')
        self.refused(project, "git tag failed")

    def test_a_hook_that_refuses_the_branch(self, project: Project) -> None:
        hook(project, "reference-transaction", 'if [ "$1" = prepared ]; then ! grep -q refs/heads; fi')
        self.refused(project, "git commit failed")

    def test_an_index_that_is_locked(self, project: Project) -> None:
        lock = project.root / ".git/index.lock"
        lock.write_text("")
        before = project.policy.read_bytes()
        with pytest.raises(ArchiveError, match=r"(?s)index\.lock.*delete the lock file"):
            project.release()
        assert project.policy.read_bytes() == before
        lock.unlink()
        put_right(project)
        assert str(project.release().number) == "1.1"

    def test_git_killed_in_the_middle_of_its_commit(self, project: Project) -> None:
        before = state(project)
        hook(project, "pre-commit", "kill -9 $PPID")
        with pytest.raises(ArchiveError, match="could not be undone"):
            project.release()
        (project.root / ".git/hooks/pre-commit").unlink()
        with pytest.raises(ArchiveError, match="delete the lock file"):
            put_right(project)
        (project.root / ".git/index.lock").unlink()
        assert put_right(project) == Recovered(title="privacy-policy 1.1", finished=False)
        assert state(project) == before

    def test_a_file_where_the_records_folder_belongs(self, tmp_path: Path) -> None:
        project = make_project(tmp_path / "project")
        (project.root / "policy_docs/releases").write_text("In the way\n")
        project.commit()
        self.refused(project, r"releases/privacy-policy/1\.0\.json: cannot be written")

    def test_a_folder_where_the_new_bytes_are_gathered(self, project: Project) -> None:
        (project.root / "policy_docs/.privacy-policy.zh.md.policytool-new").mkdir()
        self.refused(project, "cannot be written")

    def test_a_policy_that_git_ignores(self, tmp_path: Path) -> None:
        project = make_project(tmp_path / "project")
        project.git("rm", "--quiet", "--cached", "policy_docs/privacy-policy.md")
        (project.root / ".gitignore").write_text("policy_docs/*.md\n")
        project.commit()
        self.refused(project, "ignored")
