"""Taking a change back, from its journal: tag, commit, files, index."""

from __future__ import annotations

import hashlib

from policytool.archive import journal as journals
from policytool.archive.files import discard, replace
from policytool.archive.journal import Journal, Original
from policytool.archive.repository import Repository


def undo(repository: Repository, journal: Journal, *, keep_edits: bool) -> None:
    """Make everything as it was before the change, then forget its journal.

    With `keep_edits`, files that a person edited after the change wrote them stay as they are.
    Doing it twice is safe, also after an undoing that was itself interrupted.
    """
    commit = made_commit(repository, journal)
    if commit is not None:
        if journal.tag and repository.tagged(journal.tag) == commit:
            repository.run("update-ref", "-d", f"refs/tags/{journal.tag}")
        _step_back(repository, journal, commit)
    for path, original in journal.files.items():
        _put_back(repository, path, original, keep_edits=keep_edits)
    _unstage(repository, journal)
    for folder in reversed(journal.folders):
        if (repository.top / folder).is_dir() and not any((repository.top / folder).iterdir()):
            (repository.top / folder).rmdir()
    journals.forget(repository)


def made_commit(repository: Repository, journal: Journal) -> str | None:
    """The change's own commit, where it is the newest one; None when it was not made, or others followed."""
    head = repository.head()
    if head is None or head == journal.head:
        return None
    parents = repository.run("rev-list", "--parents", "--max-count=1", head).decode().split()[1:]
    written = tuple(path for path, original in journal.files.items() if original.data is None)
    ours = len(repository.blobs(head, written)) == len(written)
    return head if parents == ([journal.head] if journal.head else []) and ours else None


def _step_back(repository: Repository, journal: Journal, commit: str) -> None:
    if journal.head is None:
        repository.run("update-ref", "-d", "HEAD", commit)
    else:
        repository.run("update-ref", "-m", f"policytool: {journal.title} undone", "HEAD", journal.head, commit)


def _put_back(repository: Repository, path: str, original: Original, *, keep_edits: bool) -> None:
    file = repository.top / path
    discard(file)
    if not original.written:
        return
    now = file.read_bytes() if file.is_file() else None
    if keep_edits and now is not None and hashlib.sha256(now).hexdigest() != original.written:
        return
    if original.data is None:
        if now is not None:
            file.unlink()
    elif now != original.data:
        replace(file, original.data)


def _unstage(repository: Repository, journal: Journal) -> None:
    removed = "0 " + "0" * 40 + "\t"
    lines = [
        f"{original.index}\t{path}" if original.index else removed + path for path, original in journal.files.items()
    ]
    repository.run("update-index", "-z", "--index-info", stdin="\0".join([*lines, ""]).encode())
