"""The contents list of a text: entries that only repeat the headings which follow, told apart from clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policytool.redline.model import Change, Redline
from policytool.text.model import Clause, Document

LEAST = 3
"""Fewer entries are no list."""
_KINDS = ("item", "paragraph")
_ASIDE = re.compile(r"[\W\d_]+")


def entries(redline: Redline) -> frozenset[int]:
    """The `id` of each change that concerns entries of a contents list and nothing else."""
    olds, news = _listed(redline.old), _listed(redline.new)
    if not olds and not news:
        return frozenset()
    return frozenset(id(change) for change in redline.changes if _within(change, olds, news))


def _within(change: Change, olds: set[int], news: set[int]) -> bool:
    return all(id(clause) in olds for clause in change.olds) and all(id(clause) in news for clause in change.news)


def _listed(document: Document) -> set[int]:
    """The clauses that are entries: neighbours that say what headings after them say."""
    last = {_title(clause): place for place, clause in enumerate(document.clauses) if clause.kind == "heading"}
    found: set[int] = set()
    for start, end in _runs(document.clauses, last):
        if end - start >= LEAST:
            found |= {id(clause) for clause in document.clauses[start:end]}
    return found


def _runs(clauses: Sequence[Clause], last: dict[str, int]) -> Iterator[tuple[int, int]]:
    """Where neighbours stand that repeat later headings."""
    start = 0
    for place, clause in enumerate(clauses):
        if clause.kind not in _KINDS or not (title := _title(clause)) or last.get(title, -1) < place:
            yield start, place
            start = place + 1
    yield start, len(clauses)


def _title(clause: Clause) -> str:
    """The words of a title as they are compared, without numbers and punctuation."""
    return _ASIDE.sub(" ", clause.text[:300]).strip().casefold()
