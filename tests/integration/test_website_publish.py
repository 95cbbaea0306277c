"""Publishing into a folder and onto the branch gh-pages: the old site or the new one, and nothing is ever lost."""

from __future__ import annotations

import datetime
import json
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from policytool.archive.open import open_archive
from policytool.cli.main import run
from policytool.config import load
from policytool.errors import ArchiveError, PublishRefused, UsageError, WebsiteError
from policytool.release.model import Signature
from policytool.release.withdraw import withdraw
from policytool.website.places.folder import Folder
from policytool.website.publish import Published, publish
from tests.website_project import Project, shop
from tests.website_values import BETWEEN, STORY, THIRD, Day

BEFORE_LAST = STORY[:-1]


def small(root: Path) -> Project:
    """A project with two versions."""
    project = Project.make(root)
    for release in BEFORE_LAST:
        project.release(release)
    return project


def publishes(project: Project, to: Path | str, today: Day = BETWEEN, **options: bool) -> Published:
    return publish(load(project.root), str(to), today, **options)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def beside(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.parent.iterdir() if entry != folder)


# Into a folder


def test_what_is_not_a_site_is_never_overwritten(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    for name, content in (("holiday.txt", "photos"), ("versions.json", "[]"), ("versions.json", '{"policies": 1}')):
        there = tmp_path / "there"
        there.mkdir()
        (there / name).write_text(content)
        with pytest.raises(PublishRefused, match="not a policy website"):
            publishes(project, there)
        assert snapshot(there) == {name: content.encode()}
        shutil.rmtree(there)
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(WebsiteError, match="file"):
        publishes(project, file)


def test_a_version_that_was_published_may_not_go(tmp_path: Path) -> None:
    there = tmp_path / "there"
    publishes(shop(tmp_path / "shop"), there)
    before = snapshot(there)
    with pytest.raises(PublishRefused, match=r"privacy-policy 2\.0 is published but not in this repository"):
        publishes(small(tmp_path / "old"), there)
    assert snapshot(there) == before
    assert "there" not in "".join(beside(there))


def test_a_text_that_was_published_may_not_change(tmp_path: Path) -> None:
    there = tmp_path / "there"
    publishes(small(tmp_path / "shop"), there)
    before = snapshot(there)
    other = Project.make(tmp_path / "other")
    for release in BEFORE_LAST:
        texts = {language: source.replace("12 months", "99 months") for language, source in release.texts.items()}
        other.release(type(release)(**{**vars(release), "texts": texts}))
    with pytest.raises(PublishRefused, match="with another text"):
        publishes(other, there)
    assert snapshot(there) == before


def test_a_page_that_was_published_may_not_go(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    there = tmp_path / "there"
    publishes(project, there)
    (there / "privacy-policy" / "1.0" / "letter").mkdir()
    (there / "privacy-policy" / "1.0" / "letter" / "index.html").write_text("<p>once published</p>")
    with pytest.raises(PublishRefused, match=r"privacy-policy/1\.0/letter/"):
        publishes(project, there)


def test_a_warning_keeps_the_old_site(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    there = tmp_path / "there"
    publishes(project, there)
    before = snapshot(there)
    (project.root / "policy_docs" / "contact.md").write_text("[gone](nowhere.md)\n")
    with pytest.raises(WebsiteError, match=r"nowhere\.md"):
        publishes(project, there)
    assert snapshot(there) == before


def test_a_site_is_published_and_replaced(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    there = tmp_path / "www" / "policies"
    told = publishes(project, there)
    assert told.where == str(there)
    assert "index.html" in told.new
    assert not told.changed
    assert there.stat().st_mode & 0o777 == 0o755
    assert publishes(project, there).anything is False
    inode = there.stat().st_ino
    assert publishes(project, there).anything is False
    assert there.stat().st_ino == inode
    project.release(STORY[-1])
    told = publishes(project, there)
    assert "privacy-policy/2.0/index.html" in told.new
    assert "index.html" in told.changed
    assert beside(there) == []


def test_files_of_the_host_and_permissions_stay_while_pages_of_the_company_may_go(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    contact = project.root / "policy_docs" / "contact.md"
    contact.write_text("# Contact\n")
    there = tmp_path / "there"
    publishes(project, there)
    (there / "CNAME").write_text("policies.shop.example\n")
    (there / ".well-known").mkdir()
    (there / ".well-known" / "security.txt").write_text("Contact: x\n")
    there.chmod(0o750)
    contact.unlink()
    assert publishes(project, there).gone == ("contact/index.html",)
    assert (there / "CNAME").read_text() == "policies.shop.example\n"
    assert (there / ".well-known" / "security.txt").is_file()
    assert not (there / "contact").exists()
    assert there.stat().st_mode & 0o777 == 0o750


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    publishes(project, tmp_path / "real")
    (tmp_path / "link").symlink_to("real")
    project.release(STORY[-1])
    publishes(project, tmp_path / "link")
    assert (tmp_path / "link").readlink() == Path("real")
    assert (tmp_path / "real" / "privacy-policy" / "2.0" / "index.html").is_file()


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    assert publishes(project, tmp_path / "there", dry_run=True).new
    assert not (tmp_path / "there").exists()
    publishes(project, tmp_path / "there")
    before = snapshot(tmp_path / "there")
    project.release(STORY[-1])
    assert publishes(project, tmp_path / "there", dry_run=True).changed
    assert snapshot(tmp_path / "there") == before


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WebsiteError, match="cannot be written"):
        publishes(small(tmp_path / "shop"), tmp_path / "file" / "there")


def test_a_run_that_was_killed_between_two_renames_is_put_right(tmp_path: Path) -> None:
    """Where a system cannot exchange folders, the old site may stand aside when the computer stops."""
    project = small(tmp_path / "shop")
    there = tmp_path / "there"
    publishes(project, there)
    there.rename(tmp_path / ".there.policytool-old")
    (tmp_path / ".there.policytool-abc" / "site").mkdir(parents=True)
    with pytest.raises(PublishRefused):
        publishes(Project.make(tmp_path / "empty"), there)
    project.release(STORY[-1])
    told = publishes(project, there)
    assert "index.html" in told.changed
    assert not [name for name in beside(there) if name.startswith(".there")]


def test_where_folders_cannot_be_exchanged_they_are_renamed_one_after_the_other(tmp_path: Path) -> None:
    for name in ("there", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page").write_text(name)
    Folder(tmp_path / "there", swap=lambda one, other: False).put(tmp_path / "new")
    assert snapshot(tmp_path / "there") == {"page": b"new"}
    assert beside(tmp_path / "there") == ["new"]


def test_at_every_moment_the_whole_site_is_there(tmp_path: Path) -> None:
    """The process is killed at many moments; what stands is the old site or the new one."""
    project = small(tmp_path / "shop")
    there = tmp_path / "there"
    publishes(project, there)
    old = snapshot(there)
    project.release(STORY[-1])
    publishes(project, tmp_path / "next")
    new = snapshot(tmp_path / "next")
    assert old != new
    script = (
        "import sys; from pathlib import Path; from policytool.website.places.folder import Folder\n"
        "while True:\n    for name in sys.argv[2:]:\n        Folder(Path(sys.argv[1])).put(Path(name))\n"
        "        print('.', end='', flush=True)\n"
    )
    for name, state in (("a", old), ("b", new)):
        for path, data in state.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    for moment in range(6):
        command = [sys.executable, "-c", script, str(there), str(tmp_path / "a"), str(tmp_path / "b")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.read(2)
        time.sleep(moment * 0.003)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert snapshot(there) in (old, new)
    publishes(project, there)
    assert snapshot(there) == new
    assert not [name for name in beside(there) if name.startswith(".there")]


def test_what_a_killed_run_left_goes_also_when_nothing_is_new(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    there = tmp_path / "there"
    publishes(project, there)
    before = snapshot(there)
    (tmp_path / ".there.policytool-abc" / "site").mkdir(parents=True)
    assert publishes(project, there, dry_run=True).anything is False
    assert (tmp_path / ".there.policytool-abc").exists()
    assert publishes(project, there).anything is False
    assert not (tmp_path / ".there.policytool-abc").exists()
    assert snapshot(there) == before


# Onto the branch


def test_another_branch_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    project.git("branch", "gh-pages")
    before = project.git("rev-parse", "gh-pages")
    with pytest.raises(PublishRefused, match="not a policy website"):
        publishes(project, "gh-pages")
    assert project.git("rev-parse", "gh-pages") == before


def test_a_branch_that_is_checked_out_is_left_alone(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    publishes(project, "gh-pages")
    project.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "gh-pages")
    project.release(STORY[-1])
    with pytest.raises(ArchiveError, match="checked out"):
        publishes(project, "gh-pages")


def test_the_branch_holds_the_site_and_nothing_else_is_touched(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    draft = project.root / "policy_docs" / "privacy-policy.md"
    draft.write_text(draft.read_text() + "\nAn edit.\n")
    state = (project.git("rev-parse", "HEAD"), project.git("status", "--porcelain"))
    told = publishes(project, "gh-pages")
    assert told.where.startswith("gh-pages ")
    assert (project.git("rev-parse", "HEAD"), project.git("status", "--porcelain")) == state
    publishes(project, tmp_path / "there")
    held = set(project.git("ls-tree", "-r", "--name-only", "gh-pages").splitlines())
    assert held == {*snapshot(tmp_path / "there"), ".nojekyll"}
    page = subprocess.check_output(["git", "show", "gh-pages:index.html"], cwd=project.root)
    assert page == (tmp_path / "there" / "index.html").read_bytes()


def test_each_state_is_one_commit_and_the_same_state_none(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    publishes(project, "gh-pages")
    first = project.git("rev-parse", "gh-pages")
    assert publishes(project, "gh-pages").anything is False
    assert project.git("rev-parse", "gh-pages") == first
    project.release(STORY[-1])
    publishes(project, "gh-pages")
    assert project.git("rev-parse", "gh-pages^") == first
    publishes(project, "gh-pages", THIRD)
    assert publishes(project, "gh-pages", THIRD, dry_run=True).anything is False
    with pytest.raises(PublishRefused, match=r"privacy-policy/1\.0/compared/"):
        publishes(project, "gh-pages", BETWEEN)


def test_the_name_of_the_host_stays(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    publishes(project, "gh-pages")
    project.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "gh-pages")
    (tmp_path / "tree" / "CNAME").write_text("policies.shop.example\n")
    Project(root=tmp_path / "tree").commit()
    project.git("worktree", "remove", str(tmp_path / "tree"))
    project.release(STORY[-1])
    publishes(project, "gh-pages")
    assert project.git("show", "gh-pages:CNAME") == "policies.shop.example"


def test_a_fresh_clone_goes_on_from_what_is_published_and_pushes(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "hub.git")], check=True)
    project.git("remote", "add", "origin", str(tmp_path / "hub.git"))
    publishes(project, "gh-pages", push=True)
    project.release(STORY[-1])
    project.git("push", "--quiet", "origin", "main")
    project.git("clone", "--quiet", "--branch=main", str(tmp_path / "hub.git"), str(tmp_path / "clone"))
    clone = Project(root=tmp_path / "clone")
    publishes(clone, "gh-pages", push=True)
    hub = Project(root=tmp_path / "hub.git")
    assert hub.git("rev-parse", "gh-pages") == clone.git("rev-parse", "gh-pages")
    assert hub.git("rev-parse", "gh-pages^") == project.git("rev-parse", "gh-pages")
    assert publishes(clone, "gh-pages", push=True).anything is False


def test_branches_that_went_apart_are_said(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    publishes(project, "gh-pages")
    other = project.git("commit-tree", "-m", "elsewhere", "gh-pages^{tree}")
    project.git("update-ref", "refs/remotes/origin/gh-pages", other)
    with pytest.raises(ArchiveError, match="gone apart"):
        publishes(project, "gh-pages")


def test_a_push_that_is_not_taken_is_said_and_can_be_repeated(tmp_path: Path) -> None:
    project = small(tmp_path / "shop")
    project.git("remote", "add", "origin", str(tmp_path / "nowhere"))
    with pytest.raises(ArchiveError, match="git push failed"):
        publishes(project, "gh-pages", push=True)
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "nowhere")], check=True)
    assert publishes(project, "gh-pages", push=True).anything is False
    assert Project(root=tmp_path / "nowhere").git("rev-parse", "gh-pages") == project.git("rev-parse", "gh-pages")


def test_only_the_branch_is_pushed(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        publishes(small(tmp_path / "shop"), tmp_path / "there", push=True)


# The command


def test_the_command_publishes_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = shop(tmp_path / "shop")
    monkeypatch.chdir(project.root)
    assert run(["publish", "--to", "../there", "--today", "2026-11-23", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["published"] is False
    assert "privacy-policy/2.0/index.html" in told["new"]
    assert run(["publish", "--to", "../there", "--today", "2026-12-23"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "there")
    assert run(["publish", "--to", "../there", "--today", "2026-11-23"]) == 1
    assert "would go" in capsys.readouterr().err


def test_a_withdrawn_version_keeps_its_pages(tmp_path: Path) -> None:
    """2.0 brought a language of its own and is taken back: its addresses stay, and publishing goes on."""
    project = Project.make(tmp_path / "shop")
    project.release(STORY[0])
    project.release(replace(STORY[2], number="2.0"))
    there = tmp_path / "there"
    publishes(project, there)
    with open_archive(load(project.root)) as archive:
        version = archive.version("privacy-policy", "2.0")
        when = datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)
        withdraw(archive, version, Signature(name="Ada", mail="ada@shop.example"), now=when, reason="Not needed")
    told = publishes(project, there, BETWEEN.replace(day=25))
    assert told.gone == ()
    for language in ("", "zh/"):
        assert "withdrawn" in (there / "privacy-policy" / language / "2.0" / "index.html").read_text().casefold()
