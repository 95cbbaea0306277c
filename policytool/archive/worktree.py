"""The state of the work tree that decides whether a change may be committed, and who git says is committing."""

from __future__ import annotations

import os
import re

from policytool.archive.repository import Repository

_OPERATIONS = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
}
_IDENTITY = re.compile(r"(?P<name>.*) <(?P<mail>[^<>]*)> \d+ [+-]\d{4}\Z")


def changed(repository: Repository) -> tuple[str, ...]:
    """Paths of tracked files that differ from the commit, staged or not."""
    listing = repository.run("status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames")
    return tuple(line[3:] for line in listing.decode("utf-8", "surrogateescape").split("\0")[:-1])


def operation(repository: Repository) -> str | None:
    """The merge, rebase, cherry-pick or revert that is not finished, or None."""
    return next((name for file, name in _OPERATIONS.items() if repository.private(file).exists()), None)


def detached(repository: Repository) -> bool:
    """Whether a commit, not a branch, is checked out."""
    return repository.attempt("symbolic-ref", "--quiet", "HEAD")[0] == 1


def shared(repository: Repository) -> bool:
    """Whether the repository knows another one to push to."""
    return bool(repository.run("remote").strip())


def identity(repository: Repository) -> tuple[str, str] | None:
    """Name and mail address that git was told to commit under; None when it would have to guess."""
    status, out, _ = repository.attempt("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
    named = None if status else _IDENTITY.match(out.decode("utf-8", "replace").strip())
    return (named["name"], named["mail"]) if named else None


def standing_in(repository: Repository, name: str, mail: str) -> dict[str, str]:
    """The environment that makes git commit as `name` where it was not told who commits; else an empty one."""
    if identity(repository) is not None:
        return {}
    values = {"NAME": name, "EMAIL": mail}
    variables = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in values.items()}
    return {variable: value for variable, value in variables.items() if not os.environ.get(variable)}
