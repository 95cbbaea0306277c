"""Whether a text can be judged at all: English and Chinese can, and two versions of one text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from policytool.redline.model import Redline
from policytool.text.model import Document

_JUDGED = ("en", "zh")
_ENGLISH = frozenset("the of and to in we you your our information for that or is may with this by on are".split())
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3041-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 5000
_FEW = 25
_ENOUGH = 0.13
_PLAINLY = 0.2
"""No other language uses so many words that look like English ones."""
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
    """Whether the text is English or Chinese, and its metadata does not say otherwise."""
    if document.metadata is not None and document.metadata.language.split("-")[0].lower() not in _JUDGED:
        return False
    text = _text(document)
    words = list(map(str.lower, _WORD.findall(text)))
    if len(words) >= _FEW and _share(words) > _PLAINLY:
        return True
    letters, han, kana, latin = (len(pattern.findall(text)) for pattern in (_LETTER, _HAN, _KANA, _LATIN))
    if (han + kana) * 4 > len(text):
        return kana * 10 <= han + kana
    return (letters - han - latin) * 2 <= letters and _english(words)


def _share(words: list[str]) -> float:
    """Which part of the words are frequent small words of English."""
    return _among(_ENGLISH, words) / len(words)


def _among(small: frozenset[str], words: list[str]) -> int:
    return sum(map(small.__contains__, words))


def _english(words: list[str]) -> bool:
    """Whether the small words are those of English rather than of another language."""
    own = _among(_ENGLISH, words)
    if any(_among(others, words) > own for others in _others()):
        return False
    return len(words) < _FEW or _share(words) > _ENOUGH


@cache
def _others() -> tuple[frozenset[str], ...]:
    source = (resources.files("policytool.significance") / "languages.toml").read_text(encoding="utf-8")
    return tuple(frozenset(line.split()) - _ENGLISH for line in tomllib.loads(source).values())


def spoken(document: Document) -> str:
    """The language in which findings on the text are told: "zh" or "en"."""
    return "zh" if _chinese(document) else "en"


def _chinese(document: Document) -> bool:
    text = _text(document)
    return len(_HAN.findall(text)) * 4 > len(text)


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
