"""The files of the releases folder: readable, committed, and never touched after they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.errors import ArchiveError, UnknownVersion
from policytool.release.verification.model import Doubt

_KIND = re.compile(r"(?:\d+\.\d+|[a-z]+-\d+)\.")
"""What a file of the folder is about: a version, or another notice."""


def read(archive: Archive, policy: str) -> tuple[list[Version], list[Doubt]]:
    """The versions whose records can be read, oldest first, and a doubt for each of the others."""
    versions: list[Version] = []
    doubts: list[Doubt] = []
    for path in archive.records(policy):
        try:
            versions.append(archive.read_record(policy, path))
        except (ArchiveError, UnknownVersion) as error:
            doubts.append(Doubt(kind="altered", version=PurePosixPath(path).stem, message=error.message))
    return sorted(versions, key=lambda version: version.number), doubts


def uncommitted(archive: Archive, policy: str) -> Iterator[Doubt]:
    """Files that somebody edited or deleted in the work tree; the archive reads those of the commit."""
    folder = archive.shelf.folder_of(policy)
    for path in worktree.changed(archive.repository):
        if PurePosixPath(path).parent == folder:
            message = f"the {_what(path)} in the work tree is not the committed one"
            yield Doubt(kind="altered", version=PurePosixPath(path).stem, message=message)


def touched(archive: Archive, policy: str) -> Iterator[Doubt]:
    """Files that a commit of this branch changed or deleted after they were added."""
    folder = archive.shelf.folder_of(policy)
    for path, commits in archive.repository.edits(str(folder)).items():
        there, name = path in archive.shelf.files, PurePosixPath(path).stem
        for commit in commits:
            if there and _what(path) == "closing statement":
                continue  # the notices check what became of their statements
            message = f"the {_what(path)} was changed after its release, in commit {commit[:10]}"
            if not there:
                message = f"the {_what(path)} was deleted, in commit {commit[:10]}"
            yield Doubt(kind="altered" if there else "missing", version=name, message=message)
            if not there:
                break


def _what(path: str) -> str:
    kind = _KIND.sub("", PurePosixPath(path).name).partition("-")[0].partition(".")[0]
    return {
        "withdrawn": "withdrawal",
        "signed": "sign-off",
        "notice": "closing statement",
        "published": "publication",
        "stamp": "time stamp",
    }.get(kind, "record")
