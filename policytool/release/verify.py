"""Proof that the archive is untouched: every record, text, hash, tag and verdict computed anew from git."""

from __future__ import annotations

from policytool.archive.archive import Archive
from policytool.release.verification import files, stamps, tags
from policytool.release.verification.chain import chain, revised
from policytool.release.verification.decisions import decisions
from policytool.release.verification.model import Verification
from policytool.release.verification.texts import texts
from policytool.release.verification.verdicts import verdict


def verify(archive: Archive, policy: str) -> Verification:
    """Check every version of `policy` against git, its neighbours and the rules."""
    versions, doubts = files.read(archive, policy)
    doubts += files.uncommitted(archive, policy)
    doubts += files.touched(archive, policy)
    doubts += tags.alone(archive, policy)
    doubts += decisions(archive, policy, versions)
    for place, version in enumerate(versions):
        before, base = (versions[place - 1] if place else None), revised(versions, version.number)
        doubts += [
            *chain(version, before, base),
            *texts(archive, version),
            *tags.tag(archive, version),
            *tags.commit(archive, version),
            *verdict(archive, version, base),
            *stamps.stamp(archive, policy, str(version.number), version.posted),
        ]
    return Verification(
        policy=policy,
        checked=tuple(str(version.number) for version in versions),
        texts=sum(len(version.languages) for version in versions),
        signed=tags.signed(archive, versions),
        stamped=stamps.counted(archive, policy),
        doubts=tuple(doubts),
    )
