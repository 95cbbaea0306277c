"""An address for letters, which stands in lines of its own: told whole, whichever of its lines changed."""

from __future__ import annotations

import re

from policytool.significance.addresses import line
from policytool.significance.measured import Measured
from policytool.significance.patterns import PHONE
from policytool.significance.quotes import clean
from policytool.significance.rules.change import bare
from policytool.significance.sentences import Sentence
from policytool.significance.whole import Whole
from policytool.text.model import Clause

_SPEAKS = re.compile(r"\b(?:us|our|you|your)\b|://", re.IGNORECASE)
_LONGEST = 110
_MOST = 8
"""Lines on either side of the one that changed."""
_LONG = 120
_SHARED = 2
_FULL = 240


def read(m: Measured) -> tuple[str, str]:
    """The address before and after; both empty where the place is no line of one, one where it came or went whole."""
    old, new = _lines(m.place.olds, m.context.old), _lines(m.place.news, m.context.new)
    if not old:
        old = _standing(new, m.context.old)
    if not new:
        new = _standing(old, m.context.new)
    if not old or not new:
        old = [text for text in old if text not in m.context.new.lines]
        new = [text for text in new if text not in m.context.old.lines]
    if old and new:
        old, new = _apart(old, new)
    told = ", ".join(old), ", ".join(new)
    return ("", "") if max(map(len, told)) > _FULL or told[0] == told[1] else told


def _standing(lines: list[str], other: Whole) -> list[str]:
    """What the other document has in the place of the address: one that shares two lines with it."""
    shared = [text for text in lines if text in other.lines]
    if len(shared) < _SHARED:
        return []
    for clause in other.document.clauses:
        found = _within(clause, 0) if "\n" in clause.text.strip() else []
        found = found or (_around(clause, other) if clean(clause.text) in shared else [])
        said = [clean(text) for text in found]
        if sum(text in said for text in shared) >= _SHARED:
            return said
    return []


def _apart(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """The lines without those that both begin or end with, where they are many."""
    while old and new and old[0] == new[0] and _long(old, new):
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1] and _long(old, new):
        old, new = old[:-1], new[:-1]
    return old, new


def _long(*addresses: list[str]) -> bool:
    return max(len(", ".join(lines)) for lines in addresses) > _LONG


def _lines(sentences: tuple[Sentence, ...], whole: Whole) -> list[str]:
    """The lines of the address of which the sentences are one."""
    clauses = {id(sentence.clause): sentence.clause for sentence in sentences}
    if len(clauses) != 1 or not all(_stands_alone(sentence.text) for sentence in sentences):
        return []
    clause = next(iter(clauses.values()))
    within = "\n" in clause.text.strip()
    found = _within(clause, clause.text[: sentences[0].start].count("\n")) if within else _around(clause, whole)
    return (
        [clean(text) for text in found]
        if len(found) > 1 and any(line(text) and not PHONE.search(text) for text in found)
        else []
    )


def _within(clause: Clause, at: int) -> list[str]:
    """The lines of the clause that stand next to the line of number `at`."""
    lines = clause.text.split("\n")
    start = end = at
    while start > 0 and _stands_alone(lines[start - 1]):
        start -= 1
    while end + 1 < len(lines) and _stands_alone(lines[end + 1]):
        end += 1
    return lines[start : end + 1]


def _around(clause: Clause, whole: Whole) -> list[str]:
    """The paragraphs or items next to the clause that are lines too."""
    clauses, at = whole.document.clauses, whole.places[clause.id]
    start = end = at
    while start > max(0, at - _MOST) and _belongs(clauses[start - 1], clause):
        start -= 1
    while end + 1 < min(len(clauses), at + _MOST) and _belongs(clauses[end + 1], clause):
        end += 1
    return [each.text for each in clauses[start : end + 1]]


def _belongs(near: Clause, clause: Clause) -> bool:
    return near.path == clause.path and near.kind == clause.kind and _stands_alone(near.text)


def _stands_alone(text: str) -> bool:
    text = text.strip()
    return 0 < len(text) <= _LONGEST and not text.endswith(":") and bare(text.rstrip(".")) and not _SPEAKS.search(text)
