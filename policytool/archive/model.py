"""The values of the archive room: VersionNumber, Version."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import total_ordering
from typing import Literal, Self

from policytool.archive.acts import Withdrawal
from policytool.archive.record import Record
from policytool.errors import UnknownVersion

Standing = Literal["upcoming", "in force", "superseded", "withdrawn"]


@total_ordering
@dataclass(frozen=True, slots=True)
class VersionNumber:
    """MAJOR.MINOR."""

    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises UnknownVersion unless `text` is two numbers with a point between."""
        major, point, minor = text.partition(".")
        if not (point and major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
            raise UnknownVersion(f"{text!r} is not a version", todo="Write MAJOR.MINOR, such as 2.0.")
        return cls(int(major), int(minor))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"

    def __lt__(self, other: VersionNumber) -> bool:
        return (self.major, self.minor) < (other.major, other.minor)

    def raised(self, *, significant: bool) -> VersionNumber:
        """The next number: a significant revision raises MAJOR, a minor one MINOR."""
        return VersionNumber(self.major + 1, 0) if significant else VersionNumber(self.major, self.minor + 1)


@dataclass(frozen=True, kw_only=True)
class Version:
    """A released version and its record."""

    number: VersionNumber
    record: Record
    record_sha256: str
    withdrawal: Withdrawal | None = None
    """Who took the version back before it took effect, and why; None for versions that stand."""
    withdrawal_sha256: str = ""

    def taken_back(self, withdrawal: Withdrawal, sha256: str) -> Version:
        """This version with its withdrawal, whose file has the SHA-256 `sha256`."""
        return replace(self, withdrawal=withdrawal, withdrawal_sha256=sha256)

    @property
    def link(self) -> str:
        """What the next record names under `previous`: the SHA-256 of the last file about this version."""
        return self.withdrawal_sha256 or self.record_sha256

    @property
    def policy(self) -> str:
        return self.record.policy

    @property
    def imported(self) -> bool:
        """Whether the version was posted before there was an archive, so that nobody signed it off here."""
        return self.record.imported is not None

    @property
    def published(self) -> datetime.date:
        return self.record.published

    @property
    def posted(self) -> datetime.datetime:
        """The moment of posting: that of the release, or the day of an imported version, which has no other."""
        if not self.imported:
            return self.record.recorded
        return datetime.datetime.combine(self.published, datetime.time(), datetime.UTC)

    @property
    def effective(self) -> datetime.date:
        return self.record.effective

    @property
    def languages(self) -> tuple[str, ...]:
        """Language tags, the authoritative one first."""
        return tuple(self.record.texts)


def asks_consent(version: Version) -> bool:
    """Whether `version` binds only those who agreed to it, or who came after it."""
    return version.record.consent is not None and bool(version.record.consent.asked)


def binding(versions: tuple[Version, ...], day: datetime.date, agreed: VersionNumber) -> Version | None:
    """The version that binds, on `day`, a person who has agreed to `agreed` and to nothing since.

    A version that asks for consent, and every later one, which builds on it, does not bind the silent.
    """
    asking = min((v.number for v in stand(versions) if v.number > agreed and asks_consent(v)), default=None)
    return in_force(tuple(v for v in versions if asking is None or v.number < asking), day)


def in_force(versions: tuple[Version, ...], day: datetime.date) -> Version | None:
    """The version that binds on `day`: of those in effect by then, the one with the highest number."""
    return max((v for v in stand(versions) if v.effective <= day), key=lambda v: v.number, default=None)


def stand(versions: tuple[Version, ...]) -> tuple[Version, ...]:
    """Those of `versions` that were not withdrawn."""
    return tuple(version for version in versions if version.withdrawal is None)


def standing(version: Version, versions: tuple[Version, ...], day: datetime.date) -> Standing:
    """Where `version` stands on `day` among `versions` of its policy."""
    later = min((v.effective for v in stand(versions) if v.number > version.number), default=None)
    return _stands(version, later, in_force(versions, day), day)


def standings(versions: tuple[Version, ...], day: datetime.date) -> dict[VersionNumber, Standing]:
    """The same of all `versions`, looking at each of them once."""
    found: dict[VersionNumber, Standing] = {}
    current, later = in_force(versions, day), None
    for version in sorted(versions, key=lambda v: v.number, reverse=True):
        found[version.number] = _stands(version, later, current, day)
        if version.withdrawal is None:
            later = version.effective if later is None else min(later, version.effective)
    return found


def _stands(version: Version, later: datetime.date | None, current: Version | None, day: datetime.date) -> Standing:
    """`later`: the first day on which a version with a higher number holds; `current`: what is in force on `day`."""
    if version.withdrawal is not None:
        return "withdrawn"
    if version.effective > day:
        return "superseded" if later is not None and later <= version.effective else "upcoming"
    return "in force" if current == version else "superseded"
