"""Records for the versions that a repository's own history holds: years of it become an archive in one commit.

Nothing is invented: the record says that it was imported, from which commit, and that nobody signed off.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policytool import __version__
from policytool.archive import record as records
from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.change import Tag, change
from policytool.archive.history import commits, tags
from policytool.archive.model import VersionNumber
from policytool.archive.record import Imported, NoticePlan, Record, SignOff, TextEntry
from policytool.errors import ReleaseRefused
from policytool.redline.compare import compare
from policytool.release.judge import judge
from policytool.release.numbers import FIRST
from policytool.release.past import By, LeftOut, PastVersion, versions
from policytool.release.rules import fingerprint
from policytool.release.verification.tags import IMPORTED
from policytool.significance.model import Assessment


@dataclass(frozen=True, kw_only=True)
class Import:
    """The records that an import would write, oldest first, and what it leaves out."""

    policy: str
    records: tuple[Record, ...]
    left_out: tuple[LeftOut, ...]


def read_history(archive: Archive, policy: str, path: str, *, by: By, language: str, now: datetime.datetime) -> Import:
    """What the history of the file at `path`, as git names it, holds. Changes nothing; `now` carries a time zone.

    Raises ReleaseRefused where the policy has records already or the history holds no version, ArchiveError.
    """
    if archive.shelf.records(policy):
        todo = "History is imported before the first release, into a policy without records."
        raise ReleaseRefused(f"{policy} has an archive already", todo=todo)
    history = commits(archive.repository, path)
    if by == "tags":
        history = tags(archive.repository, history, without=f"{policy}/")
    found, out = versions(archive.repository, history, by, language)
    if not found:
        todo = "See which are there with git tag, or use --by commits." if by == "tags" else "Look at `git log`."
        raise ReleaseRefused(f"there is no version of {path} to import", todo=todo)
    return Import(policy=policy, records=_records(archive, policy, found, by, now), left_out=tuple(out))


def import_history(archive: Archive, found: Import, *, step: Callable[[str], None] = lambda _: None) -> None:
    """Write the records in one commit, with a tag that keeps the imported history. Raises ArchiveError."""
    operation = worktree.operation(archive.repository)
    if operation is not None:
        todo = f"Finish it with `git {operation} --continue`, or give it up with `git {operation} --abort`."
        raise ReleaseRefused(f"a {operation} is not finished in this repository", todo=todo)
    contents = {
        archive.repository.path(archive.record_path(found.policy, VersionNumber.parse(record.version))): (
            records.to_json(record)
        )
        for record in found.records
    }
    first, last = found.records[0].version, found.records[-1].version
    title = f"Import {len(found.records)} versions of {found.policy}, {first} to {last}"
    with change(
        archive.repository,
        title=f"{found.policy} {first} to {last}",
        files=tuple(contents),
        tag=Tag(name=f"{found.policy}/{IMPORTED}", message=title, sign=archive.settings.release.sign_tags),
        what="import",
        step=step,
    ) as under_way:
        under_way.write_all(contents)
        under_way.stage(contents)
        under_way.finish(under_way.commit(_message(title), worktree.standing_in(archive.repository, *_NOBODY)))
    archive.refresh()


_NOBODY = ("policytool", "nobody@localhost")
"""Who commits where git was told of nobody."""


def _message(title: str) -> str:
    return f"{title}\n\nThe verdicts are the tool's. Nobody signed these versions off here."


def _records(
    archive: Archive, policy: str, found: Sequence[PastVersion], by: By, now: datetime.datetime
) -> tuple[Record, ...]:
    made: list[Record] = []
    number, rules = FIRST, fingerprint(archive.settings)
    for place, version in enumerate(found):
        assessment = None
        if place:
            assessment = judge(archive.settings, compare(found[place - 1].document, version.document))
            number = number.raised(significant=assessment.significance == "significant")
        previous = records.fingerprint(records.to_json(made[-1])) if made else None
        made.append(_record(policy, version, number, assessment, previous, by, now, rules if place else ""))
    return tuple(made)


def _record(
    policy: str,
    version: PastVersion,
    number: VersionNumber,
    assessment: Assessment | None,
    previous: str | None,
    by: By,
    now: datetime.datetime,
    rules: str,
) -> Record:
    past = version.past
    sha256 = records.fingerprint(version.data)
    entry = TextEntry(path=past.path, blob=past.blob, sha256=sha256, title=version.title)
    verdict = assessment.significance if assessment else "minor"
    return Record(
        policy=policy,
        version=str(number),
        published=version.published,
        effective=version.effective,
        recorded=now,
        texts={version.language: entry},
        previous=previous,
        assessment=assessment,
        sign_off=SignOff(name="", mail="", when=now, significance=verdict, decision="imported"),
        notice_plan=NoticePlan(channels=()),
        summary={},
        tool=__version__,
        rules=rules,
        imported=Imported(commit=past.commit, dated=version.dated, by=by),
    )
