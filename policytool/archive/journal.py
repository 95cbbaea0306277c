"""The journal of a change under way: enough to undo it, or to finish it, after the computer stopped in the middle."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import Base64Bytes, TypeAdapter, ValidationError

from policytool.archive.files import replace
from policytool.archive.repository import Repository
from policytool.errors import ArchiveError

_FILE = "policytool/change.json"
_LOCK = "policytool/lock"


@dataclass(frozen=True, kw_only=True)
class Original:
    """A file before the change."""

    data: Base64Bytes | None
    """None where there was no file."""
    index: str
    """Its entry in git's index, in the form of `git ls-files --stage`; empty where there was none."""
    written: str = ""
    """SHA-256 of what the change writes there; empty until it is about to."""


@dataclass(frozen=True, kw_only=True)
class Journal:
    """A change of files, one commit and at most one tag, as planned; all paths from the top of the work tree."""

    title: str
    """What people call the change: "privacy-policy 2.0"."""
    head: str | None
    """The commit before; None for the first commit of a repository."""
    tag: str
    """Empty where the change makes none."""
    tag_message: str
    files: dict[str, Original]
    folders: tuple[str, ...]
    """Folders that the change makes, outermost first."""
    what: str = "release"
    """The kind of change, as people call it: "the release of privacy-policy 2.0"."""
    sign_tag: bool = False


_ADAPTER = TypeAdapter(Journal)


def load(repository: Repository) -> Journal | None:
    """The journal of a change that was not completed, or None."""
    file = repository.private(_FILE)
    try:
        return _ADAPTER.validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        todo = "Look at `git status`, put the policy's files right, delete this file and run again."
        raise ArchiveError("an interrupted release left a damaged journal", path=file, todo=todo) from error


def save(repository: Repository, journal: Journal) -> None:
    """Write the journal down durably, before what it tells of is done."""
    file = repository.private(_FILE)
    try:
        file.parent.mkdir(exist_ok=True)
        replace(file, _ADAPTER.dump_json(journal))
    except OSError as error:
        raise _unwritable(file, error) from error


def forget(repository: Repository) -> None:
    repository.private(_FILE).unlink(missing_ok=True)


@contextmanager
def locked(repository: Repository) -> Iterator[None]:
    """Within the context no other policytool changes this work tree. Raises ArchiveError when one does already.

    The lock ends with the process, however that ends.
    """
    file = repository.private(_LOCK)
    with _opened(file) as stream:
        if not _lock(stream):
            todo = "Wait until it has ended, then look at `policytool status`."
            raise ArchiveError("another release is under way in this folder", todo=todo)
        yield


def _opened(file: Path) -> IO[bytes]:
    try:
        file.parent.mkdir(exist_ok=True)
        return file.open("ab")
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> ArchiveError:
    todo = "Make git's folder writable and run again."
    return ArchiveError(f"cannot be written: {error.strerror}", path=file, todo=todo)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _lock(stream: IO[bytes]) -> bool:
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(stream: IO[bytes]) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def folders_to_make(repository: Repository, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Folders that do not exist yet and that files at `paths` need, outermost first."""
    missing = {
        parent.relative_to(repository.top).as_posix()
        for path in paths
        for parent in Path(repository.top, path).parents
        if parent.is_relative_to(repository.top) and not parent.exists()
    }
    return tuple(sorted(missing, key=len))
