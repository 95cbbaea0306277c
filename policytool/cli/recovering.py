"""What the commands that change the archive do first: put right what was interrupted."""

from __future__ import annotations

from policytool.archive.archive import Archive
from policytool.cli import console
from policytool.errors import ReleaseRefused
from policytool.release.recover import Recovered, interrupted, recover


def put_right(archive: Archive, *, dry_run: bool = False) -> Recovered | None:
    """Finish or take back a change that was interrupted, and tell of it. Raises ReleaseRefused on a dry run."""
    title = interrupted(archive)
    if title is not None and dry_run:
        raise ReleaseRefused(f"the release of {title} was interrupted", todo="Run again without --dry-run first.")
    recovered = recover(archive)
    if recovered is not None:
        outcome = "its commit was there and it is finished now" if recovered.finished else "it was taken back"
        console.tell(f"The {recovered.what} of {recovered.title} was interrupted: {outcome}.", "yellow")
    return recovered
