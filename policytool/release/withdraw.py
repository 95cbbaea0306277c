"""A version withdrawn before it takes effect, by a record of its own that joins the chain."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from policytool import __version__
from policytool.archive import acts, worktree
from policytool.archive.acts import Withdrawal
from policytool.archive.archive import Archive
from policytool.archive.change import change
from policytool.archive.model import Version
from policytool.errors import NotSignedOff, ReleaseRefused
from policytool.release.message import withdrawal_message
from policytool.release.model import Signature


def withdraw(
    archive: Archive,
    version: Version,
    signature: Signature,
    *,
    now: datetime.datetime,
    reason: str,
    step: Callable[[str], None] = lambda _: None,
) -> Version:
    """Take `version` back: it will never take effect, and the next release revises the one before it.

    Its record, text and tag stay as they are. A version withdrawn already is returned as it is.
    Raises ReleaseRefused when it may not be withdrawn, NotSignedOff without a reason, ArchiveError.
    """
    if version.withdrawal is not None:
        return version
    reason = " ".join(reason.split())
    if not reason:
        raise NotSignedOff("a version is withdrawn only with a reason", todo='Say why: --reason "…". It is kept.')
    may_withdraw(archive, version, now.date())
    act = Withdrawal(
        policy=version.policy,
        version=str(version.number),
        record=version.record_sha256,
        name=signature.name,
        mail=signature.mail,
        when=now,
        reason=reason,
        tool=__version__,
    )
    path = archive.shelf.withdrawal_path(version.policy, version.number)
    identity = worktree.standing_in(archive.repository, signature.name, signature.mail)
    title = f"{version.policy} {version.number}"
    with change(archive.repository, title=title, files=(path,), what="withdrawal", step=step) as under_way:
        under_way.write(path, acts.withdrawal_json(act))
        under_way.stage([path])
        under_way.finish(under_way.commit(withdrawal_message(act), identity))
    archive.refresh()
    return archive.version(version.policy, str(version.number))


def may_withdraw(archive: Archive, version: Version, today: datetime.date) -> None:
    """Raises ReleaseRefused when `version` took effect, or another one builds on it, or a merge is not finished."""
    if version.effective <= today:
        message = f"{version.policy} {version.number} has been in force since {version.effective}"
        raise ReleaseRefused(message, todo="What binds users cannot be withdrawn: release a revision instead.")
    later = [other for other in archive.versions(version.policy) if other.number > version.number]
    if later:
        message = f"{later[-1].number} builds on {version.number}"
        raise ReleaseRefused(message, todo=f"Withdraw {later[-1].number} first, if that is what you mean.")
    operation = worktree.operation(archive.repository)
    if operation is not None:
        todo = f"Finish it with `git {operation} --continue`, or give it up with `git {operation} --abort`."
        raise ReleaseRefused(f"a {operation} is not finished in this repository", todo=todo)
