"""The writer of the HTML fragment: clauses with their changes inside the text room's blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from policytool.redline.describe import shortened
from policytool.redline.labels import Labels, labels
from policytool.redline.model import Change, Redline
from policytool.redline.segments import Segment, by_clause, cells, departures, relinked, without_images
from policytool.text.html import runs_html
from policytool.text.htmlblocks import Blocks
from policytool.text.model import Clause

FOLD_FROM = 3
"""Fewer unchanged clauses than this are not folded away."""


class Fragment:
    """Writes one redline, entry by entry."""

    def __init__(self, redline: Redline, shift: int) -> None:
        self.redline, self.shift, self.words = redline, shift, labels(redline)
        self.left = departures(redline)
        changed = (place for place, entry in enumerate(redline.entries) if entry.kind != "unchanged")
        self.numbers = {place: number for number, place in enumerate(changed, start=1)}
        self.folds: dict[int, int] = {}

    def write(self) -> str:
        pieces: list[str] = []
        blocks, closing = Blocks(ids=False), -1
        self._left(blocks, -1)
        for place, entry in enumerate(self.redline.entries):
            if place in self.folds or place == closing:
                pieces.append(blocks.finish())
                blocks = Blocks(ids=False)
                if place == closing:
                    pieces.append("</details>\n")
            if place in self.folds:
                closing = self.folds[place]
                said = escape(self.words.unchanged.format(n=closing - place))
                pieces.append(f'<details class="unchanged"><summary>{said}</summary>\n')
            self._entry(blocks, place, entry)
            self._left(blocks, place)
        pieces.append(blocks.finish())
        if closing == len(self.redline.entries):
            pieces.append("</details>\n")
        return "".join(pieces)

    def _entry(self, blocks: Blocks, place: int, entry: Change) -> None:
        number, before, after = self.numbers.get(place, 0), "", ""
        if number:
            shown = f" {entry.aspect}" if entry.kind == "modified" and entry.aspect != "words" else ""
            before = f'<span class="change {entry.kind}{shown}" id="change-{number}">'
            after = "</span>"
        notes = self._notes(entry, number) if number else ""
        for count, (clause, parts) in enumerate(by_clause(entry)):
            opening = before if not count else before.partition(" id=")[0] + ">" * bool(before)
            last = count == max(len(entry.news), 1) - 1
            inner = self._cells(clause, parts)
            inner[0] = opening + inner[0] + after
            inner[-1] += notes if last else ""
            blocks.add(clause, inner, shift=self.shift)

    def _cells(self, clause: Clause, parts: Sequence[Segment]) -> list[str]:
        if clause.kind == "code":
            return [inline(parts, self.words).replace("<br>\n", "\n")]
        split = cells(parts) if clause.kind == "row" else [parts]
        return [inline(cell, self.words) for cell in split]

    def _notes(self, entry: Change, number: int) -> str:
        said: list[str] = []
        if entry.kind in ("moved", "moved-and-modified"):
            said.append(f'<a href="#change-{number}-from">{escape(self.words.moved_from)}</a>')
        elif entry.old and entry.new and entry.aspect == "numbering" and entry.old.marker != entry.new.marker:
            said.append(escape(self.words.was.format(entry.old.marker or "–")))
        elif entry.aspect == "formatting" or entry.kind in ("split", "merged"):
            said.append(escape(self.words.kinds[entry.aspect if entry.kind == "modified" else entry.kind]))
        return "".join(f' <span class="note">{note}</span>' for note in said) + links(entry, self.words)

    def _left(self, blocks: Blocks, place: int) -> None:
        """The places that moved clauses left behind `place`."""
        for gone in self.left.get(place, ()):
            number, clause = self.numbers[gone], self.redline.entries[gone].olds[0]
            plain = (
                replace(clause, kind="paragraph", level=0, marker="") if clause.kind in ("heading", "row") else clause
            )
            start = escape(shortened(clause.text, 60))
            link = f'<a href="#change-{number}">{escape(self.words.moved_to)}: “{start}”</a>'
            blocks.add(plain, [f'<span class="note left" id="change-{number}-from">{link}</span>'], shift=self.shift)


def inline(parts: Sequence[Segment], words: Labels) -> str:
    """Segments as inline HTML, with hidden words inside ins and del."""
    return "".join(_segment(part, words) for part in parts)


def links(change: Change, words: Labels) -> str:
    """A note on each link that stayed and leads elsewhere."""
    return "".join(
        f' <span class="note">{escape(words.link)} “{escape(text)}”: {escape(old or words.no_link)} → '
        f"{escape(new or words.no_link)}</span>"
        for text, old, new in relinked(change)
    )


def _segment(part: Segment, words: Labels) -> str:
    inner = runs_html(without_images(part.runs))
    if part.kind == "equal":
        return inner
    tag, said = ("ins", words.insert) if part.kind == "insert" else ("del", words.delete)
    return f'<{tag}><span class="spoken">[{escape(said)}: </span>{inner}<span class="spoken">]</span></{tag}>'


def folds(redline: Redline, context: int) -> list[tuple[int, int]]:
    """Stretches of unchanged entries to fold away: start and end places."""
    found, start = [], 0
    changed = [place for place, entry in enumerate(redline.entries) if entry.kind != "unchanged"]
    for place in [*changed, None]:
        end = len(redline.entries) if place is None else place - context
        begin = start if start == 0 else start + context
        if end - begin >= FOLD_FROM:
            found.append((begin, end))
        if place is not None:
            start = place + 1
    return found
