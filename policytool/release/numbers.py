"""The number of the next version, and whether the draft agrees with it."""

from __future__ import annotations

from policytool.archive.model import Version, VersionNumber
from policytool.release.model import Problem
from policytool.significance.model import Significance
from policytool.text.model import Document

FIRST = VersionNumber(1, 0)


def number(previous: Version | None, significance: Significance, draft: Document) -> VersionNumber:
    """A significant revision raises MAJOR, a minor one MINOR; the first version has the draft's number, or 1.0."""
    if previous is not None:
        return previous.number.raised(significant=significance == "significant")
    return _declared(draft) or FIRST


def disagreement(
    previous: Version | None, significance: Significance, expected: VersionNumber, draft: Document
) -> list[Problem]:
    """The problem of a draft whose metadata carries another number than the last one or the `expected` one."""
    declared = _declared(draft)
    if previous is None or declared in {None, previous.number, expected}:
        return []
    todo = f'Write version: "{expected}" there, or delete the line: the release writes the number itself.'
    if declared < previous.number:
        message = f'the draft says version: "{declared}", but {previous.number} is released already; versions only rise'
    else:
        message = (
            f'the draft says version: "{declared}", but after {previous.number} a {significance} revision is {expected}'
        )
    return [Problem(rule="number", message=message, todo=todo, path=draft.name)]


def _declared(draft: Document) -> VersionNumber | None:
    version = draft.metadata.version if draft.metadata else None
    return VersionNumber.parse(version) if version else None
