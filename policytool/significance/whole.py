"""A whole document as the words it holds: what a place says may be new to it, or said elsewhere all along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from policytool.significance import language, words
from policytool.significance.companies import companies
from policytool.text.model import Document

_INSIDE = "@.-'+_"
_MARKS = "“”„«»‘…–—•·，。；：、（）！？【】《》\u00a0"
_SPACES = {code: " " for code in range(33, 127) if not chr(code).isalnum() and chr(code) not in _INSIDE}
_SPACES |= {ord(mark): " " for mark in _MARKS} | {ord("’"): "'"}
_FREQUENT = "’“”–•\u00a0"
"""Replaced first: to translate a text is quick where nothing but ASCII is left."""
_NAMES = {
    " unit stat of america ": " usa ",
    " unit stat ": " usa ",
    " unit kingdom ": " uk ",
    " european union ": " eu ",
    " european economic area ": " eea ",
    " opt out ": " optout ",
    " opt in ": " optin ",
    " in order to ": " to ",
    " so as to ": " to ",
    " learn out ": " learn ",
}
"""Several words, as levelled, that are read as one, and their key."""


class Whole:
    """The words of a document, ready to be asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def text(self) -> str:
        return "\n".join(clause.text for clause in self.document.clauses)

    @cached_property
    def lines(self) -> frozenset[str]:
        """The lines as written, without the punctuation at their ends."""
        return frozenset(line.strip().rstrip(".;:,") for line in self.text.split("\n"))

    @cached_property
    def home(self) -> str:
        """The host that most links of the document lead to: the site that it stands on."""
        hosts = Counter(urlsplit(run.link or "").netloc for clause in self.document.clauses for run in clause.links)
        del hosts[""]
        return max(hosts, key=lambda host: hosts[host], default="")

    @cached_property
    def spelled(self) -> str:
        """All levelled words with a space around each."""
        return f" {' '.join(filter(None, (_spelled(clause.text) for clause in self.document.clauses)))} "

    @cached_property
    def _sequence(self) -> tuple[str, ...]:
        return tuple(self.spelled.split())

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self._sequence)

    def says(self, keys: Sequence[str]) -> bool:
        """Whether these words stand in the document, in this order, next to each other."""
        if not self.words.issuperset(keys):
            return False
        if len(keys) == 1:
            return True
        paired = self._pairs.issuperset(map(" ".join, pairwise(keys)))
        return paired and (len(keys) == 2 or f" {' '.join(keys)} " in self.spelled)

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """Neighbouring words: most questions are answered by them, without a walk through the text."""
        return frozenset(map(" ".join, pairwise(self._sequence)))

    def count(self, keys: Sequence[str]) -> int:
        """How often the document says these words."""
        return self.spelled.count(f" {' '.join(keys)} ")

    @cached_property
    def language(self) -> str:
        """The language in which findings on the document are told."""
        return language.spoken(self.document)

    @cached_property
    def companies(self) -> frozenset[str]:
        """The companies that the document names."""
        return frozenset(name for clause in self.document.clauses for name in companies(clause.text))

    @cached_property
    def places(self) -> dict[str, int]:
        """Clause id to its place in reading order."""
        return {clause.id: place for place, clause in enumerate(self.document.clauses)}


@lru_cache(maxsize=8192)
def _spelled(text: str) -> str:
    """The levelled words of a clause; versions of a policy share most of their clauses."""
    for mark in () if text.isascii() else _FREQUENT:
        text = text.replace(mark, _SPACES[ord(mark)])
    pieces = text.translate(_SPACES).split()
    spelled = f" {' '.join(filter(None, map(_levelled, pieces)))} "
    for name, key in _NAMES.items():
        if name in spelled:
            spelled = spelled.replace(name, key)
    return spelled.strip()


@lru_cache(maxsize=65536)
def _levelled(piece: str) -> str:
    """The keys of one written word, joined by spaces."""
    plain = piece.rstrip(".'-")
    if plain.isascii() and plain.isalpha() and not plain.isupper():
        return " ".join(words.heard(plain)[1])
    return " ".join(word.key for word in words.read(piece))
