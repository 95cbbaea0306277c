"""A whole document as the words it holds: what a place says may be new to it, or said elsewhere all along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from policytool.significance import words
from policytool.text.model import Document

_PIECE = re.compile(r"[\w.+-]+@[\w.-]+\w|[eE]-mail\w*|[^\W\d_]+(?:['’][a-z]{1,2}\b)?|\d+(?:[.,:]\d+)*%?")
_CJK = re.compile(r"[\u3400-\u9fff]")


class Whole:
    """The words of a document, ready to be asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def spelled(self) -> str:
        """All levelled words with a space around each."""
        keys: list[str] = []
        for piece in _PIECE.findall(" ".join(clause.text for clause in self.document.clauses)):
            if _CJK.search(piece):
                keys += piece
            elif piece[0].isalpha() and "@" not in piece:
                keys += words.keys(piece)
            else:
                keys.append(piece.lower())
        return f" {' '.join(keys)} "

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
