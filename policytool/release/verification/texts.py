"""The texts: found, of the recorded hash, and naming the version and dates of their record."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.errors import PolicytoolError
from policytool.release.verification.model import Doubt, doubt


def texts(archive: Archive, version: Version) -> Iterator[Doubt]:
    """The doubts about the texts of one version."""
    for language, entry in version.record.texts.items():
        lost = False
        try:
            lost = archive.repository.blob(entry.blob) is None
            metadata = archive.document(version, language).metadata
        except PolicytoolError as error:
            told = f"{error.message}. {error.todo}" if error.todo else error.message
            yield doubt(version, "missing" if lost else "altered", told)
            continue
        if version.imported:
            continue  # its text was written before there were records
        stated = metadata and (metadata.version, metadata.published, metadata.effective)
        if stated != (str(version.number), version.published, version.effective):
            message = f"the {language} text names another version or other dates than the record"
            yield doubt(version, "altered", message)
