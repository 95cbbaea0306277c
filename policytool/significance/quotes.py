"""Words of a place, quoted: short enough to read, long enough to be understood, with their offsets."""

from __future__ import annotations

from collections.abc import Sequence

from policytool.significance.model import Evidence
from policytool.significance.places import Place
from policytool.significance.sentences import Sentence
from policytool.significance.words import Word

_LONG = 150
_AROUND = 45
_RUNS = 4


def both(place: Place) -> tuple[str, str]:
    """The old sentence and the new one, quoted around the same words; empty where a side is."""
    olds, news = place.olds, place.news
    if news and not place.removed and place.added:
        return quote(olds, (), _opposite(place.added, olds)), quote(news, place.added)
    if olds and not place.added and place.removed:
        return quote(olds, place.removed), quote(news, (), _opposite(place.removed, news))
    return quote(olds, place.removed), quote(news, place.added)


def _opposite(changed: Sequence[tuple[Sentence, Word]], others: Sequence[Sentence]) -> tuple[Sentence, int] | None:
    """Where the words before the first changed one stand on the other side, on which nothing changed."""
    sentence, word = changed[0]
    place = sentence.place_of(word)
    for size in (3, 2, 1):
        lead = sentence.all_keys[max(0, place - size) : place]
        for other in others if len(lead) == size else ():
            keys = other.all_keys
            found = next((n for n in range(len(keys) - size + 1) if keys[n : n + size] == lead), None)
            if found is not None:
                return other, other.words[found + size - 1].end
    return None


def quote(
    sentences: Sequence[Sentence],
    changed: Sequence[tuple[Sentence, Word]],
    spot: tuple[Sentence, int] | None = None,
) -> str:
    """The sentence with the changed words, or with `spot`, cut to what stands around them where it is long."""
    if not sentences:
        return ""
    sentence, at = spot or (changed[0][0] if changed else sentences[0], 0)
    text = sentence.text
    if len(text.strip()) <= _LONG:
        return _clean(text)
    own = [word for each, word in changed if each is sentence]
    start, end = (own[0].start, min(own[-1].end, own[0].start + _LONG - 2 * _AROUND)) if own else (at, at + _AROUND)
    return _cut(text, max(0, start - _AROUND), min(len(text), max(end, start) + _AROUND))


def _cut(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return f"{'… ' if start else ''}{_clean(text[start:end])}{' …' if end < len(text) else ''}"


def _clean(text: str) -> str:
    """`text` on one line; the sentence that quotes it brings the full stop."""
    return " ".join(text.split()).strip().rstrip(".;,。；，")


def phrase(changed: Sequence[tuple[Sentence, Word]]) -> str:
    """The first run of changed words as written."""
    found = runs(changed)
    if not found:
        return ""
    sentence, start, end = found[0]
    text = _clean(sentence.text[start:end])
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"


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


def evidence(place: Place) -> tuple[Evidence, ...]:
    """The words that decide, of the old text and of the new one, with offsets in their clauses."""
    return (*_side(place, "old"), *_side(place, "new"))


def _side(place: Place, side: str) -> list[Evidence]:
    changed = place.removed if side == "old" else place.added
    found = []
    for sentence, start, end in runs(changed)[:_RUNS]:
        at = sentence.start + start
        found.append(
            Evidence(
                side="old" if side == "old" else "new",
                clause=sentence.clause.id,
                text=sentence.text[start:end],
                start=at,
                end=at + end - start,
            )
        )
    return found
