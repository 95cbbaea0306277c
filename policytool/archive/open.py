"""Opening the archive of a project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from policytool.archive.archive import Archive
from policytool.archive.repository import open_repository
from policytool.config import Settings


@contextmanager
def open_archive(settings: Settings) -> Iterator[Archive]:
    """The archive of the project whose settings these are; its repository is closed at the end.

    Raises NotARepository, BareRepository, or ArchiveError when git is missing or cannot read the repository.
    """
    with open_repository(settings.root) as repository:
        yield Archive(settings, repository)
