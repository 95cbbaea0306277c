"""The release record: one JSON file per version, written once and never edited."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Literal

from policytool.archive.written import Written
from policytool.significance.model import Assessment, Significance

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class TextEntry:
    """Where one language's text of a version is found again: by blob id, which survives squash and rebase."""

    path: str
    """POSIX path in the repository at the time of release."""
    blob: str
    """Git object id of the text as committed."""
    sha256: str
    """SHA-256 of the same bytes, for checking without git."""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class FindingReason:
    """Why one finding does not make the revision significant, in the words of the person who lowers the verdict."""

    finding: str
    """The first characters of a SHA-256 over the test that was met, the clause and what was found."""
    clause: str
    found: str
    """What the tool found."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """A named person's decision on an assessment."""

    name: str
    mail: str
    when: datetime.datetime
    """With a time zone."""
    significance: Significance
    decision: Literal["confirmed", "overridden", "imported"]
    """`imported`: nobody signed off; the verdict of the tool stands alone, and name and mail are empty."""
    reason: str = ""
    emergency: str = ""
    """Why the version takes effect before the lead time has passed; empty where it does not."""
    reasons: tuple[FindingReason, ...] = ()
    """One for each finding where a verdict on several was lowered."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """Where a version comes from that was posted before there was an archive."""

    commit: str
    """The commit of the repository's own history that held the text."""
    dated: Literal["text", "commit"]
    """What the dates were read from: the words of the text itself, or the moment of the commit."""
    by: Literal["commits", "tags", "dates"]
    """What was taken for a version."""


@dataclass(frozen=True, kw_only=True)
class NoticePlan:
    """Which channels a revision's notice takes: "website" always, others when significant or asked for."""

    channels: tuple[str, ...] = ("website",)


@dataclass(frozen=True, kw_only=True)
class ConsentPlan:
    """How users are asked before a revision leaves them with less; or why they are not."""

    asked: str = ""
    """Who is asked; empty where nobody is."""
    until: datetime.date | None = None
    """The last day for an answer."""
    silent: Literal["old version"] = "old version"
    """What binds those who do not answer."""
    waived: str = ""
    """Why nobody is asked, in the words of the person who signs off."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is known about one released version."""

    policy: str
    version: str
    published: datetime.date
    effective: datetime.date
    recorded: datetime.datetime
    """When the tool wrote this record, with a time zone."""
    texts: dict[str, TextEntry]
    """By language tag; the first is authoritative."""
    previous: str | None
    """SHA-256 of the previous version's record file, or of its withdrawal; None for the first."""
    assessment: Assessment | None
    """None for the first version, which revises nothing."""
    sign_off: SignOff
    notice_plan: NoticePlan
    summary: dict[str, str]
    """The editor's words on the revision, by language."""
    tool: str
    format: int = FORMAT
    consent: ConsentPlan | None = None
    """None where the revision takes nothing from users."""
    signed: str = ""
    """SHA-256 of the sign-off file that the release used; empty where the person signed off at the release itself."""
    released_by: str = ""
    """Name and mail address that git was told of whoever made the release."""
    rules: str = ""
    """SHA-256 of the code and data that judged the revision."""
    signed_tag: bool = False
    """Whether the release made its tag with a signature."""
    imported: Imported | None = None
    """None for versions that were released here."""


_WRITTEN = Written(Record, "release record")
to_json, from_json = _WRITTEN.to_json, _WRITTEN.from_json


def fingerprint(data: bytes) -> str:
    """SHA-256 in hexadecimal, as used between records and for texts."""
    return hashlib.sha256(data).hexdigest()
