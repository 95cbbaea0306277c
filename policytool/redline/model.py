"""The values of the redline room: WordOp, Change, Redline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from policytool.text.model import Clause, Document

ChangeKind = Literal["unchanged", "inserted", "deleted", "modified", "moved", "moved-and-modified", "split", "merged"]
Aspect = Literal["none", "words", "formatting", "link", "date", "numbering"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOp:
    """One operation on whole words; offsets in characters of the Change's `old_text` and `new_text`."""

    kind: Literal["equal", "insert", "delete"]
    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry of a redline: what became of a clause.

    A split has one old and several new clauses, a merge the reverse; what was split and merged at once has several of
    both, and is a merge where they became fewer, else a split. An insertion has no old one, a deletion no new one;
    everything else has one of each. A moved clause is one entry, standing at its new place.
    """

    kind: ChangeKind
    aspect: Aspect = "none"
    """The weightiest difference inside: words, date, link, numbering, formatting; none when equal or only moved."""
    olds: tuple[Clause, ...] = ()
    news: tuple[Clause, ...] = ()
    words: tuple[WordOp, ...] = ()
    """Empty for inserted, deleted, unchanged and merely moved clauses. Otherwise the equal and deleted operations
    in order spell `old_text`, the equal and inserted ones `new_text`, up to typography within equal operations."""
    similarity: float = 1.0

    @property
    def old(self) -> Clause | None:
        return self.olds[0] if self.olds else None

    @property
    def new(self) -> Clause | None:
        return self.news[0] if self.news else None

    @cached_property
    def old_text(self) -> str:
        return "\n".join(clause.text for clause in self.olds)

    @cached_property
    def new_text(self) -> str:
        return "\n".join(clause.text for clause in self.news)


@dataclass(frozen=True, kw_only=True)
class Redline:
    """The differences of a revision: every clause of both texts once, in the reading order of the new one.

    Deleted clauses stand where they stood, after the old neighbour that precedes them.
    """

    old: Document
    new: Document
    entries: tuple[Change, ...]
    limited: bool = False
    """True when a cap on size was reached and some changed clauses carry no finer operations than the whole text."""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return tuple(entry for entry in self.entries if entry.kind != "unchanged")
