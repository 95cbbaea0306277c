"""A change as stretches of formatted text: kept, inserted, deleted. What every renderer draws."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import Literal

from policytool.redline.model import Change, Redline, WordOp
from policytool.redline.tokens import tokenise
from policytool.text.model import Clause, Run
from policytool.text.runs import cut, plain

SegmentKind = Literal["equal", "insert", "delete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Some runs and what became of them. A kept stretch stands in the typography of the new text."""

    kind: SegmentKind
    runs: tuple[Run, ...]
    before: tuple[Run, ...] = ()
    """For a kept stretch the runs of the old text, in its typography."""

    @property
    def text(self) -> str:
        return plain(self.runs)


def segments(change: Change) -> list[Segment]:
    """The whole change as one stretch of text; a line break stands where several clauses meet."""
    found: list[Segment] = []
    for _, parts in by_clause(change):
        found += [Segment(kind="equal", runs=(Run(text="\n"),)), *parts] if found else parts
    return found


def by_clause(change: Change) -> list[tuple[Clause, list[Segment]]]:
    """The segments of each new clause of the change; of the old one where there is no new one."""
    return _placed(change) if change.words else [_whole(change)]


def old_side(change: Change) -> list[tuple[Clause, list[Segment]]]:
    """Each old clause of the change as it stood: its words kept and deleted, in its own typography."""
    if not change.words:
        kind: SegmentKind = "equal" if change.news else "delete"
        return [(clause, [Segment(kind=kind, runs=clause.runs)] if clause.runs else []) for clause in change.olds]
    found: list[tuple[Clause, list[Segment]]] = []
    start = 0
    for clause in change.olds:
        parts = [
            Segment(kind=op.kind, runs=cut(clause.runs, max(op.old_start - start, 0), max(op.old_end - start, 0)))
            for op in change.words
            if op.kind != "insert"
        ]
        found.append((clause, [part for part in parts if part.runs]))
        start += len(clause.text) + 1
    return found


def _whole(change: Change) -> tuple[Clause, list[Segment]]:
    clause = change.news[0] if change.news else change.olds[0]
    kind: SegmentKind = "insert" if not change.olds else "delete" if not change.news else "equal"
    before = change.olds[0].runs if kind == "equal" else ()
    return clause, [Segment(kind=kind, runs=clause.runs, before=before)] if clause.runs else []


def _placed(change: Change) -> list[tuple[Clause, list[Segment]]]:
    """The operations cut at the ends of the new clauses."""
    texts = joined(change.olds), joined(change.news)
    waiting = list(change.words)[::-1]
    found: list[tuple[Clause, list[Segment]]] = []
    start = 0
    for clause in change.news:
        end = start + len(clause.text)
        parts: list[Segment] = []
        while waiting:
            op = waiting[-1]
            first, last = op.new_start, op.new_end
            if first > end or (first == end and last > end):
                break
            segment = _segment(op, texts, max(first, start) - first, min(last, end) - first)
            if segment.runs:
                parts.append(segment)
            if last > end:
                break
            waiting.pop()
        found.append((clause, parts))
        start = end + 1
    return found


def _segment(op: WordOp, texts: tuple[tuple[Run, ...], tuple[Run, ...]], first: int, last: int) -> Segment:
    """The part of an operation between two offsets of its stretch in the new text."""
    old, new = texts
    if op.kind == "delete":
        return Segment(kind="delete", runs=cut(old, op.old_start, op.old_end))
    if op.kind == "insert":
        return Segment(kind="insert", runs=cut(new, op.new_start + first, op.new_start + last))
    before, runs = cut(old, op.old_start, op.old_end), cut(new, op.new_start, op.new_end)
    edges = _opposite(plain(runs), plain(before), first, last)
    return Segment(kind="equal", runs=cut(runs, first, last), before=cut(before, *edges))


def _opposite(text: str, other: str, first: int, last: int) -> tuple[int, int]:
    """Where a stretch of `text` stands in `other`, which has the same words in another typography."""
    if text == other or (not first and last == len(text)):
        return (first, last) if text == other else (0, len(other))
    here, there = tokenise(text), tokenise(other)
    start, end = bisect_left(here.starts, first), bisect_left(here.starts, last)
    begins = there.starts[start] if first and start < len(there.starts) else len(other) if first else 0
    ends = len(other) if last == len(text) else there.ends[end - 1] if 0 < end <= len(there.ends) else 0
    return begins, max(begins, ends)


