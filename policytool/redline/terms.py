"""Terms that a text defines by quoting them, “Personal Data”: a redline replaces them as a whole."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from policytool.redline.lexicon import Lexicon
from policytool.redline.spine import Block
from policytool.text.model import Clause

_WORD = r"[^\W\d_][\w'’-]*"
_QUOTED = re.compile(rf"[“\"„]((?![a-zà-ÿ]){_WORD}(?: {_WORD}){{0,5}})[”\"“]|[“「『]([\u4e00-\u9fff]{{2,10}})[”」』]")
_SIGNS = '“"„「『'
MOST = 500
"""A text that quotes more than this many phrases does not define them."""


class Terms:
    """The terms of several tokens that either of two texts defines."""

    def __init__(self, clauses: Iterable[Clause], lexicon: Lexicon) -> None:
        found = _quoted("\n".join({clause.text for clause in clauses}))
        encoded = [lexicon.encode(term).exact for term in sorted(found)] if len(found) <= MOST else []
        self._codes = sorted((code for code in encoded if len(code) > 1), key=len, reverse=True)

    def spans(self, exact: str) -> list[tuple[int, int]]:
        """Where terms stand in a text's tokens (lexicon.Encoded.exact), the longest ones where several could."""
        found: list[tuple[int, int]] = []
        taken = bytearray(len(exact))
        for code in self._codes:
            at = exact.find(code)
            while at >= 0:
                end = at + len(code)
                if taken.find(1, at, end) < 0:
                    found.append((at, end))
                    taken[at:end] = b"\1" * len(code)
                at = exact.find(code, at + 1)
        return sorted(found)


def _quoted(text: str) -> set[str]:
    found = set()
    for sign in _SIGNS:
        at = text.find(sign)
        while at >= 0:
            match = _QUOTED.match(text, at)
            if match is not None:
                found.add(match[1] or match[2])
            at = text.find(sign, at + 1)
    return found


def uncut(blocks: list[Block], olds: list[tuple[int, int]], news: list[tuple[int, int]]) -> list[Block]:
    """What stays of `blocks` when no span of either text may stay in part: the words of such a span go and come again.

    `olds` and `news` are spans of the old and of the new text, in order and apart.
    """
    while True:
        gone = _cut(olds, [block.old for block in blocks], blocks)
        come = _cut(news, [block.new for block in blocks], blocks)
        if not gone and not come:
            return blocks
        blocks = [piece for block in blocks for piece in _without(block, block.old, gone)]
        blocks = [piece for block in blocks for piece in _without(block, block.new, come)]


def _cut(spans: list[tuple[int, int]], starts: list[int], blocks: list[Block]) -> list[tuple[int, int]]:
    """The spans of which some words, but not all within one block, stay."""
    found = []
    for first, last in spans:
        at = max(bisect_right(starts, first) - 1, 0)
        near = [(starts[k], starts[k] + blocks[k].size) for k in range(at, bisect_left(starts, last))]
        if any(start < last and first < end and not (start <= first and last <= end) for start, end in near):
            found.append((first, last))
    return found


def _without(block: Block, start: int, spans: list[tuple[int, int]]) -> Iterator[Block]:
    """The parts of a block, which starts at `start` on one side, that stand in none of the spans of that side."""
    at = start
    end = start + block.size
    for first, last in spans[max(bisect_left(spans, (start, start)) - 1, 0) :]:
        if first >= end:
            break
        if at < first:
            yield Block(block.old + at - start, block.new + at - start, first - at)
        at = max(at, last)
    if at < end:
        yield Block(block.old + at - start, block.new + at - start, end - at)
