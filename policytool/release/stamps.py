"""The time stamp of a record, kept beside it: got once, committed on its own, read again by whoever verifies."""

from __future__ import annotations

import json
from pathlib import Path

from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.change import change
from policytool.errors import StampError
from policytool.release.timestamp import Stamp, ask, check


def path_of(archive: Archive, policy: str, name: str) -> str:
    """Where the time stamp of a version's or a notice's record is kept."""
    return f"{archive.shelf.folder_of(policy)}/{name}.stamp.tsr"


def stamped(archive: Archive, policy: str, name: str) -> bytes | None:
    """The time stamp of the record called `name`, such as "2.0" or "incident-1"; None where it has none."""
    path = path_of(archive, policy, name)
    return archive.shelf.bytes(path) if path in archive.shelf.files else None


def read(archive: Archive, policy: str, name: str) -> Stamp | None:
    """What that time stamp proves; None where there is none. Raises StampError where it proves nothing."""
    stamp = stamped(archive, policy, name)
    return check(_record(archive, policy, name), stamp, roots(archive)) if stamp is not None else None


def roots(archive: Archive) -> bytes | None:
    """The certificates that the settings trust, in PEM; None where they name none. Raises StampError."""
    wanted = archive.settings.release.timestamp_roots
    if not wanted:
        return None
    try:
        return Path(archive.settings.root, wanted).read_bytes()
    except OSError as error:
        todo = "Correct release.timestamp_roots."
        raise StampError(
            f"the trusted certificates cannot be read: {error.strerror}", path=wanted, todo=todo
        ) from error


def stamp(archive: Archive, policy: str, name: str) -> bool:
    """Have the record called `name` stamped by the settings' authority, in one commit; False where it was before.

    The answer is checked before it is kept. Raises StampError, ArchiveError.
    """
    if stamped(archive, policy, name) is not None:
        return False
    url = archive.settings.release.timestamp_url
    if not url:
        todo = 'Set release.timestamp_url, such as "https://freetsa.org/tsr".'
        raise StampError("the settings name no authority for time stamps", todo=todo)
    data = _record(archive, policy, name)
    answer = ask(data, url)
    found = check(data, answer, roots(archive))
    path = path_of(archive, policy, name)
    identity = worktree.standing_in(archive.repository, *_signer(data))
    with change(archive.repository, title=f"{policy} {name}", files=(path,), what="time stamp") as under_way:
        under_way.write(path, answer)
        under_way.stage([path])
        message = f"Time stamp of {policy} {name}\n\n{found.moment.isoformat()}, {found.authority or url}"
        under_way.finish(under_way.commit(message, identity))
    archive.refresh()
    return True


def _record(archive: Archive, policy: str, name: str) -> bytes:
    path = f"{archive.shelf.folder_of(policy)}/{name}.json"
    if path not in archive.shelf.files:
        raise StampError(f"{policy} {name} has no record")
    return archive.shelf.bytes(path)


def _signer(data: bytes) -> tuple[str, str]:
    """Whom the record names, for a git that was not told who commits."""
    value = json.loads(data)
    person = value.get("sign_off") or value
    return person.get("name") or "policytool", person.get("mail") or "policytool@localhost"
