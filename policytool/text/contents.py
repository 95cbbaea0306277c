"""The contents list of a document."""

from __future__ import annotations

from dataclasses import dataclass

from policytool.text.model import Document


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the contents, with those below it."""

    id: str
    marker: str
    title: str
    level: int
    """As written, 1 to 6; a deeper heading stands below the nearest higher one before it."""
    below: tuple[Entry, ...] = ()


def contents(document: Document) -> tuple[Entry, ...]:
    """The headings as a tree. The title of the whole text (the only one of level 1, first of all) is left out."""
    headings = [clause for clause in document.headings if clause.quote == 0]
    top = [clause for clause in headings if clause.level == 1]
    if len(top) == 1 and headings[0] is top[0]:
        headings = headings[1:]
    open_: list[list[Entry]] = [[]]
    levels = [0]
    for clause in [*headings, None]:
        level = clause.level if clause is not None else 1
        while levels[-1] >= level:
            levels.pop()
            below = tuple(open_.pop())
            last = open_[-1].pop()
            open_[-1].append(_with(last, below))
        if clause is not None:
            open_[-1].append(Entry(id=clause.id, marker=clause.marker, title=clause.text, level=level))
            open_.append([])
            levels.append(level)
    return tuple(open_[0])


def _with(entry: Entry, below: tuple[Entry, ...]) -> Entry:
    return Entry(id=entry.id, marker=entry.marker, title=entry.title, level=entry.level, below=below)
