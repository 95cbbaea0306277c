"""The number of the next version, and whether the draft agrees with it."""

from __future__ import annotations

from policytool.archive.model import Version, VersionNumber
from policytool.release.model import Problem
from policytool.significance.model import Significance
from policytool.text.model import Document

FIRST = VersionNumber(1, 0)


def number(latest: Version | None, significance: Significance, draft: Document) -> VersionNumber:
    """A significant revision raises MAJOR, a minor one MINOR; the first version has the draft's number, or 1.0.

    `latest` is the version with the highest number, also where it was withdrawn: no number is used twice.
    """
    if latest is not None:
        return latest.number.raised(significant=significance == "significant")
    return _declared(draft) or FIRST


def disagreement(
    previous: Version | None,
    latest: Version | None,
    significance: Significance,
    expected: VersionNumber,
    draft: Document,
) -> list[Problem]:
    """The problem of a draft whose metadata carries another number than the last one or the `expected` one.

    `previous` is the version that the draft revises, `latest` the one with the highest number, also where withdrawn.
    """
    declared = _declared(draft)
    if latest is None or declared in {None, latest.number, expected, previous.number if previous else None}:
        return []
    todo = f'Write version: "{expected}" there, or delete the line: the release writes the number itself.'
    if declared < latest.number:
        message = f'the draft says version: "{declared}", but {latest.number} is released already; versions only rise'
    else:
        message = (
            f'the draft says version: "{declared}", but after {latest.number} a {significance} revision is {expected}'
        )
    return [Problem(rule="number", message=message, todo=todo, path=draft.name)]


def _declared(draft: Document) -> VersionNumber | None:
    version = draft.metadata.version if draft.metadata else None
    return VersionNumber.parse(version) if version else None
