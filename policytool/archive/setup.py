"""Starting a repository where there is none."""

from __future__ import annotations

from pathlib import Path

from policytool.archive.environment import scrubbed
from policytool.archive.repository import open_repository
from policytool.errors import ArchiveError, NotARepository


def start_repository(folder: Path) -> bool:
    """Make `folder` a git repository, unless it lies in a work tree already; whether one was made.

    Raises BareRepository inside a bare repository, ArchiveError when git is missing or refuses.
    """
    try:
        with open_repository(folder):
            return False
    except NotARepository:
        new_repository(folder)
        return True


def new_repository(folder: Path) -> None:
    """Make `folder` a git repository of its own, also inside another. Raises ArchiveError when git refuses."""
    import git

    try:
        with scrubbed():
            git.Repo.init(folder, initial_branch="main").close()
    except git.exc.GitError as error:
        raise ArchiveError(f"git could not start a repository: {error}", path=folder) from error
