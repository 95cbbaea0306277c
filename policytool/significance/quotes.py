"""Words of a place, quoted: short enough to read, long enough to be understood, with their offsets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein
from rapidfuzz.distance import Opcode as Turn

from policytool.significance.places import Place
from policytool.significance.sentences import Sentence
from policytool.significance.words import Word

_LONG = 150
_WHOLE = 260
"""A sentence that came or went is quoted whole up to here: its subject alone says nothing."""
_AROUND = 45
_NEAR_END = 30
"""A cut that would leave out less than this is not made."""
_CHANGED = 170
"""So many characters of changed words, with what stands between them, are quoted of a long sentence."""
_INNER = str.maketrans("“”", "‘’")
_STRAIGHT = re.compile(r'"([^"]*)"')


def both(place: Place) -> tuple[str, str]:
    """The old sentence and the new one, quoted around the same change, the greatest; empty where a side is."""
    if not place.olds or not place.news:
        return quote(place.olds, place.removed), quote(place.news, place.added)
    old, new = _matched(place)
    if max(len(old.text.strip()), len(new.text.strip())) <= _LONG:
        return _clean(old.text), _clean(new.text)
    turns = [op for op in Levenshtein.opcodes(old.all_keys, new.all_keys) if op.tag != "equal"]
    if not turns:
        return quote(place.olds, place.removed), quote(place.news, place.added)
    first, last = _greatest(_joined(turns), old, new)
    return (
        _around(old, *_span(old, first.src_start, last.src_end)),
        _around(new, *_span(new, first.dest_start, last.dest_end)),
    )


def _matched(place: Place) -> tuple[Sentence, Sentence]:
    """The sentence with the most changed words, and the one of the other side that is most like it."""
    counts = Counter(id(sentence) for sentence, _ in (*place.removed, *place.added))
    most = max((*place.news, *place.olds), key=lambda sentence: counts[id(sentence)])
    others = place.olds if any(most is sentence for sentence in place.news) else place.news
    like = max(others, key=lambda sentence: (Counter(sentence.all_keys) & Counter(most.all_keys)).total())
    return (like, most) if others is place.olds else (most, like)


def _joined(turns: Sequence[Turn]) -> list[tuple[Turn, Turn]]:
    """Turns with at most one kept word between belong together: the first and the last of each stretch."""
    found: list[tuple[Turn, Turn]] = []
    for turn in turns:
        if found and turn.dest_start - found[-1][1].dest_end <= 1 and turn.src_start - found[-1][1].src_end <= 1:
            found[-1] = (found[-1][0], turn)
        else:
            found.append((turn, turn))
    return found


def _greatest(stretches: list[tuple[Turn, Turn]], old: Sentence, new: Sentence) -> tuple[Turn, Turn]:
    """The greatest stretch of changed words, with those after and before it that fit."""

    def size(first: Turn, last: Turn) -> int:
        (a, b), (c, d) = _span(old, first.src_start, last.src_end), _span(new, first.dest_start, last.dest_end)
        return max(b - a, d - c)

    start = end = max(range(len(stretches)), key=lambda n: size(*stretches[n]))
    while end + 1 < len(stretches) and size(stretches[start][0], stretches[end + 1][1]) <= _CHANGED:
        end += 1
    while start > 0 and size(stretches[start - 1][0], stretches[end][1]) <= _CHANGED:
        start -= 1
    return stretches[start][0], stretches[end][1]


def _span(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Offsets of the words from `first` up to `last`; where there are none, of the place between two words."""
    words = sentence.words
    if first < last:
        return words[first].start, words[last - 1].end
    at = words[first - 1].end if first else 0
    return at, at


def quote(sentences: Sequence[Sentence], changed: Sequence[tuple[Sentence, Word]]) -> str:
    """The sentence with the changed words: whole where all of it is new, else what stands around them."""
    if not sentences:
        return ""
    sentence = changed[0][0] if changed else sentences[0]
    own = [word for each, word in changed if each is sentence]
    if len(own) * 2 > len(sentence.words) or not own:
        return _around(sentence, 0, 0, long=_WHOLE)
    return _around(sentence, own[0].start, own[-1].end, long=_WHOLE)


def _around(sentence: Sentence, start: int, end: int, long: int = _LONG) -> str:
    """The words from `start` to `end` with what stands around them, cut to some `long` characters."""
    text = sentence.text
    if len(text.strip()) <= long:
        return _clean(text)
    end = max(start, min(end, start + _CHANGED))
    around = max(_AROUND, (long - (end - start)) // 2)
    begin, until = max(0, start - around), min(end + around, len(text))
    if begin < _NEAR_END:
        begin, until = 0, max(until, min(len(text), long))
    if len(text) - until < _NEAR_END:
        until = len(text)
    return _cut(text, begin, until)


def _cut(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return f"{'… ' if start else ''}{_clean(text[start:end])}{' …' if text[end:].strip() else ''}"


def _clean(text: str) -> str:
    """`text` on one line, quotation marks in it single; the sentence that quotes it brings the full stop."""
    line = _STRAIGHT.sub(r"‘\1’", " ".join(text.split()).translate(_INNER))
    return line.rstrip(".;:,。；：，")


def runs(changed: Sequence[tuple[Sentence, Word]]) -> list[tuple[Sentence, int, int]]:
    """Stretches of changed words: sentence, start, end; words with at most one kept word between belong together."""
    found: list[tuple[Sentence, int, int]] = []
    last = -9
    for sentence, word in changed:
        place = sentence.place_of(word)
        if found and found[-1][0] is sentence and place - last <= 2:
            found[-1] = (sentence, found[-1][1], word.end)
        else:
            found.append((sentence, word.start, word.end))
        last = place
    return found
