"""The archive on real repositories: versions, drafts, days, and every kind of clone."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policytool.archive.open import open_archive
from policytool.config import Settings
from policytool.errors import (
    ArchiveError,
    BareRepository,
    EmptyPolicy,
    FrontMatterError,
    NotARepository,
    ShallowClone,
    TextError,
    UnknownPolicy,
    UnknownVersion,
)
from tests.repositories import (
    CHINESE,
    POLICY,
    TODAY,
    TYPO,
    Project,
    environment,
    make_project,
    make_repository,
)

LATER = TODAY + datetime.timedelta(40)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project", chinese=CHINESE)


@pytest.fixture
def released(project: Project) -> Project:
    """1.0 and 1.1 released, 1.1 in force a day later."""
    project.release()
    project.release(TYPO)
    return project


def numbers(project: Project) -> list[str]:
    with open_archive(project.settings) as archive:
        return [str(version.number) for version in archive.versions("privacy-policy")]


def texts(project: Project) -> list[str]:
    """The words of every version, read through the archive."""
    with open_archive(project.settings) as archive:
        versions = archive.versions("privacy-policy")
        return ["\n".join(clause.text for clause in archive.document(version).clauses) for version in versions]


def test_other_markdown_beside_the_policies_is_no_policy(project: Project) -> None:
    for name, text in {"README.md": "# Read me", "index.md": "---\ntitle: Home\n---\n", "a.txt": POLICY}.items():
        project.policy.with_name(name).write_text(text)
    with open_archive(project.settings) as archive:
        assert archive.policies() == ("privacy-policy",)
        assert archive.draft_languages("privacy-policy") == ("en", "zh")
        assert archive.draft("privacy-policy", "zh").title == "商店隐私政策"


def test_without_releases_there_is_a_draft_and_no_version(project: Project) -> None:
    with open_archive(project.settings) as archive:
        assert archive.versions("privacy-policy") == ()
        assert archive.resolve("privacy-policy", "draft").title == "Shop Privacy Policy"
        with pytest.raises(UnknownVersion, match="policytool release"):
            archive.resolve("privacy-policy", "1.0")


def test_a_record_that_no_commit_holds_does_not_count(released: Project) -> None:
    records = released.root / "policy_docs/releases/privacy-policy"
    shutil.copy(records / "1.1.json", records / "1.2.json")
    released.git("add", "--all")
    assert numbers(released) == ["1.0", "1.1"]


def test_versions_are_ordered_as_numbers(released: Project) -> None:
    for number in range(2, 11):
        released.release(("Your rights {", f"Your rights, edition {number} {{")) if number == 2 else released.release(
            (f"edition {number - 1} ", f"edition {number} ")
        )
    assert numbers(released)[-3:] == ["1.8", "1.9", "1.10"]


def test_every_version_gives_back_its_own_text(released: Project) -> None:
    old, new = texts(released)
    assert "when you order." in old
    assert "when you place an order." in new
    with open_archive(released.settings) as archive:
        version = archive.version("privacy-policy", "1.0")
        assert b"when you order." in archive.source(version)
        assert archive.document(version, "zh").title == "商店隐私政策"
        assert archive.document(version) is archive.document(version)


def test_a_day_means_the_version_in_force_on_it(released: Project) -> None:
    with open_archive(released.settings) as archive:
        assert archive.resolve("privacy-policy", "2026-03-02").name == "privacy-policy 1.0"
        assert archive.resolve("privacy-policy", "2026-03-03").name == "privacy-policy 1.1"
        with pytest.raises(UnknownVersion, match="took effect on 2026-03-02"):
            archive.resolve("privacy-policy", "2026-03-01")


@pytest.mark.parametrize(
    "ref", ["", "HEAD", "main", "--output=x", "../1.0", "1.0.0", "v1.0", "2026-02-30", "Draft", "\x00"]
)
def test_nothing_else_is_a_reference(released: Project, ref: str) -> None:
    with open_archive(released.settings) as archive, pytest.raises(UnknownVersion):
        archive.resolve("privacy-policy", ref)


@pytest.mark.parametrize(
    "policy", ["", "Privacy-Policy", "../policy_docs/privacy-policy", "-x", "privacy-policy.zh", "*"]
)
def test_nothing_else_is_a_policy(released: Project, policy: str) -> None:
    with open_archive(released.settings) as archive:
        for read in (archive.versions, archive.draft, archive.draft_languages):
            with pytest.raises(UnknownPolicy):
                read(policy)


def test_the_only_policy_need_not_be_named(released: Project) -> None:
    with open_archive(released.settings) as archive:
        assert archive.choose(None) == "privacy-policy"
        with pytest.raises(UnknownPolicy, match="Did you mean privacy-policy"):
            archive.choose("privcy-policy")
    released.policy.with_name("cookies.md").write_text(POLICY.replace("policy: privacy-policy", "policy: cookies"))
    with open_archive(released.settings) as archive, pytest.raises(UnknownPolicy, match="cookies, privacy-policy"):
        archive.choose(None)


def test_a_language_that_was_not_released_is_unknown(released: Project) -> None:
    with open_archive(released.settings) as archive, pytest.raises(UnknownVersion, match="en, zh"):
        archive.document(archive.version("privacy-policy", "1.0"), "fr")


def test_a_policy_keeps_its_versions_when_its_draft_is_deleted(released: Project) -> None:
    released.policy.unlink()
    with open_archive(released.settings) as archive:
        assert archive.policies() == ("privacy-policy",)
        assert len(archive.versions("privacy-policy")) == 2
        with pytest.raises(UnknownPolicy, match="no draft"):
            archive.draft("privacy-policy")


@pytest.mark.parametrize(
    ("name", "text", "error", "says"),
    [
        (
            "privacy-policy.md",
            POLICY.replace("policy: privacy-policy", "policy: other"),
            FrontMatterError,
            "policy: other",
        ),
        ("privacy-policy.md", POLICY.split("# Shop")[0], EmptyPolicy, "no text"),
        (
            "privacy-policy.md",
            "---\npolicy: privacy-policy\ntitle: T\ncolour: red\n---\nText\n",
            FrontMatterError,
            "colour",
        ),
        ("privacy-policy.md", b"---\npolicy: privacy-policy\n---\n\xff\xfe\x00", TextError, "binary"),
        ("privacy-policy.md", "# No metadata\n", FrontMatterError, "no metadata"),
        ("privacy-policy.zh.md", CHINESE.replace("language: zh", "language: fr"), FrontMatterError, "language: fr"),
        ("privacy-policy.en.md", POLICY, FrontMatterError, "both this file and policy_docs/privacy-policy.md"),
    ],
)
def test_a_draft_that_cannot_be_read_names_its_file(
    project: Project, name: str, text: str | bytes, error: type[TextError], says: str
) -> None:
    file = project.policy.with_name(name)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with open_archive(project.settings) as archive, pytest.raises(error, match=says) as caught:
        [archive.draft("privacy-policy", language) for language in archive.draft_languages("privacy-policy")]
    assert caught.value.where.startswith(f"policy_docs/{name}")


def test_a_policy_file_must_be_named_after_its_policy(project: Project) -> None:
    project.policy.rename(project.policy.with_name("Privacy Policy.md"))
    with open_archive(project.settings) as archive, pytest.raises(TextError, match=r"Privacy Policy\.md"):
        archive.policies()


def test_links_out_of_the_project_are_refused(project: Project, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(POLICY)
    project.policy.unlink()
    project.policy.symlink_to(secret)
    with open_archive(project.settings) as archive, pytest.raises(TextError, match="leads out of the folder"):
        archive.draft("privacy-policy")


def test_a_policies_folder_outside_the_project_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    with (
        pytest.raises(TextError, match="leads out"),
        open_archive(Settings(root=project.root, policies="../elsewhere")),
    ):
        pass


def test_an_edited_draft_is_read_anew(project: Project) -> None:
    with open_archive(project.settings) as archive:
        before = archive.draft("privacy-policy")
        project.edit(TYPO)
        assert archive.draft("privacy-policy") != before


class TestClones:
    """Every shape in which a repository reaches a computer."""

    def test_a_clone_without_tags(self, released: Project, tmp_path: Path) -> None:
        released.git("clone", "--quiet", "--no-tags", ".", str(tmp_path / "clone"))
        clone = Project(root=tmp_path / "clone")
        assert clone.git("tag") == ""
        assert texts(clone) == texts(released)

    def test_a_work_tree_of_its_own_and_a_detached_head(self, released: Project, tmp_path: Path) -> None:
        released.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"), "HEAD")
        assert texts(Project(root=tmp_path / "tree")) == texts(released)
        released.git("checkout", "--quiet", "--detach", "privacy-policy/1.0")
        assert numbers(released) == ["1.0"]

    def test_a_project_in_a_subfolder(self, tmp_path: Path) -> None:
        make_repository(tmp_path / "top")
        inner = make_project(tmp_path / "top" / "legal [x]" / "policies")
        shutil.rmtree(inner.root / ".git")
        inner.commit()
        inner.release()
        inner.release(TYPO)
        assert numbers(inner) == ["1.0", "1.1"]
        with open_archive(inner.settings) as archive:
            entry = archive.version("privacy-policy", "1.0").record.texts["en"]
        assert entry.path == "legal [x]/policies/policy_docs/privacy-policy.md"

    def test_line_ends_of_windows(self, released: Project, tmp_path: Path) -> None:
        released.git("clone", "--quiet", "--config", "core.autocrlf=true", ".", str(tmp_path / "clone"))
        clone = Project(root=tmp_path / "clone")
        for key, value in {"user.name": "X", "user.email": "x@shop.example", "core.safecrlf": "true"}.items():
            clone.git("config", key, value)
        assert b"\r\n" in clone.policy.read_bytes()
        assert texts(clone) == texts(released)
        clone.release(("Your rights {", "Your own rights {"))
        assert clone.policy.read_bytes().count(b"\n") == clone.policy.read_bytes().count(b"\r\n")
        assert clone.git("status", "--porcelain") == ""
        with open_archive(clone.settings) as archive:
            version = archive.version("privacy-policy", "1.2")
            assert b"\r" not in archive.source(version)
            assert version.record.texts["en"].blob == clone.git("rev-parse", "HEAD:policy_docs/privacy-policy.md")

    def test_a_shallow_clone_says_what_to_run(self, released: Project, tmp_path: Path) -> None:
        released.git("clone", "--quiet", "--depth=1", f"file://{released.root}", str(tmp_path / "clone"))
        clone = Project(root=tmp_path / "clone")
        assert numbers(clone) == ["1.0", "1.1"]
        with pytest.raises(ShallowClone, match="git fetch --unshallow"):
            texts(clone)
        clone.git("fetch", "--quiet", "--unshallow")
        assert texts(clone) == texts(released)

    def test_history_squashed_after_the_releases(self, released: Project) -> None:
        before = texts(released)
        released.git("reset", "--quiet", "--soft", released.git("rev-list", "--max-parents=0", "HEAD"))
        released.git("commit", "--quiet", "--amend", "--message=Everything at once")
        assert texts(released) == before

    def test_a_bare_repository_says_what_to_run(self, released: Project, tmp_path: Path) -> None:
        released.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
        with pytest.raises(BareRepository, match="git clone"), open_archive(Settings(root=tmp_path / "bare")):
            pass

    def test_no_repository_says_what_to_run(self, tmp_path: Path) -> None:
        for folder in (tmp_path, tmp_path / "missing"):
            with pytest.raises(NotARepository, match="policytool init"), open_archive(Settings(root=folder)):
                pass

    def test_a_repository_without_commits_has_drafts(self, tmp_path: Path) -> None:
        make_repository(tmp_path / "new")
        (tmp_path / "new/policy_docs").mkdir()
        (tmp_path / "new/policy_docs/privacy-policy.md").write_text(POLICY)
        assert numbers(Project(root=tmp_path / "new")) == []

    def test_a_broken_git_configuration_is_told(self, released: Project) -> None:
        (released.root / ".git/config").write_text("[core\nnonsense")
        with pytest.raises(ArchiveError), open_archive(released.settings):
            pass

    def test_a_computer_without_git_says_what_to_install(self, released: Project) -> None:
        code = (
            "import sys; from pathlib import Path; from policytool.config import Settings\n"
            "from policytool.archive.open import open_archive\n"
            "with open_archive(Settings(root=Path(sys.argv[1]))): pass"
        )
        result = subprocess.run(
            [sys.executable, "-c", code, released.root],
            env={**environment(), "PATH": "/nonexistent"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "git is not installed" in result.stderr
        assert "git-scm.com" in result.stderr


class TestDamage:
    """What was altered is refused by name."""

    def test_a_text_that_git_lost(self, released: Project) -> None:
        blob = released.git("rev-parse", "privacy-policy/1.0:policy_docs/privacy-policy.md")
        (released.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
        with open_archive(released.settings) as archive:
            with pytest.raises(ArchiveError, match=r"1\.0 \(en\) is missing.*\n.*git fetch"):
                archive.source(archive.version("privacy-policy", "1.0"))
            assert archive.source(archive.version("privacy-policy", "1.1"))

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ('"sha256": "', '"sha256": "0', "not the one that was recorded"),
            ('"blob": "', '"blob": "--batch', "not the id of a git object"),
            ('"version": "1.0"', '"version": "1.7"', "speaks of privacy-policy 1.7"),
            ('"policy": "privacy-policy"', '"policy": "../x"', r"speaks of \.\./x"),
            ('"published"', '"posted"', "damaged"),
        ],
    )
    def test_a_record_that_was_edited(self, released: Project, old: str, new: str, says: str) -> None:
        file = released.root / "policy_docs/releases/privacy-policy/1.0.json"
        released.edit((old, new), file=file)
        released.commit("Tamper")
        with open_archive(released.settings) as archive, pytest.raises(ArchiveError, match=says):
            archive.source(archive.versions("privacy-policy")[0])


def test_variables_of_git_do_not_lead_elsewhere(
    released: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_project(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git/index"))
    assert numbers(released) == ["1.0", "1.1"]
    released.release(("Your rights {", "Your own rights {"))
    assert numbers(released) == ["1.0", "1.1", "1.2"]
    assert other.git("status", "--porcelain") == ""
    assert os.environ["GIT_DIR"] == str(other.root / ".git")
