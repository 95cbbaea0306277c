"""The records of a notice: approved, published, each a JSON file beside the release records, written once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from policytool.archive.record import TextEntry
from policytool.errors import ArchiveError
from policytool.forms.model import Kind

FORMAT = 1
_Record = TypeVar("_Record")


@dataclass(frozen=True, kw_only=True)
class Approval:
    """A named person's decision that users are told what a form says."""

    policy: str
    notice: str
    """Its id: "incident-1"."""
    kind: Kind
    texts: dict[str, TextEntry]
    """By language, the authoritative one first; titles are those of the notice."""
    version: str
    """The version of the policy in force, whose promise the notice keeps."""
    record: str
    """SHA-256 of that version's record."""
    days: int
    """For the end of the service: the days that people have to be told before; else 0."""
    promise: str
    """The policy's own sentence, with its clause; empty where none was read."""
    previous: str | None
    """SHA-256 of the last file about the notice before; None for the first."""
    name: str
    mail: str
    when: datetime.datetime
    """With a time zone."""
    reason: str
    tool: str
    emergency: str = ""
    """Why people are told later than promised; empty where they are not."""
    format: int = FORMAT


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A named person's decision to tell of an incident by a public notice too."""

    policy: str
    notice: str
    record: str
    """SHA-256 of the approval."""
    until: datetime.date
    """The last day on which every page of the website points to it; its own page stays for good."""
    name: str
    mail: str
    when: datetime.datetime
    reason: str
    """Why telling people one by one is impracticable."""
    tool: str
    format: int = FORMAT


_APPROVAL = TypeAdapter(Approval)
_PUBLICATION = TypeAdapter(Publication)


def approval_json(approval: Approval) -> bytes:
    """The bytes that are written, hashed into the chain, and never changed again."""
    return _APPROVAL.dump_json(approval, indent=2) + b"\n"


def publication_json(publication: Publication) -> bytes:
    """The bytes that are written, hashed into the chain, and never changed again."""
    return _PUBLICATION.dump_json(publication, indent=2) + b"\n"


def read_approval(data: bytes, *, name: str) -> Approval:
    """Read the approval in the file called `name`. Raises ArchiveError when it is none."""
    return _read(_APPROVAL, data, name, "approval of a notice")


def read_publication(data: bytes, *, name: str) -> Publication:
    """Read the publication in the file called `name`. Raises ArchiveError when it is none."""
    return _read(_PUBLICATION, data, name, "publication of a notice")


def _read(adapter: TypeAdapter[_Record], data: bytes, name: str, what: str) -> _Record:
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"this {what} is damaged: {where}: {first['msg']}"
        todo = f"It is written once; restore it: git checkout -- {name}"
        raise ArchiveError(message, path=name, todo=todo) from error
