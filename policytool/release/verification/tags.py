"""The tags: each on a commit that holds the record, none without a record; the signatures of tags and commits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from policytool.archive import signatures
from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.release.preconditions import tag_name
from policytool.release.verification.model import Doubt, doubt


def alone(archive: Archive, policy: str) -> Iterator[Doubt]:
    """Tags of versions that have no record on this branch."""
    known = {PurePosixPath(path).stem for path in archive.records(policy)} | {IMPORTED}
    for tag in archive.repository.tags(policy):
        number = tag.removeprefix(f"{policy}/")
        if number not in known:
            yield Doubt(kind="missing", version=number, message="there is a tag but no record on this branch")


IMPORTED = "imported"
"""Name of the tag, below the policy's, that keeps an imported history."""


def tag(archive: Archive, version: Version) -> Iterator[Doubt]:
    """The doubts about the tag of one version."""
    if version.imported:
        return
    name = tag_name(version.policy, version.number)
    commit = archive.repository.tagged(name)
    if commit is None:
        yield doubt(version, "note", f"no tag {name} in this clone (the archive does not need it)")
        return
    path = archive.repository.path(archive.record_path(version.policy, version.number))
    if archive.repository.blobs(commit, (path,)) != {path: archive.records(version.policy)[path]}:
        yield doubt(version, "altered", f"the tag {name} points to a commit that does not hold this record")
    yield from _signature(archive, version, name)


def commit(archive: Archive, version: Version) -> Iterator[Doubt]:
    """The doubts about the signature of the commit that brought the record of one version, where it has one."""
    found = _of_commit(archive, version)
    if found.state == "bad":
        yield doubt(version, "altered", f"the signature of the release's commit is not good: {found.told}")
    elif found.state == "unknown":
        yield doubt(version, "note", f"the signature of the release's commit cannot be checked here: {found.told}")


def signed(archive: Archive, versions: list[Version]) -> int:
    """How many signatures of tags and commits git finds good."""
    own = [version for version in versions if not version.imported]
    names = [tag_name(version.policy, version.number) for version in own]
    good = sum(signatures.of_tag(archive.repository, name).state == "good" for name in names)
    return good + sum(_of_commit(archive, version).state == "good" for version in own)


def _of_commit(archive: Archive, version: Version) -> signatures.Signature:
    path = archive.repository.path(archive.record_path(version.policy, version.number))
    last = archive.repository.last_change(path)
    return signatures.of_commit(archive.repository, last) if last else signatures.Signature(state="none")


def _signature(archive: Archive, version: Version, name: str) -> Iterator[Doubt]:
    found = signatures.of_tag(archive.repository, name)
    if found.state == "bad":
        yield doubt(version, "altered", f"the signature of the tag {name} is not good: {found.told}")
    elif found.state == "unknown":
        yield doubt(version, "note", f"the signature of the tag {name} cannot be checked here: {found.told}")
    elif found.state == "none" and version.record.signed_tag:
        yield doubt(version, "altered", f"the tag {name} was signed at the release, but this one carries no signature")
