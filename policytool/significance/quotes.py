"""Words of a place, quoted: short enough to read, long enough to be understood, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytool.significance.sentences import Sentence
from policytool.significance.words import Word

LONG = 150
_WHOLE = 260
"""A sentence that came or went is quoted whole up to here: its subject alone says nothing."""
_AROUND = 45
_NEAR_END = 30
"""A cut that would leave out less than this is not made."""
CHANGED = 170
"""So many characters of changed words, with what stands between them, are quoted of a long sentence."""
_PARTS = re.compile(r"[\s\u3000-\u9fff\uff00-\uffef]")
"""Between these and their neighbours a text may be cut."""
_BULLET = re.compile(r"(?:^|\s*\n\s*)[-*•·]\s+")
_JOINED = re.compile(r"[;,]\s*(?:and|or)[;,:]?$")
"""What joins an entry of a list to the next."""
_INNER = str.maketrans("“”", "‘’")
_STRAIGHT = re.compile(r'"([^"]*)"')


def quote(sentences: Sequence[Sentence], changed: Sequence[tuple[Sentence, Word]]) -> str:
    """The sentence with the changed words: whole where all of it is new, else what stands around them."""
    if not sentences:
        return ""
    sentence = changed[0][0] if changed else sentences[0]
    own = [word for each, word in changed if each is sentence]
    if len(own) * 2 > len(sentence.words) or not own:
        return whole(sentence)
    return around(sentence, own[0].start, own[-1].end, long=_WHOLE)


def whole(sentence: Sentence) -> str:
    """The sentence from its beginning, cut only where it is very long."""
    return around(sentence, 0, 0, long=_WHOLE)


def around(sentence: Sentence, start: int, end: int, long: int = LONG) -> str:
    """The words from `start` to `end` with what stands around them, cut to some `long` characters."""
    text = sentence.text
    if len(text.strip()) <= long:
        return clean(text)
    end = max(start, min(end, start + CHANGED))
    around = max(_AROUND, (long - (end - start)) // 2)
    begin, until = max(0, start - around), min(end + around, len(text))
    if begin < _NEAR_END:
        begin, until = 0, max(until, min(len(text), long))
    if len(text) - until < _NEAR_END:
        until = len(text)
    return _cut(text, begin, until)


def _cut(text: str, start: int, end: int) -> str:
    while start > 0 and not _PARTS.match(text[start - 1]):
        start -= 1
    while end < len(text) and not _PARTS.match(text[end]):
        end += 1
    return f"{'… ' if start else ''}{clean(text[start:end])}{' …' if text[end:].strip() else ''}"


def clean(text: str) -> str:
    """`text` on one line, quotation marks in it single; the sentence that quotes it brings the full stop."""
    text = _BULLET.sub(_between, text.strip())
    line = _STRAIGHT.sub(r"‘\1’", " ".join(text.split()).translate(_INNER))
    return _JOINED.sub("", line).rstrip(".;:,。；：，")


def _between(bullet: re.Match[str]) -> str:
    """What stands for the bullet of a list that is quoted on one line."""
    return "" if not bullet.start() else " " if bullet.string[bullet.start() - 1] in ":;,.，；：。" else "; "


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
