"""What stays in order: the heaviest increasing subsequence of matched places, and the common parts of two sequences."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

MOST_CELLS = 150_000_000
"""Largest table, in bits, that an exact match of two sequences may fill (about 19 MB)."""


class Candidate(NamedTuple):
    """A possible match of place `old` with place `new`."""

    old: int
    new: int
    weight: float


def heaviest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of greatest total weight that keep both orders, each place at most once.

    `candidates` are sorted by `old` here; takes n log n steps.
    """
    ordered = sorted(candidates, key=lambda c: (c.old, -c.new))
    if all(a.old < b.old and a.new < b.new for a, b in pairwise(ordered)):
        return ordered
    places = sorted({c.new for c in ordered})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(places) + 1)
    before: list[int] = []
    for index, candidate in enumerate(ordered):
        rank = bisect_left(places, candidate.new)
        weight, previous = _read(best, rank)
        before.append(previous)
        _write(best, rank + 1, (weight + candidate.weight, index))
    chain, index = [], _read(best, len(places))[1]
    while index >= 0:
        chain.append(ordered[index])
        index = before[index]
    return chain[::-1]


def _read(tree: list[tuple[float, int]], count: int) -> tuple[float, int]:
    """The best of the first `count` places of a Fenwick tree of maxima."""
    top = (0.0, -1)
    while count > 0:
        top = max(top, tree[count])
        count &= count - 1
    return top


def _write(tree: list[tuple[float, int]], place: int, value: tuple[float, int]) -> None:
    while place < len(tree):
        tree[place] = max(tree[place], value)
        place += place & -place


class Block(NamedTuple):
    """`size` equal places that start at `old` and `new`."""

    old: int
    new: int
    size: int


def common(old: str, new: str) -> tuple[list[Block], bool]:
    """The longest common subsequence of two strings as blocks in order, and whether a cap cut the search short."""
    start = _shared_prefix(old, new)
    end = _shared_prefix(old[start:][::-1], new[start:][::-1])
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    blocks = [Block(0, 0, start)] if start else []
    limited = False
    if inner_old and inner_new:
        inner, limited = _inner(inner_old, inner_new)
        blocks += [Block(b.old + start, b.new + start, b.size) for b in inner]
    if end:
        blocks.append(Block(len(old) - end, len(new) - end, end))
    return _joined(blocks), limited


def _inner(old: str, new: str) -> tuple[list[Block], bool]:
    if len(old) * len(new) <= MOST_CELLS:
        found = LCSseq.opcodes(old, new)
        return [Block(o.src_start, o.dest_start, o.src_end - o.src_start) for o in found if o.tag == "equal"], False
    anchors = _unique(old, new)
    if not anchors:
        return [], True
    blocks: list[Block] = []
    limited = False
    i = j = 0
    for anchor in [*anchors, Candidate(len(old), len(new), 0.0)]:
        between, cut = common(old[i : anchor.old], new[j : anchor.new])
        blocks += [Block(b.old + i, b.new + j, b.size) for b in between]
        limited |= cut
        if anchor.old < len(old):
            blocks.append(Block(anchor.old, anchor.new, 1))
        i, j = anchor.old + 1, anchor.new + 1
    return blocks, limited


def _unique(old: str, new: str) -> list[Candidate]:
    """Places of what stands exactly once in both, in common order; runs of eight where single places do not help."""
    for width in (1, 8):
        left = [old[i : i + width] for i in range(len(old) - width + 1)]
        right = [new[i : i + width] for i in range(len(new) - width + 1)]
        once_left, once_right = Counter(left), Counter(right)
        where = {piece: j for j, piece in enumerate(right) if once_right[piece] == 1}
        found = [
            Candidate(i, where[piece], 1.0) for i, piece in enumerate(left) if once_left[piece] == 1 and piece in where
        ]
        if found:
            return heaviest(found)
    return []


def _shared_prefix(old: str, new: str) -> int:
    limit = min(len(old), len(new))
    if old[:limit] == new[:limit]:
        return limit
    low, high = 0, limit
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if old[:middle] == new[:middle] else (low, middle)
    return low


def _joined(blocks: list[Block]) -> list[Block]:
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if last and last.old + last.size == block.old and last.new + last.size == block.new:
            result[-1] = Block(last.old, last.new, last.size + block.size)
        else:
            result.append(block)
    return result
