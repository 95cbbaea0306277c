"""Proof that the archive is untouched: every record, text, hash, tag and verdict computed anew from git."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from policytool import __version__
from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.errors import ArchiveError, PolicytoolError, UnknownVersion
from policytool.release.judge import judge
from policytool.release.preconditions import tag_name
from policytool.release.revision import revision

Kind = Literal["altered", "missing", "note"]


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something that does not agree, or that cannot be checked."""

    kind: Kind
    version: str
    """The version concerned, as its files are named."""
    message: str


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What checking one policy's versions showed."""

    policy: str
    checked: tuple[str, ...]
    """Numbers of the versions whose records were read, oldest first."""
    texts: int
    """How many texts were found and hashed."""
    doubts: tuple[Doubt, ...]

    @property
    def sound(self) -> bool:
        return all(doubt.kind == "note" for doubt in self.doubts)


def verify(archive: Archive, policy: str) -> Verification:
    """Check every version of `policy` against git, its neighbours and the rules."""
    versions, doubts = _read(archive, policy)
    doubts += _uncommitted(archive, policy)
    doubts += _tags_alone(archive, policy, versions)
    for place, version in enumerate(versions):
        previous = versions[place - 1] if place else None
        doubts += [
            *_record(archive, version),
            *_chain(version, previous),
            *_texts(archive, version),
            *_tag(archive, version),
            *_verdict(archive, version, previous),
        ]
    return Verification(
        policy=policy,
        checked=tuple(str(version.number) for version in versions),
        texts=sum(len(version.languages) for version in versions),
        doubts=tuple(doubts),
    )


def _read(archive: Archive, policy: str) -> tuple[list[Version], list[Doubt]]:
    versions: list[Version] = []
    doubts: list[Doubt] = []
    for path in archive.records(policy):
        try:
            versions.append(archive.read_record(policy, path))
        except (ArchiveError, UnknownVersion) as error:
            doubts.append(Doubt(kind="altered", version=PurePosixPath(path).stem, message=error.message))
    return sorted(versions, key=lambda version: version.number), doubts


def _uncommitted(archive: Archive, policy: str) -> Iterator[Doubt]:
    """Records that somebody edited or deleted in the work tree; the archive reads those of the commit."""
    known = archive.records(policy)
    for path in worktree.changed(archive.repository):
        if path in known:
            message = "the record in the work tree is not the committed one"
            yield Doubt(kind="altered", version=PurePosixPath(path).stem, message=message)


def _tags_alone(archive: Archive, policy: str, versions: list[Version]) -> Iterator[Doubt]:
    known = {PurePosixPath(path).stem for path in archive.records(policy)}
    for tag in archive.repository.tags(policy):
        number = tag.removeprefix(f"{policy}/")
        if number not in known:
            yield Doubt(kind="missing", version=number, message="there is a tag but no record on this branch")


def _record(archive: Archive, version: Version) -> Iterator[Doubt]:
    path = archive.repository.path(archive.record_path(version.policy, version.number))
    for commit in archive.repository.edits(path):
        yield _doubt(version, "altered", f"the record was changed after its release, in commit {commit[:10]}")


def _chain(version: Version, previous: Version | None) -> Iterator[Doubt]:
    record = version.record
    if record.effective < record.published:
        yield _doubt(version, "altered", "it takes effect before it is published")
    if previous is None:
        if record.previous is not None:
            yield _doubt(version, "missing", "the record names an earlier version, which is not there")
        return
    if record.previous != previous.record_sha256:
        message = f"the record does not follow on from {previous.number}: that one was altered, or one was removed"
        yield _doubt(version, "altered", message)
    expected = previous.number.raised(significant=record.sign_off.significance == "significant")
    if version.number != expected:
        yield _doubt(version, "missing", f"after {previous.number} a {record.sign_off.significance} one is {expected}")
    if record.assessment is None:
        yield _doubt(version, "altered", "the record has no assessment")
    elif (record.sign_off.decision == "confirmed") != (record.assessment.significance == record.sign_off.significance):
        yield _doubt(version, "altered", "the sign-off does not fit the assessment")


def _texts(archive: Archive, version: Version) -> Iterator[Doubt]:
    for language, entry in version.record.texts.items():
        lost = False
        try:
            lost = archive.repository.blob(entry.blob) is None
            metadata = archive.document(version, language).metadata
        except PolicytoolError as error:
            yield _doubt(version, "missing" if lost else "altered", error.message)
            continue
        stated = metadata and (metadata.version, metadata.published, metadata.effective)
        if stated != (str(version.number), version.published, version.effective):
            yield _doubt(
                version, "altered", f"the {language} text names another version or other dates than the record"
            )


def _tag(archive: Archive, version: Version) -> Iterator[Doubt]:
    tag = tag_name(version.policy, version.number)
    commit = archive.repository.tagged(tag)
    if commit is None:
        yield _doubt(version, "note", f"no tag {tag} in this clone (the archive does not need it)")
        return
    path = archive.repository.path(archive.record_path(version.policy, version.number))
    if archive.repository.blobs(commit, (path,)) != {path: archive.records(version.policy)[path]}:
        yield _doubt(version, "altered", f"the tag {tag} points to a commit that does not hold this record")


def _verdict(archive: Archive, version: Version, previous: Version | None) -> Iterator[Doubt]:
    """The recorded verdict against its own score, and against what today's rules say of the same texts."""
    recorded = version.record.assessment
    if previous is None or recorded is None:
        return
    if recorded.judged and (recorded.significance == "significant") != (recorded.score >= recorded.threshold):
        yield _doubt(version, "altered", "the recorded verdict does not fit its own score")
    try:
        texts = {language: archive.document(version, language) for language in version.languages}
        redline = revision(archive, previous, texts).redline
        again = judge(archive.settings, redline) if redline else recorded
    except PolicytoolError:
        return
    if again.significance != recorded.significance:
        message = (
            f"judged {recorded.significance} by the rules of policytool {version.record.tool}; "
            f"those of {__version__} say {again.significance}"
        )
        yield _doubt(version, "note", message)


def _doubt(version: Version, kind: Kind, message: str) -> Doubt:
    return Doubt(kind=kind, version=str(version.number), message=message)
