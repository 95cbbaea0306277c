"""Terms of the vocabulary found in words: which practice, person or right a sentence speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from policytool.significance import words
from policytool.significance.vocabulary.load import own_table, table

GROUPS = ("data", "purposes", "processing", "recipients", "rights", "contact", "organisation", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One concept: its name in the Data Privacy Vocabulary, its group, and what explanations call it."""

    name: str
    group: str
    say: str


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in the words from `start` to `end`."""

    term: Term
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    term: Term | None = None


class Lexicon:
    """The terms of the packaged vocabulary and of a folder that adds to it."""

    def __init__(self, tables: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._root = _Node()
        self._memory: dict[tuple[str, ...], tuple[Match, ...]] = {}
        self.terms: dict[str, Term] = {}
        self.words: set[str] = set()
        """Every word of every term."""
        for group, lines in tables.items():
            for name, spellings in lines.items():
                self._add(name, group, spellings)

    def _add(self, name: str, group: str, spellings: Sequence[str]) -> None:
        phrases = [phrase.strip() for line in spellings for phrase in line.split(",")]
        term = self.terms.setdefault(name, Term(name=name, group=group, say=phrases[0]))
        for phrase in phrases:
            node = self._root
            for word in words.read(phrase):
                self.words.add(word.key)
                node = node.next.setdefault(word.key, _Node())
            if node is not self._root and node.term is None:
                node.term = term

    def find(self, keys: tuple[str, ...]) -> tuple[Match, ...]:
        """The longest terms in `keys`, in order, without overlap."""
        found = self._memory.get(keys)
        if found is None:
            if len(self._memory) > 20000:
                self._memory.clear()
            found = self._memory[keys] = tuple(self._scan(keys))
        return found

    def _scan(self, keys: tuple[str, ...]) -> list[Match]:
        found = []
        place, size = 0, len(keys)
        while place < size:
            best = self._longest(keys, place, size)
            if best is not None and best.end - place > 1:
                best = self._unless_longer(keys, best)
            if best is not None:
                found.append(best)
            place = best.end if best is not None else place + 1
        return found

    def _unless_longer(self, keys: tuple[str, ...], best: Match) -> Match | None:
        """`best`, cut short where a longer term starts inside it."""
        for start in range(best.start + 1, best.end):
            inner = self._longest(keys, start, len(keys))
            if inner is not None and inner.end - start > best.end - best.start:
                return self._longest(keys, best.start, start)
        return best

    def _longest(self, keys: tuple[str, ...], start: int, stop: int) -> Match | None:
        node, best, at = self._root, None, start
        while at < stop and keys[at] in node.next:
            node = node.next[keys[at]]
            at += 1
            if node.term is not None:
                best = Match(node.term, start, at)
        return best


@cache
def packaged() -> Lexicon:
    """The lexicon without anybody's additions."""
    return Lexicon({group: table(group) for group in GROUPS})


def extended(folder: Path) -> Lexicon:
    """The packaged lexicon with the lines of the files in `folder`, named as the packaged ones.

    Raises SettingsError for a file that is no such table.
    """
    own = {group: own_table(folder / f"{group}.toml") for group in GROUPS}
    if not any(own.values()):
        return packaged()
    merged: dict[str, dict[str, Sequence[str]]] = {}
    for group in GROUPS:
        lines: dict[str, Sequence[str]] = dict(table(group))
        for name, spellings in own[group].items():
            lines[name] = [*lines.get(name, ()), *spellings]
        merged[group] = lines
    return Lexicon(merged)
