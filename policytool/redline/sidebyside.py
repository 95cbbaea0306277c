"""A redline with the old text on the left and the new one on the right.

`render` gives a fragment. Classes, for themes (redline.css styles them all):

    sides            around everything; `head` its first row, with the names of the two texts
    pair             one row: what became of one clause, id side-1, side-2 … where it changed, with its kind as a second
                     class, and "unchanged" where it did not
    before, after    the two sides of a row
    left             the row at the place that a moved clause left, id side-3-from
    spoken, note     as in the redline (html.py)

The right side holds the whole redline; the style hides its deleted words beside the left one. On a narrow screen and on
paper the left side is hidden instead: the redline in line remains.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from policytool.redline.describe import shortened
from policytool.redline.fragment import folds, inline
from policytool.redline.labels import labels
from policytool.redline.model import Change, Redline
from policytool.redline.prove import prove
from policytool.redline.segments import Segment, by_clause, cells, departures, old_side, relinked
from policytool.text.model import Clause

_DEEPEST = 6


def render(redline: Redline, *, context: int | None = None, shift: int = 0) -> str:
    """The redline as a fragment in two columns. Raises RedlineError when it would not give back both texts.

    `context` and `shift` as in `html.render`.
    """
    prove(redline)
    rows = _Rows(redline, shift)
    stretches = dict(folds(redline, context)) if context is not None and redline.changes else {}
    limited = f'<p class="limited">{escape(rows.words.limited)}</p>\n' if redline.limited else ""
    return f'<div class="sides">\n{limited}{rows.head()}{rows.write(stretches)}</div>\n'


class _Rows:
    """Writes one redline, row by row."""

    def __init__(self, redline: Redline, shift: int) -> None:
        self.redline, self.shift, self.words = redline, shift, labels(redline)
        self.left = departures(redline)
        changed = (place for place, entry in enumerate(redline.entries) if entry.kind != "unchanged")
        self.numbers = {place: number for number, place in enumerate(changed, start=1)}

    def head(self) -> str:
        names = (self.redline.old.name or self.words.old, self.redline.new.name or self.words.new)
        before, after = (escape(name) for name in names)
        return f'<div class="pair head"><div class="before">{before}</div><div class="after">{after}</div></div>\n'

    def write(self, stretches: dict[int, int]) -> str:
        pieces, closing = [self._gone(-1)], -1
        for place, entry in enumerate(self.redline.entries):
            if place == closing:
                pieces.append("</details>\n")
            if place in stretches:
                closing = stretches[place]
                said = escape(self.words.unchanged.format(n=closing - place))
                pieces.append(f'<details class="unchanged"><summary>{said}</summary>\n')
            pieces += [self._row(place, entry), self._gone(place)]
        if closing == len(self.redline.entries):
            pieces.append("</details>\n")
        return "".join(pieces)

    def _row(self, place: int, entry: Change) -> str:
        number = self.numbers.get(place, 0)
        moved = entry.kind in ("moved", "moved-and-modified")
        before = "" if moved else "".join(self._clause(clause, parts) for clause, parts in old_side(entry))
        after = "".join(self._clause(clause, parts, after=True) for clause, parts in by_clause(entry))
        if not number:
            return _pair("unchanged", "", before, after)
        return _pair(entry.kind, f"side-{number}", before, after + self._notes(entry, number), self._spoken())

    def _gone(self, place: int) -> str:
        """The rows at the places that moved clauses left behind `place`."""
        return "".join(self._left(gone) for gone in self.left.get(place, ()))

    def _left(self, gone: int) -> str:
        number, entry = self.numbers[gone], self.redline.entries[gone]
        before = "".join(self._clause(clause, parts) for clause, parts in old_side(entry))
        start = escape(shortened(entry.olds[0].text, 60))
        note = f'<a href="#side-{number}">{escape(self.words.moved_to)}: “{start}”</a>'
        return _pair("left", f"side-{number}-from", before, f'<p class="note">{note}</p>\n', self._spoken())

    def _notes(self, entry: Change, number: int) -> str:
        said = []
        if entry.kind in ("moved", "moved-and-modified"):
            said.append(f'<a href="#side-{number}-from">{escape(self.words.moved_from)}</a>')
        elif entry.kind in ("split", "merged") or (
            entry.kind == "modified" and entry.aspect in ("formatting", "numbering")
        ):
            said.append(escape(self.words.kinds[entry.kind if entry.kind != "modified" else entry.aspect]))
        for text, old, new in relinked(entry):
            was, now = escape(old or self.words.no_link), escape(new or self.words.no_link)
            said.append(f"{escape(self.words.link)} “{escape(text)}”: {was} → {now}")
        return "".join(f'<p class="note">{note}</p>\n' for note in said)

    def _spoken(self) -> tuple[str, str]:
        return self.words.old, self.words.new

    def _clause(self, clause: Clause, parts: Sequence[Segment], *, after: bool = False) -> str:
        tag, level = "p", f" level-{min(clause.level, _DEEPEST)}" if clause.level else ""
        if clause.kind == "heading" and after:
            tag = f"h{min(clause.level + self.shift, _DEEPEST)}"
        elif clause.kind == "code":
            tag = "pre"
        marker = f'<span class="marker">{escape(clause.marker)}</span> ' if clause.marker else ""
        inner = self._inner(clause, parts)
        return f'<{tag} class="{clause.kind}{level}">{marker}{inner}</{tag}>\n'

    def _inner(self, clause: Clause, parts: Sequence[Segment]) -> str:
        if clause.kind == "code":
            return inline(parts, self.words).replace("<br>\n", "\n")
        if clause.kind != "row":
            return inline(parts, self.words)
        return "".join(f'<span class="cell">{inline(cell, self.words)}</span>' for cell in cells(parts))


def _pair(kind: str, anchor: str, before: str, after: str, spoken: tuple[str, str] = ("", "")) -> str:
    """One row. Where nothing changed a screen reader reads the right side alone."""
    identity = f' id="{anchor}"' if anchor else ""
    old, new = (f' role="group" aria-label="{escape(word)}"' if word else ' aria-hidden="true"' for word in spoken)
    new = new if anchor else ""
    return (
        f'<div class="pair {kind}"{identity}>\n<div class="before"{old}>\n{before}</div>\n'
        f'<div class="after"{new}>\n{after}</div>\n</div>\n'
    )
