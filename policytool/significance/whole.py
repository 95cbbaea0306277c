"""A whole document as the words it holds: what a place says may be new to it, or said elsewhere all along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from policytool.significance import words
from policytool.text.model import Document

_INSIDE = "@.-'+_"
_SPACES = {code: " " for code in range(33, 127) if not chr(code).isalnum() and chr(code) not in _INSIDE}
_MARKS = "“”„«»‘…–—•·，。；：、（）！？【】《》\u00a0"
_NAMES = {
    " unit stat of america ": " usa ",
    " unit stat ": " usa ",
    " unit kingdom ": " uk ",
    " european union ": " eu ",
    " european economic area ": " eea ",
}
"""Regions of several words, as levelled, and their one key."""


class Whole:
    """The words of a document, ready to be asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def spelled(self) -> str:
        """All levelled words with a space around each."""
        text = " ".join(clause.text for clause in self.document.clauses).replace("’", "'")
        for mark in _MARKS:
            text = text.replace(mark, " ")
        spelled = f" {' '.join(filter(None, map(_levelled, text.translate(_SPACES).split())))} "
        for name, key in _NAMES.items():
            spelled = spelled.replace(name, key)
        return spelled

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.spelled.split())

    def says(self, keys: Sequence[str]) -> bool:
        """Whether these words stand in the document, in this order, next to each other."""
        return f" {' '.join(keys)} " in self.spelled if len(keys) != 1 else keys[0] in self.words

    @cached_property
    def places(self) -> dict[str, int]:
        """Clause id to its place in reading order."""
        return {clause.id: place for place, clause in enumerate(self.document.clauses)}


@lru_cache(maxsize=65536)
def _levelled(piece: str) -> str:
    """The keys of one written word, joined by spaces."""
    return " ".join(word.key for word in words.read(piece))
