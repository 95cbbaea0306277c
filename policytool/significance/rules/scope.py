"""For whom a sentence holds, where only the line or the title above it says so: "If you live in Georgia:"."""

from __future__ import annotations

import re

from policytool.significance.quotes import clean
from policytool.significance.sentences import Sentence
from policytool.significance.small import keys_of, small
from policytool.significance.whole import Whole

_LEADS = re.compile(
    r"\W*(?!(?:in|for) (?:particular|addition|short|example|instance|general|summary)\b)"
    r"(?:if|for|in|where|when|residents|users|customers)\b.*(?::|\.\.\.|…)\s*$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:child(?:ren)?|kids?|teens?|minors?|students?|employees?|applicants?|candidates?|residents?|suppliers?)\b"
    r"|儿童|未成年|员工|居民",
    re.IGNORECASE,
)
_BEFORE = 6
"""Clauses that are looked through for the line that leads in."""
_LONGEST = 70


def scope(sentence: Sentence, whole: Whole) -> str:
    """The line or title; empty where there is none, and the sentence holds for everybody."""
    return _line(sentence, whole) or next(filter(_scoped, reversed(sentence.clause.path[-2:])), "")


def _line(sentence: Sentence, whole: Whole) -> str:
    clause, at = sentence.clause, whole.places[sentence.clause.id]
    above = [one for one in whole.document.clauses[max(0, at - _BEFORE) : at] if one.path == clause.path]
    lines = [line for one in above if one.kind == "paragraph" for line in one.text.split("\n")]
    lines += clause.text[: sentence.start].split("\n")[:-1]
    return next(
        (clean(line).rstrip("…") for line in reversed(lines) if len(line) <= _LONGEST and _LEADS.match(line)), ""
    )


def _scoped(title: str) -> bool:
    keys = keys_of(title)
    names = any(keys[n : n + size] in small().places for size in (1, 2, 3) for n in range(len(keys)))
    return len(title) <= _LONGEST and (names or bool(_PEOPLE.search(title)))
