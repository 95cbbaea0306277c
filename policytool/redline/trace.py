"""One clause followed through the versions of a text, across renames, moves, splits and merges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policytool.redline.model import Change, Redline
from policytool.text.model import Clause, Document


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one version holds of a clause."""

    clauses: tuple[Clause, ...] = ()
    """The clause in this version, several after a split; empty where the version has none."""
    changes: tuple[Change, ...] = ()
    """What the step from the version before did to it, and to what stands below it when it is a heading."""


def trace(documents: Sequence[Document], redlines: Sequence[Redline], start: int, clause: Clause) -> list[Step]:
    """One step for each of `documents`, oldest first, following `clause` of `documents[start]` both ways.

    `redlines[k]` leads from `documents[k]` to `documents[k + 1]`.
    """
    heads: list[tuple[Clause, ...]] = [()] * len(documents)
    heads[start] = (clause,)
    for place in range(start, 0, -1):
        heads[place - 1] = _olds(redlines[place - 1], heads[place])
    for place in range(start, len(documents) - 1):
        heads[place + 1] = _news(redlines[place], heads[place])
    changes: list[tuple[Change, ...]] = [()]
    for place, redline in enumerate(redlines):
        olds, news = _below(documents[place], heads[place]), _below(documents[place + 1], heads[place + 1])
        changes.append(tuple(change for change in redline.changes if _touches(change, olds, news)))
    return [Step(clauses=found, changes=done) for found, done in zip(heads, changes, strict=True)]


def find(documents: Sequence[Document], wanted: str) -> tuple[int, Clause] | None:
    """The newest place of the clause with the id `wanted`, else of the one heading with that title or number."""
    for place in range(len(documents) - 1, -1, -1):
        clause = documents[place].by_id.get(wanted)
        if clause is not None:
            return place, clause
    told = wanted.casefold().strip(" .")
    for place in range(len(documents) - 1, -1, -1):
        titled = [
            c for c in documents[place].headings if told in (c.normal.casefold(), c.marker.strip(" .").casefold())
        ]
        if len(titled) == 1:
            return place, titled[0]
    return None


def _olds(redline: Redline, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    wanted = set(map(id, clauses))
    return tuple(old for entry in redline.entries if wanted & set(map(id, entry.news)) for old in entry.olds)


def _news(redline: Redline, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    wanted = set(map(id, clauses))
    return tuple(new for entry in redline.entries if wanted & set(map(id, entry.olds)) for new in entry.news)


def _below(document: Document, heads: Sequence[Clause]) -> set[int]:
    """The clauses themselves and, for a heading, all that stands below it before the next of its level."""
    found: set[int] = set()
    wanted, level = set(map(id, heads)), 0
    for clause in document.clauses:
        if level and clause.kind == "heading" and clause.level <= level:
            level = 0
        if id(clause) in wanted and clause.kind == "heading" and not level:
            level = clause.level
        if level or id(clause) in wanted:
            found.add(id(clause))
    return found


def _touches(change: Change, olds: set[int], news: set[int]) -> bool:
    return any(id(clause) in olds for clause in change.olds) or any(id(clause) in news for clause in change.news)