def cells(parts: Sequence[Segment]) -> list[list[Segment]]:
    """The segments of each cell of a row, with the cells that came and those that went."""
    found: list[list[Segment]] = [[]]
    for part in parts:
        pieces, olds = part.text.split("\t"), plain(part.before).split("\t")
        start = begin = 0
        for number, (piece, old) in enumerate(zip_longest(pieces, olds, fillvalue="")):
            if number:
                found.append([])
            if piece or old:
                before = cut(part.before, begin, begin + len(old))
                found[-1].append(Segment(kind=part.kind, runs=cut(part.runs, start, start + len(piece)), before=before))
            start, begin = start + len(piece) + 1, begin + len(old) + 1
    return found


def keeps_cells(parts: Sequence[Segment]) -> bool:
    """Whether no single cell of a row came or went."""
    return len(parts) == 1 or all(part.kind == "equal" or "\t" not in part.text for part in parts)


def relinked(change: Change) -> list[tuple[str, str, str]]:
    """Links whose text stayed while the target changed: text, old target, new target ("" for none)."""
    if not change.olds or not change.news:
        return []
    olds, news = joined(change.olds), joined(change.news)
    found: dict[tuple[str, str, str], None] = {}
    ops = change.words or ()
    for op in ops:
        if (
            op.kind != "equal"
            or change.old_text[op.old_start : op.old_end] != change.new_text[op.new_start : op.new_end]
        ):
            continue
        old, new = _targets(cut(olds, op.old_start, op.old_end)), _targets(cut(news, op.new_start, op.new_end))
        if old == new:
            continue
        text = change.new_text[op.new_start : op.new_end]
        found.update(((text[start:end].strip(), was, now), None) for start, end, was, now in _pairs(text, old, new))
    return list(found)


def first_relinked(part: Segment) -> tuple[int, int] | None:
    """Start and end of the first stretch of a kept segment whose link has another target; None where there is none."""
    if part.kind != "equal" or plain(part.before) != part.text:
        return None
    found = next(_pairs(part.text, _targets(part.before), _targets(part.runs)), None)
    return found and found[:2]


def departures(redline: Redline) -> dict[int, list[int]]:
    """Where moved clauses stood: place of an entry (-1 for the beginning) → places of the entries that left after it.

    A section that left is missed before what followed it, anything else after what preceded it.
    """
    place_of = {id(clause): place for place, entry in enumerate(redline.entries) for clause in entry.olds}
    found: dict[int, list[int]] = {}
    waiting: list[int] = []
    last = -1
    for clause in redline.old.clauses:
        place = place_of[id(clause)]
        if redline.entries[place].kind not in ("moved", "moved-and-modified"):
            if waiting:
                found.setdefault(place - 1, []).extend(waiting)
            last, waiting = place, []
        elif waiting or clause.kind == "heading":
            waiting.append(place)
        else:
            found.setdefault(last, []).append(place)
    if waiting:
        found.setdefault(len(redline.entries) - 1, []).extend(waiting)
    return found


def joined(clauses: tuple[Clause, ...]) -> tuple[Run, ...]:
    """The runs of clauses with a line break between two, as `Change.old_text` and `new_text` have it."""
    if len(clauses) == 1:
        return clauses[0].runs
    runs: list[Run] = []
    for clause in clauses:
        runs += [Run(text="\n"), *clause.runs] if runs or clause is not clauses[0] else clause.runs
    return tuple(runs)


def _targets(runs: tuple[Run, ...]) -> list[tuple[int, str]]:
    """Where the target changes along the runs: offset and target."""
    found: list[tuple[int, str]] = []
    at = 0
    for run in runs:
        target = run.link or ""
        if not found or found[-1][1] != target:
            found.append((at, target))
        at += len(run.text)
    return found


def _pairs(text: str, old: list[tuple[int, str]], new: list[tuple[int, str]]) -> Iterator[tuple[int, int, str, str]]:
    """The stretches of `text` over which both targets are constant, where they differ: start, end, both targets."""
    edges = sorted({at for at, _ in old} | {at for at, _ in new} | {len(text)})
    for start, end in pairwise(edges):
        before = [target for at, target in old if at <= start][-1]
        after = [target for at, target in new if at <= start][-1]
        if before != after and text[start:end].strip():
            yield start, end, before, after


def without_images(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with images as their alternative texts: a redline compares words and loads nothing."""
    return tuple(replace(run, image=None) if run.image else run for run in runs)
