"""Whether a translation follows a revision, clause by clause: the same clause found in both languages.

A clause has its counterpart by the id that its author gave it, else by its place in a section that has the same kinds
of clauses in the same order in both languages. Where neither holds, the section as a whole stands in for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policytool.redline.model import Change, Redline
from policytool.redline.parity import Section, sections
from policytool.text.model import Clause, Document


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A change of the one text that the other did not follow."""

    change: Change
    """In the text that leads."""
    clause: Clause | None
    """Where the other text should have changed, as it stands now; the section's heading where only that is known, and
    None for a section that it lacks."""


def missed(leading: Redline, following: Redline) -> Iterator[Missed]:
    """The changes of words in `leading` for which nothing changed at the same place of `following`."""
    old, new = _Pairing(leading.old, following.old), _Pairing(leading.new, following.new)
    moved_on = [change for change in following.changes if speaks(change)]
    dropped = {clause.id for change in moved_on for clause in change.olds}
    written = {clause.id for change in moved_on for clause in change.news}
    for change in leading.changes:
        if not speaks(change):
            continue
        if change.new is not None:
            place, touched = new.find(change.new), written
        else:
            place, touched = old.find(change.olds[0]), dropped
        if touched.isdisjoint(clause.id for clause in place):
            yield Missed(change=change, clause=_now(following, change, place))


class _Pairing:
    """Finds clauses of one document in the other language."""

    def __init__(self, ours: Document, theirs: Document) -> None:
        self._theirs = theirs
        self._known = {section.id: section for section in sections(theirs)}
        self._home: dict[str, tuple[Section, int]] = {
            clause.id: (section, place) for section in sections(ours) for place, clause in enumerate(section.clauses)
        }

    def find(self, clause: Clause) -> list[Clause]:
        """The counterpart alone, or all clauses of the section that must hold it; empty where there is none."""
        named = self._theirs.by_id.get(clause.id) if clause.named else None
        if named is not None:
            return [named]
        section, place = self._home[clause.id]
        other = self._known.get(section.id)
        if other is None:
            return []
        if [one.kind for one in section.clauses] == [one.kind for one in other.clauses]:
            return [other.clauses[place]]
        return other.clauses


def speaks(change: Change) -> bool:
    """Whether a reader is told something else."""
    return change.kind in {"inserted", "deleted"} or change.aspect not in {"none", "formatting"}


def _now(following: Redline, change: Change, place: list[Clause]) -> Clause | None:
    """The first clause of `place` as it stands in the new text."""
    if change.new is not None or not place:
        return place[0] if place else None
    return next((entry.new for entry in following.entries if place[0] in entry.olds), None)
