"""Clauses that were split into neighbours, and neighbours that were merged into one."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel, LCSseq

from policytool.redline.matching import NONE, Matching
from policytool.text.model import Clause

WHOLE = 0.75
"""Likeness of a clause with its pieces put together."""
GAIN = 0.03
"""A further piece that raises the likeness so much is no small one."""
PART = 0.5
"""Share of a piece's words that the whole has at this place."""
SMALL_PART = 0.75
"""The same of a small piece."""
FEW = 3
"""Words of a piece so short that they have to stand in the whole one after another."""


def find(matching: Matching) -> None:
    """Widen matches to splits and merges where free neighbours complete them."""
    for i, j in enumerate(list(matching.to_new)):
        if j == NONE or i in matching.moved or matching.equal(i, j):
            continue
        news = _widened(matching, matching.old[i], matching.new, matching.to_old, j)
        if len(news) > 1:
            matching.split(i, news)
            continue
        olds = _widened(matching, matching.new[j], matching.old, matching.to_new, i)
        if len(olds) > 1:
            matching.merge(olds, j)


def _widened(matching: Matching, clause: Clause, others: Sequence[Clause], taken: list[int], start: int) -> list[int]:
    """The neighbours from `start` on both sides that together make up `clause`."""
    whole = matching.lexicon.encode(clause.text).alike
    parts = [matching.lexicon.encode(others[start].text).alike]
    places = [start]
    if len(parts[0]) >= len(whole) or clause.kind == "heading":
        return places
    for step in (1, -1):
        place = start + step
        while 0 <= place < len(others) and taken[place] == NONE and others[place].kind != "heading":
            part = matching.lexicon.encode(others[place].text).alike
            wider = [*parts, part] if step == 1 else [part, *parts]
            if not _fits(whole, parts, wider, part):
                break
            parts = wider
            places = [*places, place] if step == 1 else [place, *places]
            place += step
    return places if Indel.normalized_similarity(whole, "".join(parts)) >= WHOLE else [start]


def _fits(whole: str, parts: list[str], wider: list[str], part: str) -> bool:
    """Whether `part`, which makes `wider` of `parts`, stands in the whole where it should."""
    more = LCSseq.similarity(whole, "".join(wider)) - LCSseq.similarity(whole, "".join(parts))
    if len(part) <= FEW:
        return bool(part) and more == len(part) and part in whole
    before, after = (Indel.normalized_similarity(whole, "".join(some)) for some in (parts, wider))
    return more >= len(part) * (PART if after >= before + GAIN else SMALL_PART)
