"""How alike two clauses are, from 0 to 1, by their words in order.

The thresholds of the alignment were chosen on the labelled cases in tests/cases/redline and on revisions with known
truth (benchmarks/alignment.py).
"""

from __future__ import annotations

from collections import Counter

from rapidfuzz.distance import Indel, LCSseq

from policytool.redline.lexicon import Lexicon
from policytool.text.model import Clause

SAME_CLAUSE = 0.45
"""From here on a clause in the same gap is the old one, modified."""
OPENED = 0.25
"""Enough likeness for two clauses that open with the same words."""
OPENING = 5
FEW_WORDS = 3
MOST_CELLS = 400_000_000
"""Above this many pairs of words their order is left out of account, which takes time in proportion to their number."""
CONTAINED = 0.85
"""Share of the shorter clause's words that must stand in the longer one, for an enlarged or shortened clause."""


def likeness(old: Clause, new: Clause, lexicon: Lexicon) -> float:
    """0 to 1; at least SAME_CLAUSE where the form says that it is the same clause."""
    left, right = lexicon.encode(old.text).alike, lexicon.encode(new.text).alike
    score = of_words(left, right)
    if score < SAME_CLAUSE and (_same_label(old, new) or (score >= OPENED and _same_opening(left, right))):
        score = SAME_CLAUSE + score / 4
    if score < SAME_CLAUSE and max(len(left), len(right)) <= FEW_WORDS:
        letters = Indel.normalized_similarity(old.normal.casefold(), new.normal.casefold())
        score = max(score, letters - 0.2)
    return score if old.kind == new.kind else score * _across(old, new)


def of_words(left: str, right: str) -> float:
    """Likeness of two strings of words (lexicon.Encoded.alike)."""
    if not left or not right:
        return 0.0 if left or right else 1.0
    if len(left) * len(right) <= MOST_CELLS:
        shared = LCSseq.similarity(left, right)
    else:
        shared = (Counter(left) & Counter(right)).total()
    score = 2 * shared / (len(left) + len(right))
    short = min(len(left), len(right))
    if score < SAME_CLAUSE and short >= 6 and shared >= CONTAINED * short:
        return SAME_CLAUSE + score / 10
    return score


def _same_opening(left: str, right: str) -> bool:
    return min(len(left), len(right)) > OPENING and left[:OPENING] == right[:OPENING]


def _same_label(old: Clause, new: Clause) -> bool:
    """Two rows with the same first cell, or two short lines with the same words before a colon."""
    if old.text[:1] != new.text[:1]:
        return False
    if old.kind == new.kind == "row":
        first = old.text.partition("\t")[0]
        return bool(first.strip()) and first == new.text.partition("\t")[0]
    for mark in (":", "："):
        label, found, _ = old.text[:60].partition(mark)
        if found and label == new.text[:60].partition(mark)[0] and len(old.text) + len(new.text) < 800:
            return True
    return False


def _across(old: Clause, new: Clause) -> float:
    """What remains of likeness between clauses of different kinds."""
    return 0.75 if "heading" in (old.kind, new.kind) or "row" in (old.kind, new.kind) else 0.95
