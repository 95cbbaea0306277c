"""The contents list of a text: entries that only repeat the headings which follow, told apart from clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from policytool.redline.model import Change, Redline
from policytool.text.model import Clause, Document

LEAST = 3
"""Fewer entries are no list."""
MOST_OF_IT = 0.6
"""Share of a list's lines that have to be entries."""
LONGEST = 160
"""Characters of a line that may be one."""
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
    """The clauses that are entries: in a list of short lines, those that say what headings after them say."""
    last = {_title(clause): place for place, clause in enumerate(document.clauses) if clause.kind == "heading"}
    found: set[int] = set()
    for start, end in _lists(document.clauses):
        entries = [place for place in range(start, end) if last.get(_title(document.clauses[place]), -1) >= end]
        if len(entries) >= max(LEAST, MOST_OF_IT * (end - start)):
            found |= {id(document.clauses[place]) for place in entries}
    return found


def _lists(clauses: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    """Where short lines of one kind stand one after another."""
    place = 0
    for kind, group in groupby(clauses, key=lambda clause: clause.kind if len(clause.text) <= LONGEST else ""):
        size = len(list(group))
        if kind in _KINDS:
            yield place, place + size
        place += size


def _title(clause: Clause) -> str:
    """The words of a title as they are compared, without numbers and punctuation."""
    return _ASIDE.sub(" ", clause.text).strip().casefold()
