"""A whole document as the words it holds: what a place says may be new to it, or said elsewhere all along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from policytool.significance import words
from policytool.text.model import Document

_INSIDE = "@.-'’+_\u00ad\u200b"
_SPACES = {code: " " for code in range(33, 128) if not chr(code).isalnum() and chr(code) not in _INSIDE}
_SPACES |= dict.fromkeys(map(ord, "“”„«»‘…–—•·，。；：、（）！？【】《》\u00a0\t\n"), " ")


class Whole:
    """The words of a document, ready to be asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def spelled(self) -> str:
        """All levelled words with a space around each."""
        text = _regions(" ".join(clause.text for clause in self.document.clauses))
        return f" {' '.join(filter(None, map(_levelled, text.translate(_SPACES).split())))} "

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


_REGION = re.compile(
    r"[Uu]nited [Ss]tates(?: of [Aa]merica)?\b|U\.S\.A?\.?|\bUSA?\b"
    r"|[Uu]nited [Kk]ingdom\b|U\.K\.?|[Ee]uropean [Uu]nion\b"
    r"|[Ee]uropean [Ee]conomic [Aa]rea\b"
)


def _regions(text: str) -> str:
    return _REGION.sub(lambda match: f" {words.region(match.group())} ", text)


@lru_cache(maxsize=65536)
def _levelled(piece: str) -> str:
    """The keys of one written word, joined by spaces."""
    return " ".join(word.key for word in words.read(piece))
