"""The version and its dates written into a policy's metadata, every other byte kept."""

from __future__ import annotations

import datetime

from policytool.archive.model import VersionNumber
from policytool.errors import ReleaseRefused
from policytool.release.revision import same_text
from policytool.text import frontmatter, parse
from policytool.text.model import Document


def stamp(
    data: bytes, draft: Document, number: VersionNumber, published: datetime.date, effective: datetime.date
) -> bytes:
    """The bytes of a policy's file with `version`, `published` and `effective` in its metadata.

    Raises ReleaseRefused unless the result reads as the `draft` that was judged, with these three keys.
    """
    values = {"version": str(number), "published": published, "effective": effective}
    stamped = frontmatter.update(data.decode("utf-8"), values).encode("utf-8")
    written = parse.decode(stamped, name=draft.name, metadata_required=True)
    expected = draft.metadata and draft.metadata.model_copy(update=values)
    if not same_text(written, draft) or written.metadata != expected:
        todo = "Write each key of the metadata on a line of its own, and run again."
        raise ReleaseRefused(
            "version and dates cannot be written without changing the text", path=draft.name, todo=todo
        )
    return stamped
