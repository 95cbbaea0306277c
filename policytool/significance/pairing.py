"""A sentence and what it became: the words between which they turn, and whether one is the other at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from policytool.significance.changed import is_content
from policytool.significance.places import Place
from policytool.significance.quotes import CHANGED
from policytool.significance.sentences import Sentence

_JOINS = frozenset({"and", "or"})
_GAP = 1
"""Turns with at most so many kept words between belong together."""
_SAME = 0.4
"""The least share of its words of substance that a sentence has in common with what it became."""


Span = tuple[int, int]
"""Offsets in a sentence."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of words that went and the stretch that stands in its place; one of them may be empty."""

    old: Span
    new: Span


@dataclass(frozen=True, kw_only=True)
class Pair:
    """An old sentence and the new one beside it."""

    old: Sentence
    new: Sentence

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Where they differ, in reading order."""
        found = []
        for first, last in _joined(self._edits()):
            (a, b), (c, d) = (first[0], last[1]), (first[2], last[3])
            if a == b:
                c, d = _settled(self.new, c, d)
            elif c == d:
                a, b = _settled(self.old, a, b)
            found.append(Turn(_span(self.old, a, b), _span(self.new, c, d)))
        return tuple(found)

    def _edits(self) -> list[tuple[int, int, int, int]]:
        """Stretches of word numbers; "and" and "or" only matter where they are not the same as before: they give way
        to whatever joins or leaves a list."""
        old, new = self.old.all_keys, self.new.all_keys
        same = Counter(key for key in old if key in _JOINS) == Counter(key for key in new if key in _JOINS)
        places = [[n for n, key in enumerate(keys) if not (same and key in _JOINS)] for keys in (old, new)]
        found = Levenshtein.opcodes([old[n] for n in places[0]], [new[n] for n in places[1]])
        return [
            (*_numbers(places[0], op.src_start, op.src_end), *_numbers(places[1], op.dest_start, op.dest_end))
            for op in found
            if op.tag != "equal"
        ]

    @property
    def greatest(self) -> Turn:
        """The greatest turn, with those after and before it that still fit into a quotation."""
        turns = self.turns
        start = end = max(range(len(turns)), key=lambda n: _size(turns[n], turns[n]))
        while end + 1 < len(turns) and _size(turns[start], turns[end + 1]) <= CHANGED:
            end += 1
        while start > 0 and _size(turns[start - 1], turns[end]) <= CHANGED:
            start -= 1
        first, last = turns[start], turns[end]
        return Turn((first.old[0], last.old[1]), (first.new[0], last.new[1]))

    @cached_property
    def alike(self) -> bool:
        """Whether one became the other, rather than that one went and another came."""
        old, new = _content(self.old), _content(self.new)
        kept = (old & new).total()
        return kept >= _SAME * min(old.total(), new.total()) and 2 * kept >= _SAME * max(old.total(), new.total())


def pair(place: Place) -> Pair:
    """The sentences of both sides as one pair: whole where each side is one stretch of a clause, else those two that
    belong together and hold most of the change."""
    old, new = _joint(place.olds), _joint(place.news)
    if old is None or new is None:
        old, new = _matched(place)
    return Pair(old=old, new=new)


def _numbers(places: Sequence[int], first: int, last: int) -> tuple[int, int]:
    """The numbers of the words from `first` up to `last` of a choice of words."""
    if first < last:
        return places[first], places[last - 1] + 1
    at = places[first - 1] + 1 if first else 0
    return at, at


def _content(sentence: Sentence) -> Counter[str]:
    return Counter(word.key for word in sentence.words if is_content(word))


def _size(first: Turn, last: Turn) -> int:
    return max(last.old[1] - first.old[0], last.new[1] - first.new[0])


def _joint(sentences: Sequence[Sentence]) -> Sentence | None:
    """Neighbouring sentences of one clause as one; None where they are no neighbours."""
    first, last = sentences[0], sentences[-1]
    near = all(a.clause is b.clause and 0 <= b.start - a.end <= _GAP for a, b in pairwise(sentences))
    return Sentence(clause=first.clause, start=first.start, end=last.end) if near else None


def _matched(place: Place) -> tuple[Sentence, Sentence]:
    """The sentence with the most changed words, and the one of the other side that is most like it."""
    counts = Counter(id(sentence) for sentence, _ in (*place.removed, *place.added))
    most = max((*place.news, *place.olds), key=lambda sentence: counts[id(sentence)])
    others = place.olds if any(most is sentence for sentence in place.news) else place.news
    like = max(others, key=lambda sentence: (Counter(sentence.all_keys) & Counter(most.all_keys)).total())
    return (like, most) if others is place.olds else (most, like)


def _joined(
    edits: Sequence[tuple[int, int, int, int]],
) -> list[tuple[tuple[int, int, int, int], tuple[int, int, int, int]]]:
    """The first and the last edit of each stretch."""
    found: list[tuple[tuple[int, int, int, int], tuple[int, int, int, int]]] = []
    for edit in edits:
        if found and edit[0] - found[-1][1][1] <= _GAP and edit[2] - found[-1][1][3] <= _GAP:
            found[-1] = (found[-1][0], edit)
        else:
            found.append((edit, edit))
    return found


def _settled(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """The numbers of words that are one member of a list where the same words read on either side of it: "Oak Ltd." of
    "Elm Ltd., Oak Ltd.", not "Ltd., Oak"."""
    keys, size = sentence.all_keys, last - first
    start = first
    while start > 0 and keys[start - 1] == keys[start + size - 1]:
        start -= 1
    while start + size <= len(keys) and start <= first + size:
        if _begins(sentence, start):
            return start, start + size
        if start + size == len(keys) or keys[start] != keys[start + size]:
            break
        start += 1
    return first, last


def _begins(sentence: Sentence, number: int) -> bool:
    """Whether a member of a list begins with the word of this number."""
    before = sentence.text[: sentence.words[number].start].rstrip(' “"‘')
    return not before or before[-1] in ",;:(，；：、"


def _span(sentence: Sentence, first: int, last: int) -> Span:
    """Offsets of the words from `first` up to `last`; where there are none, of the place between two words."""
    words = sentence.words
    if first < last:
        return words[first].start, words[last - 1].end
    at = words[first - 1].end if first else 0
    return at, at
