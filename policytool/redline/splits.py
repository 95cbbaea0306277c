"""Clauses that were split into neighbours, neighbours that were merged into one, and both in one step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

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
CARRIED = 5
"""Words that went from one clause over to its neighbour."""
FEW = 3
"""Words of a piece so short that they have to stand in the whole one after another."""


class _Side:
    """Neighbouring clauses of one text, from the one that has a match on."""

    def __init__(self, matching: Matching, clauses: Sequence[Clause], taken: list[int], start: int) -> None:
        self._encode, self._clauses, self._taken = matching.lexicon.encode, clauses, taken
        self.heading = clauses[start].kind == "heading"
        self.places, self._parts = [start], [self._encode(clauses[start].text).alike]

    @property
    def words(self) -> str:
        return "".join(self._parts)

    def widen(self, whole: str) -> bool:
        """Take in the free neighbours on both sides that stand in `whole`; whether there were any."""
        for step in (1, -1):
            place = self.places[0 if step == -1 else -1] + step
            while 0 <= place < len(self._clauses) and self._taken[place] == NONE and self._takes(place, whole, step):
                place += step
        return len(self.places) > 1

    def _takes(self, place: int, whole: str, step: int) -> bool:
        part = self._encode(self._clauses[place].text).alike
        wider = [*self._parts, part] if step == 1 else [part, *self._parts]
        if self._clauses[place].kind == "heading" or not _fits(whole, self._parts, wider, part):
            return False
        self._parts = wider
        self.places = [*self.places, place] if step == 1 else [place, *self.places]
        return True


def find(matching: Matching) -> None:
    """Widen matches to splits and merges, or both at once, where free neighbours complete them."""
    for i, j in enumerate(list(matching.to_new)):
        if j == NONE or i in matching.moved or matching.equal(i, j):
            continue
        for way in (1, -1):
            old = _Side(matching, matching.old, matching.to_new, i)
            new = _Side(matching, matching.new, matching.to_old, j)
            if _completed(*(new, old)[::way]):
                matching.group(old.places, new.places, (i, j))
                break
    _carried_over(matching)


def _completed(first: _Side, second: _Side) -> bool:
    """Whether neighbours of the first side, or of both, make the two say the same."""
    if second.heading or len(first.words) >= len(second.words) or not first.widen(second.words):
        return False
    if _alike(first.words, second.words):
        if not first.heading:
            second.widen(first.words)
        return True
    return not first.heading and second.widen(first.words) and _alike(first.words, second.words)


def _carried_over(matching: Matching) -> None:
    """Group neighbours where the words that the one lost are those that the other gained."""
    done: set[int] = set()
    single = [(i, j) for i, j in matching.spine() if not matching.grouped(i, j) and not matching.equal(i, j)]
    for (i, j), (k, n) in pairwise(single):
        if (k, n) != (i + 1, j + 1) or i in done:
            continue
        clauses = matching.old[i], matching.old[k], matching.new[j], matching.new[n]
        if any(clause.kind not in ("paragraph", "item") for clause in clauses):
            continue
        a, b, c, d = (matching.lexicon.encode(clause.text).alike for clause in clauses)
        apart = LCSseq.similarity(a, c) + LCSseq.similarity(b, d)
        if LCSseq.similarity(a + b, c + d) >= apart + CARRIED and _alike(a + b, c + d):
            matching.group([i, k], [j, n], (i, j))
            done.add(k)


def _alike(left: str, right: str) -> bool:
    return Indel.normalized_similarity(left, right) >= WHOLE


def _fits(whole: str, parts: list[str], wider: list[str], part: str) -> bool:
    """Whether `part`, which makes `wider` of `parts`, stands in the whole where it should."""
    more = LCSseq.similarity(whole, "".join(wider)) - LCSseq.similarity(whole, "".join(parts))
    if len(part) <= FEW:
        return bool(part) and more == len(part) and part in whole
    before, after = (Indel.normalized_similarity(whole, "".join(some)) for some in (parts, wider))
    return more >= len(part) * (PART if after >= before + GAIN else SMALL_PART)
