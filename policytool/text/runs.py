"""Work on a clause's runs: white space folded, pieces cut out, lines told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policytool.text.model import Run

SOFT = "\r"
"""A line end of the file that a reader does not see; gone after `fold`."""
BREAK = "\x0b"
"""A hard break that is no line end in the file (`<br>`); "\\n" after `fold`."""
_ODD = re.compile(r"[^\S ]\s*| (?:\s+|\Z)|\A ")
"""White space that is no single space between two words."""
_LINE_END = re.compile(r"[\r\n\x0b]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")


def fold(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs with white space as the model wants it, empty ones dropped, equal neighbours joined.

    A line end of the file between two Chinese characters is no space.
    """
    pieces = _joined(runs)
    whole = pieces[0].text if len(pieces) == 1 else plain(pieces)
    if whole.isprintable() and "  " not in whole and whole[:1] != " " and whole[-1:] != " ":
        return tuple(pieces)
    if len(pieces) == 1 and not pieces[0].image:
        text = _ODD.sub(_levelled, whole)
        return (with_text(pieces[0], text),) if text else ()
    signs = list(whole)
    for space in _ODD.finditer(whole):
        start, end = space.span()
        signs[start:end] = [""] * (end - start)
        signs[start] = _single(space[0], whole[start - 1 : start] if start else "", whole[end : end + 1])
    folded, at = [], 0
    for run in pieces:
        text = "".join(signs[at : at + len(run.text)])
        at += len(run.text)
        if text or run.image:
            folded.append(run if text == run.text else with_text(run, text))
    return tuple(folded)


def _joined(runs: Iterable[Run]) -> list[Run]:
    groups: list[list[Run]] = []
    for run in runs:
        if groups and run.image is None and _alike(groups[-1][0], run):
            groups[-1].append(run)
        elif run.text or run.image:
            groups.append([run])
    return [group[0] if len(group) == 1 else with_text(group[0], plain(group)) for group in groups]


def _alike(one: Run, other: Run) -> bool:
    return (
        one.link == other.link
        and one.strong == other.strong
        and one.emphasis == other.emphasis
        and one.code == other.code
        and one.struck == other.struck
        and one.image is None
    )


def with_text(run: Run, text: str) -> Run:
    """The same formatting around another text."""
    return Run(
        text=text,
        strong=run.strong,
        emphasis=run.emphasis,
        code=run.code,
        struck=run.struck,
        link=run.link,
        image=run.image,
    )


def _levelled(space: re.Match[str]) -> str:
    start, end = space.span()
    return _single(space[0], space.string[start - 1 : start] if start else "", space.string[end : end + 1])


def _single(space: str, before: str, after: str) -> str:
    if not before or not after:
        return ""
    if "\n" in space or BREAK in space:
        return "\n"
    if SOFT in space and _WIDE.match(before) and _WIDE.match(after):
        return ""
    return " "


def plain(runs: Iterable[Run]) -> str:
    return "".join([run.text for run in runs])


def cut(runs: Iterable[Run], start: int, end: int | None = None) -> tuple[Run, ...]:
    """The runs between two offsets of their text."""
    kept, at = [], 0
    for run in runs:
        text = run.text[max(start - at, 0) : None if end is None else max(end - at, 0)]
        if text or (run.image and start <= at and (end is None or at < end)):
            kept.append(run if text == run.text else with_text(run, text))
        at += len(run.text)
    return tuple(kept)


def lines(runs: Iterable[Run]) -> list[tuple[Run, ...]]:
    """The runs of each line, each line with the line end that closes it."""
    found: list[list[Run]] = [[]]
    for run in runs:
        start = 0
        for end in _LINE_END.finditer(run.text):
            found[-1].append(with_text(run, run.text[start : end.end()]))
            found.append([])
            start = end.end()
        if start < len(run.text) or run.image:
            found[-1].append(with_text(run, run.text[start:]))
    return [tuple(line) for line in found]
