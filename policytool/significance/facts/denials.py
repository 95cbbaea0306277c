"""Practices that a text denies, and denials that are lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policytool.significance.measured import Measured


_WHO = r"\b(?:[Ww]e|[A-Z]\w+)\s(?:\w+\s){0,3}?"
_NEVER = r"(?:do(?:es)?n['’]t|do(?:es)? not|will not|won['’]t|shall not|never|cannot|can['’]t)\s(?:\w+,?\s){0,4}?"
_MARK = re.compile(r"\b(?:not|never|no|cannot|neither|nor)\b|n['’]t\b|不", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]{2}")
_MARKS = ("not", "never", "n't", "n’t", "不")
"""No denial is without one of them; most texts are without all."""


def denial(verbs: str, chinese: str) -> re.Pattern[str]:
    """A denial of one of the practices, given as alternatives of a regular expression; it captures the verb."""
    return re.compile(rf"{_WHO}{_NEVER}({verbs})\b|我们(?:绝|也|将)?不(?:会|得)?(?:向.{{0,12}})?({chinese})")


def lost_denial(pattern: re.Pattern[str], m: Measured) -> bool:
    """Whether a practice was denied here and is denied nowhere in the new document; `pattern` captures its verb."""
    verbs = _denied(pattern, m.sides[0]) - _denied(pattern, m.sides[1])
    if not verbs or verbs <= _denied(pattern, m.context.new.text):
        return False
    return not (verbs <= _done(m.sides[1]) and len(_MARK.findall(m.sides[0])) <= len(_MARK.findall(m.sides[1])))


def _done(text: str) -> set[str]:
    """The verbs of a text, as a denial names them: "is never used" denies that we use."""
    words = _WORD.findall(text.lower())
    return {form for word in words for form in (word, *(word.removesuffix(end) for end in ("d", "ed", "s")))}


def _denied(pattern: re.Pattern[str], text: str) -> set[str]:
    if not any(mark in text for mark in _MARKS):
        return set()
    return {(match[1] or match[2]).lower() for match in pattern.finditer(text)}
