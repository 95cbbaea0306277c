"""The list of changes: where each one is, what it is, and its words in short."""

from __future__ import annotations

from dataclasses import dataclass, replace

from policytool.redline.labels import labelled
from policytool.redline.model import Change, Redline
from policytool.redline.segments import Segment, first_relinked, segments
from policytool.text.model import Run
from policytool.text.runs import cut

AROUND = 40
"""Characters kept on each side of what changed."""
LONGEST = 160
"""Characters kept of one inserted or deleted stretch."""
_NEAR = 20
"""A space so many characters off is looked for, that no word is cut; twice as many to keep a long address whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change in the list."""

    anchor: str
    """Id in the HTML redline: "change-1"."""
    label: str
    """Key of the word for it: a kind, the aspect where words stayed, or "contents"."""
    section: tuple[str, ...]
    excerpt: tuple[Segment, ...]
    change: Change

    @property
    def text(self) -> str:
        """The excerpt's first words as they now stand, for recognising the clause."""
        return shortened((self.change.new or self.change.olds[0]).text, AROUND * 2)


def describe(redline: Redline) -> list[Line]:
    """Every change in the order of the redline."""
    renamed = _renamed(redline)
    return [
        Line(
            anchor=f"change-{number}",
            label=label,
            section=_section(change, renamed),
            excerpt=tuple(excerpt(change)),
            change=change,
        )
        for number, (change, label) in enumerate(zip(redline.changes, labelled(redline), strict=True), start=1)
    ]


def _section(change: Change, renamed: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """Titles of the sections around the change as they now read; a heading's own included."""
    clause = change.new or change.olds[0]
    path = clause.path if change.new is not None else _now(clause.path, renamed)
    return (*path, shortened(clause.text, 80)) if clause.kind == "heading" else path


def _now(path: tuple[str, ...], renamed: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """What the innermost section of an old path that is still there is called, and what stood below it."""
    known = next((size for size in range(len(path), 0, -1) if path[:size] in renamed), 0)
    return (*renamed[path[:known]], *path[known:]) if known else path


def _renamed(redline: Redline) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The titles around what stands in each old section → those around what stands in the section that it became."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for entry in redline.entries:
        old, new = entry.old, entry.new
        if old is not None and new is not None and old.kind == new.kind == "heading":
            found.setdefault((*old.path, old.text), (*new.path, new.text))
    return found


def excerpt(change: Change, around: int = AROUND, longest: int = LONGEST) -> list[Segment]:
    """The changed stretches with some words around them; "…" stands for what is left out, "|" between cells."""
    parts = segments(change)
    last = len(parts) - 1
    if last < 0 or all(part.kind == "equal" for part in parts):
        found = _around_link(parts, around) or [_trimmed(part, 2 * around, 0) for part in parts[:1]]
    else:
        found = [
            _trimmed(part, around if place else 0, around if place < last else 0)
            if part.kind == "equal"
            else _trimmed(part, longest, longest // 4)
            for place, part in enumerate(parts)
        ]
    return [_with_bars(part) for part in found]


def _with_bars(part: Segment) -> Segment:
    runs = (replace(run, text=run.text.replace("\t", " | ")) for run in part.runs)
    return replace(part, runs=tuple(runs)) if "\t" in part.text else part


def _around_link(parts: list[Segment], around: int) -> list[Segment]:
    """The first link that leads elsewhere, with the words around it; nothing where every link stayed."""
    for part in parts:
        if place := first_relinked(part):
            start, end = place
            before, link, after = (
                Segment(kind="equal", runs=cut(part.runs, *edges))
                for edges in ((0, start), (start, end), (end, len(part.text)))
            )
            found = [_trimmed(before, 0, around), link, _trimmed(after, around, 0)]
            return [segment for segment in found if segment.runs]
    return []


def shortened(text: str, size: int) -> str:
    """`text` on one line, cut after a word with "…" when it is longer than `size` characters."""
    flat = " ".join(text.split())
    if len(flat) <= size:
        return flat
    return flat[: _word_end(flat, size)].rstrip() + "…"


def _trimmed(part: Segment, head: int, tail: int) -> Segment:
    """The first `head` and the last `tail` characters of a segment, cut between words."""
    text = part.text
    if len(text) <= head + tail + 10:
        return part
    first, last = _word_end(text, head) if head else 0, _word_start(text, len(text) - tail) if tail else len(text)
    if first >= last:
        return part
    dots = Run(text=("" if not head else " ") + "…" + ("" if not tail else " "))
    return Segment(kind=part.kind, runs=(*cut(part.runs, 0, first), dots, *cut(part.runs, last)))


def _word_end(text: str, size: int) -> int:
    """The last end of a word up to `size`, else the next one; `size` itself where there is none near, as in Chinese."""
    space = text.rfind(" ", max(size - _NEAR, 0), size + 1)
    space = space if space > 0 else text.find(" ", size, size + 2 * _NEAR)
    return space if space > 0 else size


def _word_start(text: str, place: int) -> int:
    """The next start of a word from `place` on, else the last one; `place` itself where there is none near."""
    space = text.find(" ", place, place + _NEAR)
    space = space if space >= 0 else text.rfind(" ", max(place - 2 * _NEAR, 0), place)
    return space + 1 if space >= 0 else place
