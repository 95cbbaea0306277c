"""Physical lines of a pasted text, and the logical ones that hard wrapping tore apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from policytool.text.adopt import marks

RULE = re.compile(r"[-=_*~#•.·—–━─═\s]{3,}\Z")
"""A line drawn with signs: it has no words."""

_ENDED = re.compile(r"[.!?:;。！？：；…][\"'”’)）\]】》]*\s*\Z")
DANGLING = re.compile(
    r"(?:[,，、(（&/]|\b(?:the|an?|of|and|or|to|with|for|by|in|on|at|from|into|about|between|after|before|during|through|"
    r"without|within|until|against|including|that|which|who|whose|our|your|their|its|as|is|are|be|been|has|have|than|such|"
    r"any|all|this|these|those|not|also|only|we|you|they|it|may|will|can|must|shall|should|would|could|when|if|where|"
    r"because|under|per))\s*\Z"
)
_REFERENCE = re.compile(
    r"\b(?:sections?|articles?|clauses?|paragraphs?|parts?|chapters?|no\.|nos\.|point|page)\s*\Z|第\s*\Z", re.I
)
_AMOUNT = re.compile(r"\d[\d.,]*%?\s*(?:\s[a-z]|[天日个年月周小元名])")
_CONTACT = re.compile(r"\S+@\S+\Z|(?:https?:|www\.)")
_JOINS = re.compile(r"(?:and|or|but|nor|which|that|to|of|in|for|with|by|from|on)\s[a-z]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A logical line: one paragraph, heading or item as far as line ends tell."""

    number: int
    """Where it begins in the file, from 1."""
    indent: int
    text: str
    gap: int
    """Empty lines before it."""
    ruled: str = ""
    """The sign of the rule drawn right below it: "=" or "-"."""
    full: str = ""
    """The last physical line of it."""


def read(text: str) -> list[Line]:
    """The logical lines of `text`, hard-wrapped ones joined again."""
    found = _physical(text)
    width = wrap_width(found)
    logical: list[Line] = []
    for number, line in enumerate(found):
        if logical and line.gap == 0 and not logical[-1].ruled and _continues(logical[-1], found, number, width):
            last = logical[-1]
            logical[-1] = replace(last, text=joined(last.text, line.text), full=line.full, ruled=line.ruled)
        else:
            logical.append(line)
    return logical


def joined(one: str, other: str) -> str:
    """Two pieces of a torn line; between Chinese signs stands no space."""
    return one + other if _WIDE.match(one[-1:]) and _WIDE.match(other[:1]) else f"{one} {other}"


def width_of(text: str) -> int:
    """Columns that `text` takes: a Chinese sign takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrap_width(lines: Sequence[Line]) -> int:
    """The column at which the text was wrapped; 0 where it was not."""
    torn = []
    for one, other in pairwise(lines):
        if other.gap or one.ruled or _ENDED.search(one.text) or marks.mark(other.text):
            continue
        if width_of(one.text) >= 40 and (other.text[0].islower() or _WIDE.match(other.text)):
            torn.append(width_of(one.text))
    if len(torn) < 3 or median(torn) > 130:
        return 0
    return max(width for width in torn if width <= median(torn) * 1.25 + 8)


def _physical(text: str) -> list[Line]:
    found: list[Line] = []
    gap = 0
    physical = text.split("\n")
    lone = _lone_marks(physical)
    held: tuple[int, str, int] | None = None
    for number, raw in enumerate(physical, start=1):
        content = " ".join(raw.split())
        if number in lone:
            held = (number, content, gap)
            continue
        if not content:
            gap += 1
            continue
        if RULE.match(content):
            if found and gap == 0 and content[0] in "=-" and len(set(content)) == 1:
                found[-1] = replace(found[-1], ruled=content[0])
            gap += 1
            continue
        spaces = raw.expandtabs(4).replace("\u3000", "  ").replace("\u00a0", " ")
        indent = len(spaces) - len(spaces.lstrip())
        if held is not None:
            number, content, gap = held[0], f"{held[1]} {content}", held[2]
            held = None
        found.append(Line(number=number, indent=indent, text=content, gap=gap, full=content))
        gap = 0
    return found


def _lone_marks(physical: Sequence[str]) -> set[int]:
    """Numbers of the lines that hold a mark and nothing else, where it belongs to the text below."""
    alone = {}
    levelled = [" ".join(raw.split()) for raw in physical]
    rows = [(number, line) for number, line in enumerate(levelled, start=1) if line and not RULE.match(line)]
    for place, (number, content) in enumerate(rows[:-1]):
        mark = marks.alone(content) if len(content) < 9 else None
        below = rows[place + 1][1]
        if mark is not None and marks.alone(below) is None and marks.mark(below) is None:
            alone[number] = mark
    known = {(mark.style, value) for mark in alone.values() for value in mark.values}
    return {
        number
        for number, mark in alone.items()
        if mark.bullet or any({(mark.style, value - 1), (mark.style, value + 1)} & known for value in mark.values)
    }


def _continues(last: Line, lines: Sequence[Line], number: int, width: int) -> bool:
    text, full = lines[number].text, last.full
    ended = bool(_ENDED.search(full))
    mark = marks.mark(text)
    if mark is not None and text[0] in "–—" and not ended and not _again(text[0], lines, number):
        return True
    if mark is not None:
        reference = bool(_REFERENCE.search(full))
        torn = not mark.bullet and not ended and width_of(full) > 25
        return reference or (torn and not _partnered(mark, lines, number))
    if width and width_of(full) <= width + 8:
        first = text[0] if _WIDE.match(text) else text.split()[0]
        wide = bool(_WIDE.match(text))
        if width_of(full) + width_of(first) + (4 if wide else 1) > width:
            return True
    if full[-1] in "–—-" and text[0].islower():
        return True
    if ended or width_of(full) <= 20 or _CONTACT.match(text):
        return False
    if _JOINS.match(text):
        return True
    if DANGLING.search(full) and (width_of(full) > 40 or full[-1] not in ",，、"):
        return True
    return (text[0].islower() and width_of(full) > 40) or bool(_AMOUNT.match(text))


def _again(sign: str, lines: Sequence[Line], number: int) -> bool:
    """Whether another line nearby begins with the same dash."""
    near = [*lines[max(number - 6, 0) : number], *lines[number + 1 : number + 6]]
    return any(line.text.startswith(sign) for line in near)


def _partnered(mark: marks.Mark, lines: Sequence[Line], number: int) -> bool:
    """Whether the number before or after `mark` begins another line nearby, or it is the first of something."""
    near = [*lines[max(number - 80, 0) : number], *lines[number + 1 : number + 80]]
    others = [other for line in near if (other := marks.mark(line.text)) is not None]
    return any(mark.ordinal.follows(other.ordinal) or other.ordinal.follows(mark.ordinal) for other in others)
