"""The sign-offs that were kept before a release: whole, and the ones that the records name."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.archive.acts import SignedDraft
from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.errors import ArchiveError
from policytool.release.verification.model import Doubt, doubt


def decisions(archive: Archive, policy: str, versions: list[Version]) -> Iterator[Doubt]:
    """The doubts about every sign-off file of `policy`, and about the records that used one."""
    try:
        signed = archive.signed(policy)
    except ArchiveError as error:
        yield Doubt(kind="altered", version=_name(error), message=error.message)
        return
    for sha256, act in signed.items():
        path = archive.shelf.signed_path(policy, act.version, sha256)
        if path not in archive.shelf.files:
            message = "a sign-off is not the one that was written: its name does not fit its bytes"
            yield Doubt(kind="altered", version=act.version, message=message)
    for version in versions:
        yield from _used(version, signed)


def _used(version: Version, signed: dict[str, SignedDraft]) -> Iterator[Doubt]:
    if not version.record.signed:
        return
    act = signed.get(version.record.signed)
    if act is None:
        yield doubt(version, "missing", "the sign-off that the record names is not there")
    elif act.sign_off != version.record.sign_off or act.version != str(version.number):
        yield doubt(version, "altered", "the record does not repeat the sign-off that it names")


def _name(error: ArchiveError) -> str:
    return str(error.path or "").rpartition("/")[2].removesuffix(".json")
