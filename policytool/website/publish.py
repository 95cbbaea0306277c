"""Publishing: the site built afresh, compared with what is published, and put in its place in one step."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from policytool.archive.open import open_archive
from policytool.config import Settings
from policytool.errors import UsageError
from policytool.website.build import build
from policytool.website.permanence import INDEX, refuse_loss
from policytool.website.places import Place, blob_id, guest, listing
from policytool.website.places.branch import NAME, Branch
from policytool.website.places.folder import Folder


@dataclass(frozen=True, kw_only=True)
class Published:
    """What publishing did, or would do."""

    where: str
    """The folder, or the branch and its commit."""
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    """Paths of files that differ from what was published before."""

    @property
    def anything(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def publish(
    settings: Settings, to: str, today: datetime.date, *, dry_run: bool = False, push: bool = False
) -> Published:
    """Build the site of `today`, without a warning, and publish it to a folder or to the branch gh-pages.

    Doing it twice is safe: what is published already is left alone. `push` sends the branch to its remote.
    Raises PublishRefused when something published would be lost, WebsiteError when the site cannot be built or
    written, ArchiveError when git refuses; what was published before is then as it was.
    """
    if push and to != NAME:
        raise UsageError(f"only {NAME} can be pushed", todo="Leave --push out for a folder.")
    with tempfile.TemporaryDirectory(prefix="policytool-") as name, _place(settings, to, today) as place:
        site = build(settings, site_dir=Path(name) / "site", today=today, strict=True)
        found = {path: blob_id(file.read_bytes()) for path, file in listing(site).items()}
        refuse_loss(place, found, (site / INDEX).read_bytes())
        told = _compared(place, found, to)
        if not dry_run and told.anything:
            told = Published(where=place.put(site), new=told.new, changed=told.changed, gone=told.gone)
        elif not dry_run:
            place.tidy()
        if push and not dry_run and isinstance(place, Branch):
            place.push()
        return told


@contextmanager
def _place(settings: Settings, to: str, today: datetime.date) -> Iterator[Place]:
    if to == NAME:
        with open_archive(settings) as archive:
            yield Branch(archive.repository, message=f"Policy website of {today}, from {(archive.head or '')[:12]}")
    else:
        yield Folder(Path(to))


def _compared(place: Place, found: dict[str, str], to: str) -> Published:
    published = place.files()
    return Published(
        where=to if to == NAME else str(Path(to).resolve()),
        new=tuple(path for path in found if path not in published),
        changed=tuple(path for path, blob in found.items() if published.get(path, blob) != blob),
        gone=tuple(path for path in published if path not in found and not guest(path)),
    )
