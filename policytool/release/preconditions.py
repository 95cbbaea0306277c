"""What must hold in the repository before anything is written."""

from __future__ import annotations

from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.model import VersionNumber
from policytool.release.model import Problem

_SHOWN = 10


def preconditions(archive: Archive, policy: str, number: VersionNumber) -> tuple[Problem, ...]:
    """The problems that the state of the repository makes for releasing `number`."""
    return tuple(
        problem
        for problem in (
            _unfinished(archive),
            _other_changes(archive, policy),
            _tag_exists(archive, policy, number),
            _record_exists(archive, policy, number),
            _detached(archive),
        )
        if problem is not None
    )


def tag_name(policy: str, number: VersionNumber) -> str:
    return f"{policy}/{number}"


def _unfinished(archive: Archive) -> Problem | None:
    operation = worktree.operation(archive.repository)
    if operation is None:
        return None
    todo = f"Finish it with `git {operation} --continue`, or give it up with `git {operation} --abort`."
    return Problem(rule="repository", message=f"a {operation} is not finished in this repository", todo=todo)


def _other_changes(archive: Archive, policy: str) -> Problem | None:
    own = {archive.repository.path(file) for file in archive.drafts.files(policy).values()}
    others = [path for path in worktree.changed(archive.repository) if path not in own]
    if not others:
        return None
    listed = ", ".join(others[:_SHOWN]) + (f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else "")
    message = f"other files have changes that are not committed: {listed}"
    return Problem(
        rule="repository", message=message, todo="Commit them first (git commit), or put them aside (git stash)."
    )


def _tag_exists(archive: Archive, policy: str, number: VersionNumber) -> Problem | None:
    tag = tag_name(policy, number)
    if archive.repository.tagged(tag) is None:
        return None
    message = f"the tag {tag} exists already, though this branch has no such release"
    todo = f"Look at it with `git show {tag}`. If that release was given up: git tag --delete {tag}"
    return Problem(rule="repository", message=message, todo=todo)


def _record_exists(archive: Archive, policy: str, number: VersionNumber) -> Problem | None:
    file = archive.record_path(policy, number)
    if not file.exists():
        return None
    message = "a record of this version is already there, but no commit holds it"
    todo = "If nobody is committing it by hand, delete the file and run again."
    return Problem(rule="repository", message=message, todo=todo, path=archive.drafts.name(file))


def _detached(archive: Archive) -> Problem | None:
    if not worktree.detached(archive.repository):
        return None
    todo = "Its tag keeps the release, but switch to your branch first if you can: git switch main"
    return Problem(rule="repository", message="no branch is checked out (detached HEAD)", todo=todo, blocks=False)
