"""Which clauses belong together, while it is being found out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policytool.redline.lexicon import Lexicon, character
from policytool.redline.similarity import likeness
from policytool.text.model import Clause

NONE = -1


class Gap(NamedTuple):
    """Places without a partner between two neighbours on the spine."""

    olds: list[int]
    news: list[int]


class Matching:
    """Places of two texts and their partners. Grows; nothing matched is let go again."""

    def __init__(self, old: Sequence[Clause], new: Sequence[Clause], lexicon: Lexicon) -> None:
        self.old, self.new, self.lexicon = old, new, lexicon
        self.to_new = [NONE] * len(old)
        self.to_old = [NONE] * len(new)
        self.moved: set[int] = set()
        """Old places whose partner is out of order."""
        self.pieces: dict[int, list[int]] = {}
        """Old place → new places, where a clause was split."""
        self.sources: dict[int, list[int]] = {}
        """New place → old places, where clauses were merged."""
        self.limited = False
        self.old_texts, self.new_texts = _codes(old, new)
        """One character a clause; two clauses have the same one when their words are the same."""

    def match(self, i: int, j: int, *, moved: bool = False) -> None:
        self.to_new[i], self.to_old[j] = j, i
        if moved:
            self.moved.add(i)

    def group(self, olds: list[int], news: list[int], match: tuple[int, int]) -> None:
        """Widen a match to its neighbours: a split, a merge, or both at once."""
        i, j = match
        for k in olds:
            self.to_new[k] = j
        for n in news:
            self.to_old[n] = i
        if len(olds) > 1:
            self.sources[j] = olds
        if len(news) > 1:
            self.pieces[i] = news

    def grouped(self, i: int, j: int) -> bool:
        """Whether the match of two places was widened."""
        return i in self.pieces or j in self.sources

    def free(self, i: int, j: int) -> bool:
        """Whether both places exist and have no partner."""
        return 0 <= i < len(self.old) and 0 <= j < len(self.new) and self.to_new[i] == NONE and self.to_old[j] == NONE

    def equal(self, i: int, j: int) -> bool:
        return self.old_texts[i] == self.new_texts[j]

    def likeness(self, i: int, j: int) -> float:
        return likeness(self.old[i], self.new[j], self.lexicon)

    def spine(self) -> list[tuple[int, int]]:
        return [(i, j) for i, j in enumerate(self.to_new) if j != NONE and i not in self.moved]

    def stayed(self) -> Iterator[tuple[list[int], list[int]]]:
        """The old and new places of every match that keeps both orders."""
        for i, j in self.spine():
            olds = self.sources.get(j, [i])
            if olds[0] == i:
                yield olds, next((self.pieces[k] for k in olds if k in self.pieces), [j])

    def gaps(self) -> Iterator[Gap]:
        """The gaps that have places on both sides, in order."""
        i = j = 0
        for i_end, j_end in [*self.spine(), (len(self.old), len(self.new))]:
            if i < i_end and j < j_end:
                olds = [k for k in range(i, i_end) if self.to_new[k] == NONE]
                news = [k for k in range(j, j_end) if self.to_old[k] == NONE]
                if olds and news:
                    yield Gap(olds, news)
            i, j = i_end + 1, j_end + 1


def _codes(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[str, str]:
    """Texts found on both sides are taken as they stand, since levelling typography costs time."""
    shared = {clause.text for clause in old} & {clause.text for clause in new}
    seen: dict[str, str] = {}

    def code(clause: Clause) -> str:
        key = clause.text if clause.text in shared else clause.normal
        return seen.get(key) or seen.setdefault(key, character(len(seen)))

    return "".join([code(clause) for clause in old]), "".join([code(clause) for clause in new])
