"""Where a site is published: one module for each kind of place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Place(Protocol):
    """A place that holds one whole site at a time."""

    def files(self) -> Mapping[str, str]:
        """Path → blob id of what is published there now."""

    def read(self, path: str) -> bytes:
        """The bytes of one of those files."""

    def put(self, folder: Path) -> str:
        """Publish what is in `folder` instead, in one step; says where it is now."""

    def tidy(self) -> None:
        """Put right what a run that was killed left behind."""


def listing(folder: Path) -> dict[str, Path]:
    """Path from `folder` → file, of all files in it; links to folders are not followed."""
    found = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    return dict(sorted(found.items()))


def blob_id(data: bytes) -> str:
    """What git calls these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def guest(path: str) -> bool:
    """Whether a published file is not the site's own but the host's, and stays: CNAME, .well-known, .htaccess."""
    return path.startswith(".") or path == "CNAME"
