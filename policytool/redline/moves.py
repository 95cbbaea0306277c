"""Clauses that moved: exact and unambiguous ones first, edited ones only when long and very alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from policytool.redline.matching import NONE, Matching
from policytool.redline.spine import Candidate
from policytool.text.model import Clause

LONG = 5
"""Words from which on a clause found once in both texts is the same clause wherever it stands."""
EDITED_LONG = 10
EDITED_ALIKE = 0.8
BESIDE_MOVED = 0.6
"""Enough likeness beside a clause that moved the same way."""


def exact(matching: Matching, astray: list[Candidate]) -> None:
    """Accept the anchors off the spine as moved: long ones, those within one list, and what stands beside them."""
    waiting = [(c.old, c.new) for c in astray]
    for i, j in waiting:
        if matching.free(i, j) and _stands_alone(matching, i, j):
            matching.match(i, j, moved=True)
    for i in sorted(matching.moved):
        _spread(matching, i)


def _stands_alone(matching: Matching, i: int, j: int) -> bool:
    old, new = matching.old[i], matching.new[j]
    if old.named and new.named and old.id == new.id:
        return True
    if len(matching.lexicon.encode(old.text).alike) >= LONG:
        return True
    return old.kind == new.kind and old.kind in ("item", "row") and _same_list(matching, i, j)


def _same_list(matching: Matching, i: int, j: int) -> bool:
    """Whether the lists or tables around both places share an entry that stayed."""
    news = _list_around(matching.new, j)
    return any(matching.to_new[k] in news and k not in matching.moved for k in _list_around(matching.old, i))


def _list_around(clauses: Sequence[Clause], place: int) -> range:
    kind, start, end = clauses[place].kind, place, place + 1
    while start > 0 and clauses[start - 1].kind == kind:
        start -= 1
    while end < len(clauses) and clauses[end].kind == kind:
        end += 1
    return range(start, end)


def _spread(matching: Matching, i: int) -> None:
    """Carry a move over to equal neighbours on both sides: a section moves with its short lines."""
    for step in (-1, 1):
        a, b = i + step, matching.to_new[i] + step
        while matching.free(a, b) and matching.equal(a, b):
            matching.match(a, b, moved=True)
            a, b = a + step, b + step


def edited(matching: Matching) -> None:
    """Match what is left across gaps where it is long, very alike and unrivalled, or beside a clause that moved."""
    _beside(matching)
    _copied(matching)
    olds = [i for i, j in enumerate(matching.to_new) if j == NONE and _long(matching, matching.old[i].text)]
    news = [j for j, i in enumerate(matching.to_old) if i == NONE and _long(matching, matching.new[j].text)]
    scores = _scores(matching, olds, news)
    best_old, best_new = _best(scores, 0), _best(scores, 1)
    for (i, j), score in scores.items():
        if score >= EDITED_ALIKE and best_old[i] == (score, 1) and best_new[j] == (score, 1):
            matching.match(i, j, moved=True)
    _beside(matching)


def _beside(matching: Matching) -> None:
    for i in sorted(matching.moved):
        for step in (-1, 1):
            a, b = i + step, matching.to_new[i] + step
            while matching.free(a, b) and (matching.equal(a, b) or matching.likeness(a, b) >= BESIDE_MOVED):
                matching.match(a, b, moved=True)
                a, b = a + step, b + step


def _copied(matching: Matching) -> None:
    """A long clause that stands more often or less often now has moved as often as it is left; the rest are copies."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, i in enumerate(matching.to_old):
        if i == NONE and _long(matching, matching.new[j].text):
            places[matching.new_texts[j]].append(j)
    for i, j in enumerate(matching.to_new):
        waiting = places.get(matching.old_texts[i], []) if j == NONE else []
        if waiting:
            matching.match(i, waiting.pop(0), moved=True)


def _long(matching: Matching, text: str) -> bool:
    return len(matching.lexicon.encode(text).alike) >= EDITED_LONG


def _scores(matching: Matching, olds: list[int], news: list[int]) -> dict[tuple[int, int], float]:
    """Likeness of the pairs that share a run of three words found at most a few times."""
    runs: dict[str, list[int]] = defaultdict(list)
    encode = matching.lexicon.encode
    for j in news:
        for run in _runs(encode(matching.new[j].text).alike):
            runs[run].append(j)
    scores: dict[tuple[int, int], float] = {}
    for i in olds:
        shared = Counter(
            j
            for run in _runs(encode(matching.old[i].text).alike)
            if len(runs.get(run, ())) <= 8
            for j in runs.get(run, ())
        )
        for j, _ in shared.most_common(3):
            scores[i, j] = matching.likeness(i, j)
    return scores


def _runs(words: str) -> set[str]:
    return {words[k : k + 3] for k in range(len(words) - 2)}


def _best(scores: dict[tuple[int, int], float], side: int) -> dict[int, tuple[float, int]]:
    """For each place of a side the best score, and how many pairs reach nearly as much."""
    by_place: dict[int, list[float]] = defaultdict(list)
    for pair, score in scores.items():
        by_place[pair[side]].append(score)
    return {place: (max(all_), sum(1 for s in all_ if s > max(all_) - 0.1)) for place, all_ in by_place.items()}
