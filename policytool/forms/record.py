"""The records of a notice: approved, published, each a JSON file beside the release records, written once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from policytool.archive.record import TextEntry
from policytool.archive.written import Written
from policytool.forms.model import Kind

FORMAT = 1


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


_APPROVAL = Written(Approval, "approval of a notice")
approval_json, read_approval = _APPROVAL.to_json, _APPROVAL.from_json

_PUBLICATION = Written(Publication, "publication of a notice")
publication_json, read_publication = _PUBLICATION.to_json, _PUBLICATION.from_json
