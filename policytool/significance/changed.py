"""Questions to a list of changed words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytool.significance.lexicon import Match
from policytool.significance.patterns import PHONE
from policytool.significance.sentences import Sentence
from policytool.significance.small import small
from policytool.significance.whole import Whole
from policytool.significance.words import Word, undated

_SHORTEST = 7
"""Digits of the shortest telephone number."""
Changed = Sequence[tuple[Sentence, Word]]


def is_content(word: Word) -> bool:
    return word.kind not in ("date", "url", "ref") and word.key not in small().group


def content_keys(changed: Sequence[tuple[Sentence, Word]]) -> tuple[str, ...]:
    return tuple(sorted({word.key for _, word in changed if is_content(word)}))


def only_here(
    here: list[tuple[Sentence, Match]], there: list[tuple[Sentence, Match]], changed: Sequence[tuple[Sentence, Word]]
) -> list[tuple[Sentence, Match]]:
    named = {match.term.name for _, match in there}
    spots = {(id(sentence), word.start) for sentence, word in changed}
    return [
        (s, match)
        for s, match in here
        if match.term.name not in named
        and any((id(s), s.words[n].start) in spots for n in range(match.start, match.end))
    ]


def near_numbers(changed: Sequence[tuple[Sentence, Word]]) -> set[str]:
    keys: set[str] = set()
    for sentence, word in changed:
        if word.kind == "number":
            place = sentence.place_of(word)
            keys.update(sentence.all_keys[max(0, place - 4) : place + 6])
    return keys


def phones_in(text: str) -> set[str]:
    """The telephone numbers in `text`; a date with an hour is none, nor are a few figures in brackets."""
    numbers = (re.sub(r"\D", "", found) for found in PHONE.findall(undated(text).replace("(0)", "")))
    return {number for number in numbers if len(number) >= _SHORTEST}


def names_in(changed: Sequence[tuple[Sentence, Word]]) -> list[Word]:
    """Changed words written with a capital where no sentence starts."""
    return [
        word
        for sentence, word in changed
        if word.kind == "word"
        and sentence.text[word.start].isupper()
        and sentence.place_of(word) > 0
        and is_content(word)
    ]


def names_in_lists(changed: Sequence[tuple[Sentence, Word]]) -> set[str]:
    """Changed names that stand in a list of names."""
    found = set()
    for sentence, word in changed:
        place = sentence.place_of(word)
        near = sentence.words[max(0, place - 3) : place] + sentence.words[place + 1 : place + 4]
        others = [w for w in near if sentence.text[w.start].isupper() and w.kind == "word" and w.key != word.key]
        around = sentence.text[max(0, word.start - 12) : word.end + 12]
        if sentence.text[word.start].isupper() and others and re.search(r",|\bor\b|\band\b|e\.g\.|;|/", around):
            found.add(word.key)
    return found


def regions_in(changed: Sequence[tuple[Sentence, Word]]) -> set[tuple[str, ...]]:
    names = small().places
    found: set[tuple[str, ...]] = set()
    for sentence, word in changed:
        place = sentence.place_of(word)
        for size in (1, 2, 3):
            for start in range(max(0, place - size + 1), place + 1):
                keys = sentence.all_keys[start : start + size]
                if keys in names:
                    found.add(keys)
    return found


def new_pairs(changed: Sequence[tuple[Sentence, Word]], other: Whole) -> int:
    """How many changed words, with the word before them, the other document does not have."""
    count = 0
    for sentence, word in changed[:80]:
        place = sentence.place_of(word)
        if place and not other.says(sentence.all_keys[place - 1 : place + 1]):
            count += 1
    return count
