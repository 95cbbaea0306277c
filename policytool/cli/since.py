"""`policytool compare --since`: the sum of several revisions, and which ones they are."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape
from typing import Any

from policytool.archive.archive import Archive
from policytool.archive.model import Version, VersionNumber
from policytool.cli import layout
from policytool.errors import UnknownVersion
from policytool.redline import markdown
from policytool.redline.describe import shortened

_SUMMARY = 60
"""Characters of a revision's summary shown in a terminal."""


def revisions(archive: Archive, policy: str, since: str, new: str) -> tuple[Version, ...]:
    """The versions after the one that `since` means, up to the one that `new` means (all of them for the draft).

    Raises UnknownVersion where one is not there, or `since` is the later one.
    """
    first = number(archive, policy, since)
    last = None if new == "draft" else number(archive, policy, new)
    if last is not None and last <= first:
        todo = f"Write: policytool compare --since {last} {first}" if last < first else "Name an earlier version."
        raise UnknownVersion(f"{last} is not later than {first}", todo=todo)
    return tuple(v for v in archive.versions(policy) if v.number > first and (last is None or v.number <= last))


def number(archive: Archive, policy: str, ref: str) -> VersionNumber:
    """The number of the version that `ref`, a number or a day, means. Raises UnknownVersion."""
    try:
        day = datetime.date.fromisoformat(ref)
    except ValueError:
        archive.resolve(policy, ref)
        return VersionNumber.parse(ref)
    return archive.in_force(policy, day).number


def values(found: Sequence[Version]) -> list[dict[str, Any]]:
    """What `--json` says under `revisions`."""
    return [
        {
            "version": str(version.number),
            "published": version.published.isoformat(),
            "effective": version.effective.isoformat(),
            "significance": version.record.sign_off.significance,
            "summary": _summary(version),
        }
        for version in found
    ]


def lines(found: Sequence[Version], *, draft: bool) -> list[str]:
    """One line for each revision, aligned."""
    said = [
        f"  {version.number!s:6} {version.published}  {version.record.sign_off.significance:11}  "
        + shortened(_summary(version), _SUMMARY)
        for version in found
    ]
    return ["Revisions summed up here:", *(line.rstrip() for line in said), *(["  draft"] if draft else [])]


def html(found: Sequence[Version], *, draft: bool) -> str:
    items = [f"<li>{escape(_told(version))}</li>" for version in found] + ["<li>draft</li>"] * draft
    return f'<h2 id="revisions">Revisions summed up here</h2>\n<ul>\n{"".join(items)}</ul>\n'


def as_markdown(found: Sequence[Version], *, draft: bool) -> str:
    items = [f"- {markdown.escape(_told(version))}\n" for version in found] + ["- draft\n"] * draft
    return "Revisions summed up here:\n\n" + "".join(items) + "\n"


def _told(version: Version) -> str:
    said = f"{version.number}, published {version.published}, {version.record.sign_off.significance}"
    return f"{said}: {_summary(version)}" if _summary(version) else said


def _summary(version: Version) -> str:
    return layout.plain(next(iter(version.record.summary.values()), ""))
