"""The promise of a redline: reject everything and the old text is back, accept everything and the new one stands."""

from __future__ import annotations

from collections import Counter

from policytool.errors import RedlineError
from policytool.redline.model import Change, Redline
from policytool.redline.tokens import same_words
from policytool.text.model import Clause

_SHAPES = {
    "inserted": (0, 1), "deleted": (1, 0), "split": (1, 2), "merged": (2, 1),
}  # fmt: skip
"""Least number of old and new clauses of each kind; one of each for the others."""
_MOVED = ("moved", "moved-and-modified")


def prove(redline: Redline) -> None:
    """Raise RedlineError unless the entries give back both texts: each clause once, in order, and every word of it."""
    accepted = [clause for entry in redline.entries for clause in entry.news]
    if not _identical(accepted, redline.new.clauses):
        raise RedlineError(f"Accepting every change does not give back {redline.new.name or 'the new text'!r}.")
    rejected = [clause for entry in redline.entries for clause in entry.olds]
    if Counter(map(id, rejected)) != Counter(map(id, redline.old.clauses)):
        raise RedlineError(f"Rejecting every change does not give back {redline.old.name or 'the old text'!r}.")
    stayed = [clause for entry in redline.entries if entry.kind not in _MOVED for clause in entry.olds]
    moved = {id(clause) for entry in redline.entries if entry.kind in _MOVED for clause in entry.olds}
    if not _identical(stayed, tuple(clause for clause in redline.old.clauses if id(clause) not in moved)):
        raise RedlineError("Clauses that are not marked as moved stand in another order.")
    for entry in redline.entries:
        _prove(entry)


def _identical(left: list[Clause], right: tuple[Clause, ...]) -> bool:
    return len(left) == len(right) and all(a is b for a, b in zip(left, right, strict=True))


def _prove(entry: Change) -> None:
    least_old, least_new = _SHAPES.get(entry.kind, (1, 1))
    if len(entry.olds) < least_old or len(entry.news) < least_new or (least_old, least_new) == (0, 0):
        raise RedlineError(f"A change of kind {entry.kind!r} lacks a clause.")
    if entry.kind in ("unchanged", "moved") and entry.old_text != entry.new_text:
        raise RedlineError(f"A clause is called {entry.kind}, but its words differ: {entry.new_text[:60]!r}.")
    if entry.words:
        _prove_words(entry)
    elif entry.kind in ("modified", "moved-and-modified", "split", "merged") and (entry.old_text or entry.new_text):
        raise RedlineError(f"A changed clause lacks its words: {entry.new_text[:60]!r}.")


def _prove_words(entry: Change) -> None:
    i = j = 0
    for op in entry.words:
        old, new = entry.old_text[op.old_start : op.old_end], entry.new_text[op.new_start : op.new_end]
        follows = op.old_start == i and op.new_start == j
        honest = same_words(old, new) if op.kind == "equal" else not (new if op.kind == "delete" else old)
        if not follows or not honest:
            raise RedlineError(f"The words of a change do not spell both texts: {entry.new_text[:60]!r}.")
        i, j = op.old_end, op.new_end
    if i != len(entry.old_text) or j != len(entry.new_text):
        raise RedlineError(f"The words of a change do not cover both texts: {entry.new_text[:60]!r}.")
