"""The changes of a redline as values for JSON; docs/schema/compare.json is their schema."""

from __future__ import annotations

from typing import Any

from policytool.redline.contentslist import entries
from policytool.redline.model import Change, Redline
from policytool.text.model import Clause


def changes(redline: Redline) -> list[dict[str, Any]]:
    """Every change in the reading order of the new text.

    `old` and `new` are the first clause on each side, or None; `olds` and `news` all of them. `place` counts the
    clauses of its text from 0, so that both texts can be put together again.
    """
    old_places = {id(clause): place for place, clause in enumerate(redline.old.clauses)}
    new_places = {id(clause): place for place, clause in enumerate(redline.new.clauses)}
    listed = entries(redline)
    found = []
    for number, change in enumerate(redline.changes, start=1):
        olds = [_clause(clause, old_places[id(clause)]) for clause in change.olds]
        news = [_clause(clause, new_places[id(clause)]) for clause in change.news]
        found.append(
            {
                "id": f"change-{number}",
                "kind": change.kind,
                "aspect": change.aspect,
                "contents": id(change) in listed,
                "old": olds[0] if olds else None,
                "new": news[0] if news else None,
                "olds": olds,
                "news": news,
                "words": _words(change),
                "similarity": round(change.similarity, 4),
            }
        )
    return found


def _clause(clause: Clause, place: int) -> dict[str, Any]:
    return {
        "id": clause.id,
        "path": list(clause.path),
        "text": clause.text,
        "kind": clause.kind,
        "level": clause.level,
        "marker": clause.marker,
        "links": [run.link for run in clause.links],
        "line": clause.line,
        "place": place,
    }


def _words(change: Change) -> list[dict[str, str]]:
    """The operations with their words; `old` beside an equal one only where its typography changed."""
    found = []
    for op in change.words:
        old, new = change.old_text[op.old_start : op.old_end], change.new_text[op.new_start : op.new_end]
        entry = {"kind": op.kind, "text": old if op.kind == "delete" else new}
        if op.kind == "equal" and old != new:
            entry["old"] = old
        found.append(entry)
    return found
