"""One git work tree: git's objects and commands behind checked arguments. No other module imports GitPython."""

from __future__ import annotations

import configparser
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from policytool.archive.environment import scrubbed
from policytool.errors import ArchiveError, BareRepository, NotARepository

if TYPE_CHECKING:
    import git

_OBJECT = re.compile(r"[0-9a-f]{40}\Z")
_ALWAYS = ("-c", "core.safecrlf=false")
"""Records have "\\n" line ends everywhere; a setting that forbids mixing them must not forbid a release."""
_INSTALL = "Install it from https://git-scm.com/downloads and run again."


class Repository:
    """A git work tree. Paths are POSIX paths from its top; object ids are checked before git sees them."""

    def __init__(self, repo: git.Repo, top: Path) -> None:
        self._repo = repo
        self.top = top

    def run(self, *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        """What `git <arguments>` writes. Raises ArchiveError with git's own words when it fails."""
        status, out, err = self.attempt(*arguments, stdin=stdin, env=env)
        if status:
            raise failed(arguments[0], err)
        return out

    def attempt(
        self, *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None
    ) -> tuple[int, bytes, str]:
        """Exit status, output and complaints of `git <arguments>`."""
        from git.exc import GitCommandNotFound

        with tempfile.TemporaryFile() as source:
            source.write(stdin or b"")
            source.seek(0)
            try:
                status, out, err = self._repo.git.execute(
                    [self._repo.git.GIT_PYTHON_GIT_EXECUTABLE or "git", *_ALWAYS, *arguments],
                    istream=source,
                    env=dict(env or {}),
                    with_extended_output=True,
                    with_exceptions=False,
                    stdout_as_string=False,
                    strip_newline_in_stdout=False,
                )
            except GitCommandNotFound as error:
                raise ArchiveError("git is not installed", todo=_INSTALL) from error
        return int(status), bytes(out), str(err)

    def head(self) -> str | None:
        """Id of the commit that is checked out; None before the first commit."""
        status, out, err = self.attempt("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if status > 1:
            raise failed("rev-parse", err)
        return out.decode().strip() or None

    def files(self, commit: str, folder: str) -> dict[str, str]:
        """Path → blob id of the plain files below `folder` in `commit`."""
        return self.blobs(commit, (f"{folder.rstrip('/')}/",))

    def blobs(self, commit: str, paths: tuple[str, ...]) -> dict[str, str]:
        """Path → blob id of those plain files among `paths`, or below them, that are in `commit`."""
        listing = self.run("ls-tree", "-r", "-z", "--full-tree", checked(commit), "--", *paths) if paths else b""
        found = {}
        for line in listing.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            about, path = line.split("\t", 1)
            mode, _, blob = about.split(" ")
            if mode in {"100644", "100755"}:
                found[path] = blob
        return found

    def blob(self, identifier: str) -> bytes | None:
        """The bytes that git stores under this id; None when this clone lacks them."""
        try:
            _, kind, _, data = self._repo.git.get_object_data(checked(identifier))
        except ValueError:
            return None
        return data if os.fsdecode(kind) == "blob" else None

    def shallow(self) -> bool:
        return self.run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def tagged(self, tag: str) -> str | None:
        """Id of the commit under a tag, or None."""
        _, out, _ = self.attempt("rev-parse", "--verify", "--quiet", f"refs/tags/{tag}^{{commit}}")
        return out.decode().strip() or None

    def last_change(self, path: str) -> str | None:
        """The newest commit of this branch that touched the file at `path`, or None."""
        arguments = ("rev-list", "--max-count=1", "HEAD", "--", f":(top,literal){path}")
        return self.run(*arguments).decode().strip() or None

    def edits(self, folder: str) -> dict[str, tuple[str, ...]]:
        """Path below `folder` → commits of this branch that changed or deleted it after it was added, newest first.

        A merge counts where it holds another file than one of its parents.
        """
        form = ("--name-only", "--format=%x00%H", "-z")
        arguments = ("log", "--full-history", "-m", "--diff-filter=MDT", "--no-renames", *form, "HEAD", "--")
        listing = self.run(*arguments, f":(top,literal){folder}") if self.head() else b""
        found: dict[str, tuple[str, ...]] = {}
        commit = ""
        for entry in listing.decode("utf-8", "surrogateescape").split("\0"):
            if _OBJECT.match(entry.strip()):
                commit = entry.strip()
            elif path := entry.lstrip("\n"):
                found[path] = (*found.get(path, ()), commit)
        return found

    def tags(self, prefix: str) -> tuple[str, ...]:
        """Names of the tags below `prefix`."""
        listing = self.run("for-each-ref", "--format=%(refname:strip=2)", f"refs/tags/{prefix}/")
        return tuple(listing.decode().split())

    def committer(self, commit: str) -> dict[str, str]:
        """The environment that makes git act in the name of whoever committed `commit`."""
        name, mail = self.run("show", "--no-patch", "--format=%cn%n%ce", checked(commit)).decode().splitlines()[:2]
        return {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": mail}

    def path(self, file: Path) -> str:
        """`file` as git names it. Raises ArchiveError when it lies outside the work tree."""
        try:
            return file.resolve().relative_to(self.top).as_posix()
        except ValueError as error:
            todo = f"Policies live inside the repository {self.top}."
            raise ArchiveError("this is outside the git repository", path=file, todo=todo) from error

    def private(self, name: str) -> Path:
        """Where a file called `name` may be kept inside git's own folder, one for each work tree."""
        return self.top / self.run("rev-parse", "--git-path", name).decode().strip()


@contextmanager
def open_repository(folder: Path) -> Iterator[Repository]:
    """The work tree around `folder`, closed at the end.

    Raises NotARepository, BareRepository, or ArchiveError when git is missing or its settings are broken.
    """
    with scrubbed():
        repo = _opened(folder)
        try:
            if repo.bare or repo.working_tree_dir is None:
                todo = f"Clone it and work in the clone: git clone {folder} my-policies"
                raise BareRepository(path=folder, todo=todo)
            yield Repository(repo, Path(repo.working_tree_dir).resolve())
        finally:
            repo.close()


def _opened(folder: Path) -> git.Repo:
    try:
        import git
    except ImportError as error:
        raise ArchiveError("git is not installed", todo=_INSTALL) from error
    try:
        return git.Repo(folder, search_parent_directories=True, expand_vars=False)
    except (git.InvalidGitRepositoryError, git.NoSuchPathError) as error:
        todo = "Set up a project here with `policytool init`, or go to the folder that holds your policies."
        raise NotARepository(path=folder, todo=todo) from error
    except (git.GitError, configparser.Error, OSError, ValueError) as error:
        todo = "Run `git status` there; policytool works once git does."
        raise ArchiveError(f"git cannot open this repository: {error}", path=folder, todo=todo) from error


def checked(identifier: str) -> str:
    """`identifier` itself. Raises ArchiveError unless it is a full object id, so that it can never be an option."""
    if not _OBJECT.match(identifier):
        raise ArchiveError(f"{identifier[:60]!r} is not the id of a git object", todo="The release record is damaged.")
    return identifier


def failed(command: str, complaint: str) -> ArchiveError:
    """The error for a git command that failed, in git's own words."""
    words = complaint.strip() or "it gave no reason"
    todo = "Settle what git says and run again."
    if ".lock" in words:
        todo = "If no other git command is running here, delete the lock file that git names, and run again."
    return ArchiveError(f"git {command} failed: {words}", todo=todo)
