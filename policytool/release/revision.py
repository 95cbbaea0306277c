"""What a draft changes: which texts differ from their last release, and the redline that is judged."""

from __future__ import annotations

from dataclasses import dataclass

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.redline.compare import compare
from policytool.redline.model import Redline
from policytool.text.model import Document

_NOT_THE_POLICY = {"version", "published", "effective", "summary"}
"""Metadata that says nothing to users: the tool's own dates, and the editor's note."""


@dataclass(frozen=True, kw_only=True)
class Revision:
    """The step from the last version to the draft."""

    redline: Redline | None
    """The redline to judge: of the authoritative text, or of a translation where that alone changed.
    None for the first version."""
    changed: tuple[str, ...]
    """Languages whose text or metadata differs from the previous version, also those that are new."""

    @property
    def reworded(self) -> bool:
        """Whether words, dates or links changed, so that translations may have to follow."""
        return self.redline is not None and any(
            change.kind in {"inserted", "deleted"} or change.aspect not in {"none", "formatting"}
            for change in self.redline.changes
        )


def revision(archive: Archive, previous: Version | None, drafts: dict[str, Document]) -> Revision:
    """What the `drafts`, the authoritative one first, change since `previous`."""
    if previous is None:
        return Revision(redline=None, changed=tuple(drafts))
    authoritative = next(iter(drafts))
    changed = [authoritative] if _differs(archive.document(previous), drafts[authoritative]) else []
    for language, draft in list(drafts.items())[1:]:
        if language not in previous.languages or _differs(archive.document(previous, language), draft):
            changed.append(language)
    judged = next((tag for tag in changed if tag in (authoritative, *previous.languages)), authoritative)
    base = archive.document(previous, None if judged == authoritative else judged)
    return Revision(redline=compare(base, drafts[judged]), changed=tuple(changed))


def same_text(old: Document, new: Document) -> bool:
    """Whether a reader sees the same, formatting and links included."""
    return _shown(old) == _shown(new)


def _differs(old: Document, new: Document) -> bool:
    return not same_text(old, new) or _metadata(old) != _metadata(new)


def _shown(document: Document) -> list[tuple[object, ...]]:
    return [(c.kind, c.level, c.quote, c.marker, c.runs) for c in document.clauses]


def _metadata(document: Document) -> dict[str, object] | None:
    return document.metadata.model_dump(exclude=_NOT_THE_POLICY) if document.metadata else None
