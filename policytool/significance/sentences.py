"""Clauses to sentences, with offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from policytool.significance.words import Word
from policytool.significance.words import read as read_words
from policytool.text.model import Clause

_END = re.compile(
    r"(?=[.!?])(?<![\s.][A-Za-z])(?<!\be\.g)(?<!\bi\.e)(?<!\bInc)(?<!\bLtd)(?<!\bCo)(?<!\bNo)(?<!\b[Pp]ara)(?<!\b[Aa]pp)(?<!\b[Aa]rt)(?<!\b[Ss]ec)"
    r"(?<!\bvs)(?<!\bU\.S)(?<!\betc)(?<!\bSt)(?<!\b[Ss]tr)(?<!\b[Tt]el)(?<!\b[Nn]r)(?<!\d sent)(?<!\blit)(?<!\bCorp)"
    r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|(?<=[。！？；])|\n"
)


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of a clause."""

    clause: Clause
    start: int
    end: int

    @cached_property
    def text(self) -> str:
        return self.clause.text[self.start : self.end]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words, with offsets in the sentence."""
        return read_words(self.text)

    @cached_property
    def all_keys(self) -> tuple[str, ...]:
        return tuple(word.key for word in self.words)

    def place_of(self, word: Word) -> int:
        """Where `word` stands among the words."""
        return self._starts[word.start, word.key]

    @cached_property
    def _starts(self) -> dict[tuple[int, str], int]:
        return {(word.start, word.key): place for place, word in enumerate(self.words)}

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What the sentence says, for comparing: two sentences with one key differ in form only."""
        return tuple(word.key for word in self.words if word.kind not in ("url", "ref"))


def split(clause: Clause) -> list[Sentence]:
    """The sentences of `clause` in order; each cell of a table row is one."""
    text = clause.text
    places = [0]
    if clause.kind == "row":
        places += [match.end() for match in re.finditer("\t", text)]
    else:
        places += [match.end() for match in _END.finditer(text)]
    ends = [*places[1:], len(text)]
    return [
        Sentence(clause=clause, start=start, end=end)
        for start, end in zip(places, ends, strict=True)
        if text[start:end].strip()
    ]
