"""The time stamps: each of exactly the record beside it, and signed by an authority that is trusted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from policytool.archive.archive import Archive
from policytool.errors import StampError
from policytool.release import stamps
from policytool.release.timestamp import LibraryMissing
from policytool.release.verification.model import Doubt

_CLOCKS = datetime.timedelta(minutes=10)
"""How far this computer's clock may be ahead of the authority's."""


def stamp(archive: Archive, policy: str, name: str, recorded: datetime.datetime) -> Iterator[Doubt]:
    """The doubts about the time stamp of the record called `name`, which says that it was written at `recorded`."""
    try:
        found = stamps.read(archive, policy, name)
    except LibraryMissing as error:
        yield Doubt(kind="note", version=name, message=f"its time stamp cannot be checked here. {error.todo}")
        return
    except StampError as error:
        yield Doubt(kind="altered", version=name, message=error.message)
        return
    if found is None:
        return
    if not found.trusted:
        message = "its time stamp is of this record, but its signature was not checked: set release.timestamp_roots"
        yield Doubt(kind="note", version=name, message=message)
    if found.moment < recorded - _CLOCKS:
        message = f"it was stamped at {found.moment.isoformat()}, before the moment that its record gives"
        yield Doubt(kind="note", version=name, message=message)


def counted(archive: Archive, policy: str) -> int:
    """How many records of `policy` have a time stamp."""
    start = f"{archive.shelf.folder_of(policy)}/"
    return sum(path.startswith(start) and path.endswith(".stamp.tsr") for path in archive.shelf.files)
