"""Whether a text can be judged at all: English and Chinese can, and two versions of one text."""

from __future__ import annotations

import re

from policytool.redline.model import Redline
from policytool.text.model import Document

_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "we",
        "you",
        "your",
        "our",
        "information",
        "for",
        "that",
        "or",
        "is",
        "may",
        "with",
        "this",
        "by",
        "on",
        "are",
    ]
)
_CJK = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3041-\u30ff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 5000
_FEW = 25
_UNRELATED = 0.1


def unjudged(redline: Redline) -> str:
    """Why the revision cannot be judged; empty if it can."""
    for name, document in (("new", redline.new), ("old", redline.old)):
        if not judged(document):
            return f"The {name} text is in a language that this tool does not judge; a person has to decide."
    if _chinese(redline.old) != _chinese(redline.new):
        return "The two texts are in different languages, so they cannot be compared; a person has to decide."
    return ""


def judged(document: Document) -> bool:
    """Whether the text is English or Chinese, or too short to tell."""
    text = _text(document)
    if _KANA.findall(text)[100:]:
        return False
    if _chinese(document):
        return True
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _FEW:
        return not re.search(r"[\u0370-\u1fff]", text)
    return sum(word in _ENGLISH for word in words) / len(words) > 0.13


def spoken(document: Document) -> str:
    """The language in which findings on the text are told: "zh" or "en"."""
    return "zh" if _chinese(document) else "en"


def _chinese(document: Document) -> bool:
    text = _text(document)
    return len(_CJK.findall(text)) * 4 > len(text)


def _text(document: Document) -> str:
    parts, size = [], 0
    for clause in document.clauses:
        parts.append(clause.text)
        size += len(clause.text)
        if size > _SAMPLE:
            break
    return " ".join(parts)


def warnings(redline: Redline) -> tuple[str, ...]:
    """A warning where the two texts hardly share a clause."""
    kept = sum(1 for entry in redline.entries if entry.olds and entry.news)
    total = max(len(redline.old.clauses), len(redline.new.clauses))
    if total >= 10 and kept < total * _UNRELATED:
        return ("The two texts have almost nothing in common. Are they versions of one policy?",)
    return ()
