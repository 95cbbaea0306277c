"""A change that was interrupted (power cut, closed window) is finished where its commit was made, else taken back."""

from __future__ import annotations

from dataclasses import dataclass

from policytool.archive import journal as journals
from policytool.archive.archive import Archive
from policytool.archive.change import set_tag
from policytool.archive.journal import Journal
from policytool.archive.record import fingerprint
from policytool.archive.undo import undo
from policytool.errors import ArchiveError


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What became of an interrupted change."""

    title: str
    """Policy and version, such as "privacy-policy 2.0"."""
    finished: bool
    """Otherwise it was taken back, and the draft is as it was before."""
    what: str = "release"
    """Or sign-off, withdrawal, import."""


def interrupted(archive: Archive) -> str | None:
    """Title of a change that is under way or was interrupted, or None."""
    journal = journals.load(archive.repository)
    return journal.title if journal else None


def recover(archive: Archive) -> Recovered | None:
    """Put an interrupted change right. None when there is none.

    Raises ArchiveError when one is under way at this moment.
    """
    if journals.load(archive.repository) is None:
        return None
    with journals.locked(archive.repository):
        journal = journals.load(archive.repository)
        if journal is None:
            return None
        commit = _released(archive, journal) if journal.what == "release" else _committed(archive, journal)
        if commit is None:
            _take_back(archive, journal)
        else:
            if journal.tag and archive.repository.tagged(journal.tag) is None:
                set_tag(archive.repository, journal, commit)
            journals.forget(archive.repository)
    archive.refresh()
    return Recovered(title=journal.title, finished=commit is not None, what=journal.what)


def _take_back(archive: Archive, journal: Journal) -> None:
    try:
        undo(archive.repository, journal, keep_edits=True)
    except OSError as error:
        todo = "Make the folder writable and run again."
        raise ArchiveError(f"the {journal.what} of {journal.title} cannot be taken back: {error}", todo=todo) from error


def _released(archive: Archive, journal: Journal) -> str | None:
    """The commit that made the release, if this branch has it, with exactly the texts of its record."""
    policy, _, number = journal.tag.partition("/")
    if number not in {str(version.number) for version in archive.versions(policy)}:
        return None
    record = archive.version(policy, number).record
    path = archive.repository.path(archive.folder / "releases" / policy / f"{number}.json")
    commit = archive.repository.last_change(path)
    if commit is None:
        return None
    held = archive.repository.blobs(commit, tuple(entry.path for entry in record.texts.values()))
    return commit if held == {entry.path: entry.blob for entry in record.texts.values()} else None


def _committed(archive: Archive, journal: Journal) -> str | None:
    """The commit that added the files of the change, if this branch has it with exactly the bytes that were written."""
    written = {path: original.written for path, original in journal.files.items() if original.data is None}
    commit = archive.repository.last_change(next(iter(written))) if written else None
    if commit is None:
        return None
    held = archive.repository.blobs(commit, tuple(written))
    found = {path: fingerprint(archive.repository.blob(blob) or b"") for path, blob in held.items()}
    return commit if found == written else None
