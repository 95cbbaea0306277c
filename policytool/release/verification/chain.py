"""The chain: each record follows the one before it, or its withdrawal; numbers and dates fit."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.archive.model import Version, VersionNumber
from policytool.release.verification.model import Doubt, doubt


def chain(version: Version, before: Version | None, base: Version | None) -> Iterator[Doubt]:
    """The doubts about one link. `before` has the next lower number; `base` is the version that `version` revises."""
    record = version.record
    if record.effective < record.published:
        yield doubt(version, "altered", "it takes effect before it is published")
    yield from _follows(version, before)
    if before is not None:
        expected = before.number.raised(significant=record.sign_off.significance == "significant")
        if version.number != expected:
            yield doubt(version, "missing", f"after {before.number} a {_kind(version, base)} one is {expected}")
    if base is not None:
        yield from _decision(version)
        yield from _order(version, base)
    yield from _withdrawal(version)


def revised(versions: list[Version], number: VersionNumber) -> Version | None:
    """The version that the one called `number` revises: the one before it that stands."""
    earlier = [version for version in versions if version.number < number and version.withdrawal is None]
    return earlier[-1] if earlier else None


def _follows(version: Version, before: Version | None) -> Iterator[Doubt]:
    if before is None:
        if version.record.previous is not None:
            yield doubt(version, "missing", "the record names an earlier version, which is not there")
    elif version.record.previous == before.record_sha256 and before.withdrawal is not None:
        message = f"the record follows on from {before.number}, whose withdrawal was added later"
        yield doubt(version, "altered", message)
    elif version.record.previous != before.link:
        message = f"the record does not follow on from {before.number}: that one was altered, or one was removed"
        yield doubt(version, "altered", message)


def _decision(version: Version) -> Iterator[Doubt]:
    record = version.record
    if record.assessment is None:
        yield doubt(version, "altered", "the record has no assessment")
        return
    alike = record.assessment.significance == record.sign_off.significance
    fitting = {"confirmed", "imported"} if alike else {"overridden"}
    if record.sign_off.decision not in fitting or version.imported != (record.sign_off.decision == "imported"):
        yield doubt(version, "altered", "the sign-off does not fit the assessment")


def _order(version: Version, base: Version) -> Iterator[Doubt]:
    if version.published < base.published or version.effective < base.effective:
        yield doubt(version, "altered", f"its dates come before those of {base.number}, which it revises")


def _withdrawal(version: Version) -> Iterator[Doubt]:
    act = version.withdrawal
    if act is None:
        return
    if act.record != version.record_sha256:
        yield doubt(version, "altered", "the withdrawal names another record than the one that is there")
    if act.when.date() >= version.effective:
        yield doubt(version, "altered", f"it was withdrawn on {act.when.date()}, when it was in force already")


def _kind(version: Version, base: Version | None) -> str:
    return "first" if base is None else version.record.sign_off.significance
