"""Which texts of a file's history were versions, and their dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policytool.archive.history import Past
from policytool.archive.repository import Repository
from policytool.errors import TextError
from policytool.release.revision import same_text
from policytool.text import parse
from policytool.text.adopt import facts
from policytool.text.model import Document

By = Literal["commits", "tags", "dates"]
_MARKDOWN = (".md", ".markdown", ".mkd")
_TOP, _END = 12, 6
"""Clauses at the top and the end among which a policy says when it was updated."""
_OLDEST = datetime.date(1990, 1, 1)
_AHEAD = datetime.timedelta(days=366)
"""How far a stated date may lie after the commit and still be believed."""


@dataclass(frozen=True, kw_only=True)
class PastVersion:
    """A text that was posted, with the dates that it had."""

    past: Past
    document: Document
    data: bytes
    title: str
    language: str
    published: datetime.date
    effective: datetime.date
    dated: Literal["text", "commit"]


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A text of the history that cannot be a version."""

    past: Past
    reason: str


def versions(
    repository: Repository, history: Sequence[Past], by: By, language: str
) -> tuple[list[PastVersion], list[LeftOut]]:
    """The versions among the texts of `history`, oldest first; an empty `language` is read from the texts.

    A text that reads as the one before it is no version of its own.
    """
    found: list[PastVersion] = []
    out: list[LeftOut] = []
    for past in history:
        version = _version(repository, past, language)
        if isinstance(version, LeftOut):
            out.append(version)
        elif not found or not same_text(found[-1].document, version.document):
            found.append(version)
    chosen = list(_last_of_each_date(found)) if by == "dates" else found
    return _in_order(chosen), out


def _version(repository: Repository, past: Past, language: str) -> PastVersion | LeftOut:
    if not past.path.lower().endswith(_MARKDOWN):
        return LeftOut(past=past, reason=f"{past.path} is no Markdown")
    data = repository.blob(past.blob)
    if data is None:
        return LeftOut(past=past, reason="the text is missing from this clone")
    try:
        document = parse.decode(data, name=f"{past.path} in {past.name}")
    except TextError as error:
        return LeftOut(past=past, reason=f"it cannot be read: {error.message}")
    if not document.clauses:
        return LeftOut(past=past, reason="it is empty")
    return _dated(past, document, data, language)


def _dated(past: Past, document: Document, data: bytes, language: str) -> PastVersion:
    said, _ = facts.read(document.clauses)
    ends = (
        document.clauses
        if len(document.clauses) <= _TOP + _END
        else (
            *document.clauses[:_TOP],
            *document.clauses[-_END:],
        )
    )
    stated, _ = facts.read(ends)
    metadata, posted = document.metadata, past.when.date()
    published = _believed((metadata and metadata.published) or stated.published, posted)
    effective = _believed((metadata and metadata.effective) or stated.effective, posted)
    first = published or min(effective or posted, posted)
    return PastVersion(
        past=past,
        document=document,
        data=data,
        title=metadata.title if metadata else said.title,
        language=language or (metadata.language if metadata else said.language),
        published=first,
        effective=max(effective or first, first),
        dated="text" if published or effective else "commit",
    )


def _believed(day: datetime.date | None, posted: datetime.date) -> datetime.date | None:
    return day if day is not None and _OLDEST <= day <= posted + _AHEAD else None


def _last_of_each_date(found: list[PastVersion]) -> Iterator[PastVersion]:
    """The last text under each date that the texts state; one without a date belongs to the date before it."""
    for version, following in zip(found, [*found[1:], None], strict=True):
        said = (version.published, version.effective)
        if following is None or (following.dated == "text" and (following.published, following.effective) != said):
            yield version


def _in_order(found: list[PastVersion]) -> list[PastVersion]:
    """Dates that never go back: a later text was not posted, nor in force, before an earlier one."""
    ordered: list[PastVersion] = []
    for version in found:
        last = ordered[-1] if ordered else None
        published = max(version.published, last.published) if last else version.published
        effective = max(version.effective, published, *([last.effective] if last else []))
        ordered.append(replace(version, published=published, effective=effective))
    return ordered
