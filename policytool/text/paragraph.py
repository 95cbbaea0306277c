"""A paragraph's content: cut where its lines begin with markers, white space folded.

Two versions of a policy share most of their paragraphs, so what was read once is kept for a while.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from policytool.text import ids, inline, markers
from policytool.text.model import Run
from policytool.text.runs import cut, fold, lines, plain

LONGEST = 4000
"""Characters above which a paragraph is not kept."""


class Piece(NamedTuple):
    """A paragraph, or the part of it that begins with a marker."""

    offset: int
    """Lines of the file before it."""
    marker: str
    runs: tuple[Run, ...]
    id: str = ""
    """The author's id at its end; never read off the last piece."""


def pieces(content: str, env: dict[str, Any], *, numbered: bool) -> tuple[Piece, ...]:
    """The pieces of a block's content, at least one; `numbered` as in `marked_pieces`."""
    return _kept_pieces(content, numbered) if _alone(content, env) else _pieces(content, env, numbered)


def folded(content: str, env: dict[str, Any]) -> tuple[Run, ...]:
    """The runs of a block's content with white space folded."""
    return _kept_runs(content) if _alone(content, env) else fold(inline.runs(content, env))


def _alone(content: str, env: Mapping[str, Any]) -> bool:
    """Whether the content reads the same in every text: link definitions elsewhere may change what has brackets."""
    return len(content) <= LONGEST and ("[" not in content or not env.get("references"))


@lru_cache(maxsize=4096)
def _kept_runs(content: str) -> tuple[Run, ...]:
    return fold(inline.runs(content, {}))


@lru_cache(maxsize=4096)
def _kept_pieces(content: str, numbered: bool) -> tuple[Piece, ...]:
    return _pieces(content, {}, numbered)


def _pieces(content: str, env: dict[str, Any], numbered: bool) -> tuple[Piece, ...]:
    found: list[Piece] = []
    cuts = marked_pieces(inline.runs(content, env), numbered=numbered)
    for offset, marker, piece in cuts:
        runs = fold(piece)
        inner = ids.TRAILING.search(plain(runs)) if len(found) < len(cuts) - 1 else None
        if inner is not None:
            runs = fold(cut(runs, 0, inner.start()))
        found.append(Piece(offset, marker, runs, inner[1] if inner else ""))
    return tuple(found)


def marked_pieces(runs: list[Run], *, numbered: bool = False) -> list[tuple[int, str, tuple[Run, ...]]]:
    """A paragraph's runs cut where its lines begin with markers: (line offset, marker, runs).

    In a `numbered` item the first line has its number already, and keeps a second one as text.
    """
    whole = plain(runs)
    if "\r" not in whole and "\n" not in whole and "\x0b" not in whole:
        return [(0, "", tuple(runs)) if numbered else (0, *_marked(tuple(runs)))]
    parts = lines(runs)
    starts = _item_lines([plain(part).strip() for part in parts], numbered=numbered)
    pieces: list[tuple[int, list[Run], bool]] = []
    offset = 0
    for part, begins in zip(parts, starts, strict=True):
        if begins or not pieces:
            pieces.append((offset, list(part), begins))
        else:
            pieces[-1][1].extend(part)
        offset += not plain(part).endswith("\x0b")
    return [(at, *(_marked(tuple(piece)) if begins else ("", tuple(piece)))) for at, piece, begins in pieces]


def _item_lines(texts: list[str], *, numbered: bool) -> list[bool]:
    """Which lines of a paragraph begin an item: the first if it has a marker, others as bullets or in a sequence.

    A lone "(a)" at the start of a wrapped line is a reference, not an item.
    """
    rest = [*texts[1:], ""]
    texts = [
        f"{text} {after}" if 0 < len(text) < 9 else text for text, after in zip(texts, rest, strict=True)
    ]  # "(a)" alone
    found = [markers.read(text[: markers.item(text)]) if markers.item(text) else None for text in texts]
    styles = Counter(mark.style for mark in found if mark is not None)
    numbers = {(mark.style, value): at for at, mark in enumerate(found) if mark is not None for value in mark.values}
    before: set[tuple[str, int]] = set()
    first = next((at for at, text in enumerate(texts) if text), 0)
    starts = []
    for at, mark in enumerate(found):
        if mark is None:
            starts.append(False)
            continue
        bullet = mark.bullet and (mark.style not in {"–", "—"} or styles[mark.style] > 1)
        follows = any((mark.style, value - 1) in before for value in mark.values)
        leads = mark.first and any(numbers.get((mark.style, value + 1), -1) > at for value in mark.values)
        starts.append(not numbered if at == first else bullet or follows or leads)
        before.update((mark.style, value) for value in mark.values)
    return starts


def _marked(runs: tuple[Run, ...]) -> tuple[str, tuple[Run, ...]]:
    whole = plain(runs)
    blank = len(whole) - len(whole.lstrip())
    length = markers.item(whole.lstrip())
    if not length:
        return "", runs
    marker = whole[blank : blank + length].strip()
    return marker, cut(runs, blank + length)
