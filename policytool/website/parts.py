"""Redlines that are too heavy for one page, divided into parts that stand on pages of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

HEAVY = 110_000
"""Bytes of a redline that one page carries, so that with all else on it a page stays below 150 KB."""
_WRAPPER = re.compile(r'(<div class="redline">\n)(.*)(</div>\n)\Z', re.DOTALL)
_BLOCK = re.compile(r"<(/?)(blockquote|details|div|h3|ol|p|pre|table|ul)(?=[ >])")
_ID = re.compile(r' id="(change-\d+(?:-from)?)"')
_TO_CHANGE = re.compile(r'<a href="#(change-\d+(?:-from)?)"')


def divided(html: str, heavy: int = HEAVY) -> tuple[str, ...]:
    """A redline in parts of at most `heavy` bytes, where its blocks allow that; before a heading if possible."""
    found = _WRAPPER.match(html)
    if found is None or len(html.encode()) <= heavy:
        return (html,)
    opening, inner, closing = found.groups()
    return tuple(f"{opening}{part}{closing}" for part in _cut(inner, heavy))


def joined(parts: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The parts with links between them, and where each change stands, as a link from the page of the first part.

    The other parts stand at 2/, 3/ … below that page.
    """
    where = {name: place for place, part in enumerate(parts) for name in _ID.findall(part)}
    linked = tuple(_linked(part, place, where) for place, part in enumerate(parts))
    return linked, {name: f"{_way(0, place)}#{name}" for name, place in where.items()}


def _linked(part: str, place: int, where: dict[str, int]) -> str:
    def replaced(tag: re.Match[str]) -> str:
        return f'<a href="{_way(place, where.get(tag[1], place))}#{tag[1]}"'

    return _TO_CHANGE.sub(replaced, part)


def _way(start: int, end: int) -> str:
    """The link from the page of one part to that of another."""
    if start == end:
        return ""
    return ("../" if start else "") + (f"{end + 1}/" if end else "")


def _cut(html: str, heavy: int) -> Iterator[str]:
    part: list[str] = []
    weight = mark = before = 0
    for block, headed in _blocks(html):
        if headed:
            mark, before = len(part), weight
        size = len(block.encode())
        if part and weight + size > heavy:
            end = mark if before > heavy / 2 else len(part)
            yield "".join(part[:end])
            part = part[end:]
            weight, mark, before = sum(len(left.encode()) for left in part), 0, 0
        part.append(block)
        weight += size
    yield "".join(part)


def _blocks(html: str) -> Iterator[tuple[str, bool]]:
    """The blocks of a redline one by one, and whether each is a heading."""
    start, depth, headed = 0, 0, False
    for tag in _BLOCK.finditer(html):
        if not tag[1] and not depth:
            if tag.start() > start:
                yield html[start : tag.start()], headed
            start, headed = tag.start(), tag[2] == "h3"
        depth += -1 if tag[1] else 1
    yield html[start:], headed
