"""A redline for a terminal: lines of text with styles, readable without colour too.

Deleted words stand in [-…-], inserted ones in {+…+}. Only changes are shown, under the titles of their sections.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from policytool.redline.describe import Line, describe, excerpt, shortened
from policytool.redline.labels import QUIET, Labels, label_of, labels, summary
from policytool.redline.model import Change, Redline
from policytool.redline.segments import Segment, relinked

Piece = tuple[str, str]
"""Text and its style: "", or rich's words "bold", "dim", "red", "green", "cyan"."""

_SIGNS = {"inserted": "+", "deleted": "-", "moved": ">", "moved-and-modified": ">", "split": "/", "merged": "&"}
_STYLES = {"insert": "green", "delete": "red", "equal": ""}
_COLUMN = 4
_CONTEXT = 70
_LONGEST = 600


def lines(redline: Redline, *, width: int = 100) -> Iterator[list[Piece]]:
    """The redline line by line, each no wider than `width` columns (Chinese characters count two)."""
    words = labels(redline)
    yield from wrapped([(summary(redline, words), "bold")], width, "")
    if redline.limited:
        yield [(words.limited, "dim")]
    found = describe(redline)
    loud = [line for line in found if line.label not in QUIET]
    for section, group in groupby(loud, key=lambda line: line.section):
        yield []
        if section:
            yield from wrapped([(" › ".join(section), "bold")], width, "")
        for line in group:
            yield from change_lines(line.change, words, width)
    yield from _quiet([line for line in found if line.label in QUIET], words, width)


def change_lines(
    change: Change, words: Labels, width: int, *, around: int = _CONTEXT, longest: int = _LONGEST
) -> Iterator[list[Piece]]:
    """One change: what it is, then its words with `around` characters of what stayed on each side."""
    sign = _SIGNS.get(change.kind, "~")
    yield [(f"  {sign} {words.kinds[label_of(change)]}", "cyan")]
    pieces = [piece for part in excerpt(change, around, longest) for piece in _marked(part)]
    yield from wrapped(pieces, width, " " * _COLUMN)
    for text, old, new in relinked(change):
        note = f"{words.link} “{text}”: {old or words.no_link} → {new or words.no_link}"
        yield from wrapped([(note, "dim")], width, " " * _COLUMN)


def _quiet(found: list[Line], words: Labels, width: int) -> Iterator[list[Piece]]:
    """What says nothing new, in one line a kind."""
    if found:
        yield []
    for label in QUIET:
        group = [line for line in found if line.label == label]
        if group:
            said = words.sums[label][len(group) > 1].format(n=len(group))
            names = "; ".join(f"“{shortened(line.text, 30)}”" for line in group[:3])
            more = f" {words.more.format(n=len(group) - 3)}" if len(group) > 3 else ""
            yield from wrapped([(f"~ {said}: ", "cyan"), (names + more, "dim")], width, "  ")


def _marked(part: Segment) -> Iterator[Piece]:
    text = " ¶ " if part.text == "\n" else part.text.replace("\n", " ")
    if part.kind == "equal":
        yield text, ""
    else:
        opening, closing = ("{+", "+}") if part.kind == "insert" else ("[-", "-]")
        yield f"{opening}{text}{closing}", _STYLES[part.kind]


def wrapped(pieces: Iterable[Piece], width: int, indent: str) -> Iterator[list[Piece]]:
    """The pieces in lines of at most `width` columns, broken between words or Chinese characters."""
    line: list[Piece] = []
    used = 0
    for word, style in _breakable(pieces):
        size = columns(word.rstrip())
        if line and used + size > width:
            yield _line(line, indent)
            line, used = [], 0
        if not line:
            word, used = word.lstrip(" "), len(indent)
        if word:
            line.append((word, style))
            used += columns(word)
    if line:
        yield _line(line, indent)


def _line(words: list[Piece], indent: str) -> list[Piece]:
    joined = [("".join(word for word, _ in group), style) for style, group in groupby(words, key=lambda w: w[1])]
    last, style = joined[-1]
    joined[-1] = (last.rstrip(), style)
    return [(indent, ""), *joined] if indent else joined


def _breakable(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Words with the space after them; wide characters one by one."""
    for text, style in pieces:
        word = ""
        for character in text:
            if _unseen(character):
                continue
            wide = unicodedata.east_asian_width(character) in "WF"
            if word and (word[-1] == " " or wide or columns(word[-1]) == 2) and character != " ":
                yield word, style
                word = ""
            word += character
        if word:
            yield word, style


def columns(text: str) -> int:
    """The width of `text` on a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(sign) in "WF" else 0 if unicodedata.combining(sign) else 1 for sign in text
    )


def _unseen(character: str) -> bool:
    """Control characters, which could drive the terminal, and other invisible ones."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")
