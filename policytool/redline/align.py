"""Which clause of the new text goes on from which clause of the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from policytool.redline import gaps, headings, moves, splits
from policytool.redline.lexicon import Lexicon
from policytool.redline.matching import Matching
from policytool.redline.spine import Candidate, common, heaviest
from policytool.text.model import Clause


def align(old: Sequence[Clause], new: Sequence[Clause], lexicon: Lexicon) -> Matching:
    """Match the clauses of two texts.

    What stands once in both texts, or carries the same id by its author's hand, anchors the rest; the heaviest
    chain of anchors that keeps both orders is the spine. Gaps between are filled by equal clauses, then by similar
    ones, then by splits and merges; what is left may have moved.
    """
    matching = Matching(old, new, lexicon)
    anchors = _anchors(matching)
    spine = heaviest(anchors)
    for anchor in spine:
        matching.match(anchor.old, anchor.new)
    _extend(matching)
    kept = set(spine)
    moves.exact(matching, [anchor for anchor in anchors if anchor not in kept])
    for gap in list(matching.gaps()):
        _fill(matching, gap.olds, gap.news)
    for gap in list(matching.gaps()):
        gaps.pair(matching, gap)
    headings.pair(matching)
    splits.find(matching)
    moves.edited(matching)
    return matching


def _anchors(matching: Matching) -> list[Candidate]:
    old_ids, new_ids = _named(matching.old), _named(matching.new)
    named = [(i, new_ids[name]) for name, i in old_ids.items() if name in new_ids]
    olds, news = {i for i, _ in named}, {j for _, j in named}
    left = [(text, clause.kind) for text, clause in zip(matching.old_texts, matching.old, strict=True)]
    right = [(text, clause.kind) for text, clause in zip(matching.new_texts, matching.new, strict=True)]
    once_left, once_right = Counter(left), Counter(right)
    where = {key: j for j, key in enumerate(right) if once_right[key] == 1 and j not in news}
    unique = [(i, where[key]) for i, key in enumerate(left) if once_left[key] == 1 and key in where and i not in olds]
    return [Candidate(i, j, _weight(matching.old[i])) for i, j in sorted(named + unique)]


def _named(clauses: Sequence[Clause]) -> dict[str, int]:
    """The places of the ids that an author gave to one clause."""
    count = Counter(clause.id for clause in clauses if clause.named)
    return {clause.id: place for place, clause in enumerate(clauses) if clause.named and count[clause.id] == 1}


def _weight(clause: Clause) -> float:
    """As few clauses as possible have moved; of two equally many, those with fewer words."""
    return 1.0 + min(len(clause.text), 2000) / 1000


def _extend(matching: Matching) -> None:
    """Match equal neighbours of the spine, and equal clauses at both ends of the texts."""
    pairs = [(-1, -1), *matching.spine(), (len(matching.old), len(matching.new))]
    for i, j in pairs:
        a, b = i + 1, j + 1
        while matching.free(a, b) and matching.equal(a, b):
            matching.match(a, b)
            a, b = a + 1, b + 1
    for i, j in reversed(pairs):
        a, b = i - 1, j - 1
        while matching.free(a, b) and matching.equal(a, b):
            matching.match(a, b)
            a, b = a - 1, b - 1


def _fill(matching: Matching, olds: list[int], news: list[int]) -> None:
    """Match the equal clauses of a gap that keep both orders."""
    left = "".join([matching.old_texts[i] for i in olds])
    right = "".join([matching.new_texts[j] for j in news])
    if set(left).isdisjoint(right):
        return
    blocks, limited = common(left, right)
    matching.limited |= limited
    for block in blocks:
        for k in range(block.size):
            matching.match(olds[block.old + k], news[block.new + k])
