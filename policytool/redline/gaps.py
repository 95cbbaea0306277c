"""A gap filled: similar clauses paired in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policytool.redline.matching import Gap, Matching
from policytool.redline.similarity import SAME_CLAUSE
from policytool.redline.spine import Candidate, heaviest

ALONE = 0.35
"""Enough likeness where one clause faces one of the same kind and nothing else stands between."""
MOST_PAIRS = 20_000
"""Above this many pairs in a gap only those that share a rare word are looked at."""
RARE = 12
"""A word is rare while at most this many clauses on a side hold it."""


def pair(matching: Matching, gap: Gap) -> None:
    """Match each old clause of the gap with the new one that it became, if any, keeping both orders."""
    needed = _needed(matching, gap)
    candidates = [
        Candidate(i, j, score * (4 + _size(matching, i, j)))
        for i, j in _pairs(matching, gap)
        if (score := matching.likeness(i, j)) >= needed
    ]
    for chosen in heaviest(candidates):
        matching.match(chosen.old, chosen.new)


def _needed(matching: Matching, gap: Gap) -> float:
    alone = len(gap.olds) == len(gap.news) == 1 and matching.old[gap.olds[0]].kind == matching.new[gap.news[0]].kind
    return ALONE if alone else SAME_CLAUSE


def _size(matching: Matching, i: int, j: int) -> int:
    encode = matching.lexicon.encode
    return min(len(encode(matching.old[i].text).alike), len(encode(matching.new[j].text).alike), 60)


def _pairs(matching: Matching, gap: Gap) -> Iterator[tuple[int, int]]:
    if len(gap.olds) * len(gap.news) <= MOST_PAIRS:
        yield from ((i, j) for i in gap.olds for j in gap.news)
        return
    yield from sorted(_sharing(matching, gap))


def _sharing(matching: Matching, gap: Gap) -> set[tuple[int, int]]:
    """Pairs that share at least one word that is rare in the gap: near-linear in the size of the texts."""
    left: dict[str, list[int]] = defaultdict(list)
    right: dict[str, list[int]] = defaultdict(list)
    encode = matching.lexicon.encode
    for places, clauses, index in ((gap.olds, matching.old, left), (gap.news, matching.new, right)):
        for place in places:
            for word in set(encode(clauses[place].text).alike):
                index[word].append(place)
    found = {
        (i, j)
        for word, places in left.items()
        if len(places) <= RARE and len(right.get(word, ())) <= RARE
        for i in places
        for j in right.get(word, ())
    }
    return found | {(i, j) for i, j in zip(gap.olds, gap.news, strict=False)}
