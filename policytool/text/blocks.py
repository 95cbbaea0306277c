"""A text cut where every block must end, and the blocks of each stretch.

Two versions of a policy share most of their stretches, so what was read once is kept for a while.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from policytool.text import markdown, simpleblocks
from policytool.text.markdown import Mark

_FENCES = "```", "~~~"
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_APART = re.compile(r"[^\s\-*+\d]|\*++(?=[^\s*])|[0-9]++(?![.)](?:[ \t\n]|\Z))")
"""What no item of a list and nothing within one begins with: below a blank line no block reaches across it."""
_LIST = re.compile(r"[-*+\d]")
_HOLDING = re.compile(r"\n[ \t]*[-*+>\d]")
"""A line that may open what a list below a blank line continues."""
_LONGEST = 4000
"""Characters above which a stretch is not kept."""


class Stretch(NamedTuple):
    """Some lines of a text that are read alone."""

    line: int
    """Lines of the text before it."""
    source: str
    marks: tuple[Mark, ...]


def read(source: str, env: dict[str, Any]) -> list[Stretch]:
    """The stretches of `source` in order; inline content is left unparsed. Link definitions go into `env`."""
    found: list[Stretch] = []
    start = line = len(source) - len(source.lstrip("\n"))
    for end, following in _edges(source, start):
        found.append(_stretch(line, source[start:end], env))
        line += source.count("\n", start, following)
        start = following
    found.append(_stretch(line, source[start:], env))
    return found


def _edges(source: str, start: int) -> Iterator[tuple[int, int]]:
    """Where a stretch ends and where the next one starts, up to the first fence, which may hold anything."""
    fence = min((place for mark in _FENCES if (place := source.find(mark)) >= 0), default=len(source))
    alone, at = True, start
    for blank in _BLANK.finditer(source, start, fence):
        alone = bool(alone and _APART.match(source, at)) and not _HOLDING.search(source, at, blank.start())
        at = blank.end()
        if _APART.match(source, at) or (alone and _LIST.match(source, at)):
            yield blank.start(), at
            alone = True


def _stretch(line: int, source: str, env: dict[str, Any]) -> Stretch:
    """Link definitions, which other stretches need, are read each time anew."""
    if not any(mark in source for mark in _FENCES):
        source = source.rstrip("\n")
    alone = len(source) <= _LONGEST and "]:" not in source
    return Stretch(line, source, _kept(source) if alone else _marks(source, env))


def _marks(source: str, env: dict[str, Any]) -> tuple[Mark, ...]:
    found = simpleblocks.marks(source)
    return tuple(markdown.blocks(source, env) if found is None else found)


@lru_cache(maxsize=4096)
def _kept(source: str) -> tuple[Mark, ...]:
    return _marks(source, {})
