"""Runs to inline Markdown that reads back as the same words and links, with no more backslashes than needed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from policytool.text import inline
from policytool.text.model import Run
from policytool.text.runs import fold, plain

_ALWAYS = re.compile(r"[\\`*]")
_BRACKET = re.compile(r"[\[\]]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ANGLE = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TILDE = re.compile(r"~(?=~)|(?<=~)~")
_LINE_START = re.compile(r"^([#>=+\-|:])", re.MULTILINE)
_LINE_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_LATE_ID = re.compile(r"\{(#[^{}]*\}\s*\Z)")
_LAST_HASH = re.compile(r"(?<!\\)#\Z")


def spell(runs: Sequence[Run], *, breaks: str = "\\\n", head: bool = True) -> str:
    """`runs` as Markdown; `breaks` is how a hard break is written, `head` whether the text begins a block.

    Formatting that Markdown cannot express at this place is dropped, never a word or a link: each result is read back
    and compared before it is given out.
    """
    for simplify in _SIMPLER:
        tried = [simplify(run) for run in runs]
        written = _written(tried, breaks, head=head)
        if tried == list(runs) and not _formatted(runs):
            return written
        again = fold(inline.runs(written.replace("\\|", "|") if head else written, {}))
        if plain(again) == plain(runs) and _links(again) == _links(runs):
            return written
    return _written([Run(text=plain(runs))], breaks, head=head)


_SIMPLER: tuple[Callable[[Run], Run], ...] = (
    lambda run: run,
    lambda run: replace(run, emphasis=False),
    lambda run: replace(run, emphasis=False, struck=False),
    lambda run: replace(run, emphasis=False, struck=False, strong=False),
    lambda run: Run(text=run.text, link=run.link, image=run.image),
)


def _formatted(runs: Iterable[Run]) -> bool:
    return any(run != Run(text=run.text) for run in runs)


def _links(runs: Iterable[Run]) -> list[tuple[str, str | None, str | None]]:
    found: list[tuple[str, str | None, str | None]] = []
    for (link, image), group in groupby(runs, key=lambda run: (run.link, run.image)):
        if link or image:
            found.append((plain(group), link, image))
    return found


def _written(runs: Sequence[Run], breaks: str, *, head: bool) -> str:
    whole = plain(runs)
    brackets = "](" in whole or "]:" in whole or ("[" in whole and any(run.link or run.image for run in runs))
    pieces: list[str] = []
    at = 0
    for link, group in groupby(runs, key=lambda run: run.link):
        inner = list(group)
        length = len(plain(inner))
        around = whole[at - 1 : at], whole[at + length : at + length + 1]
        at += length
        text = _struck(inner, ("[", "]") if link else around, brackets=brackets or bool(link))
        if link and text == _escaped(link, brackets=False) and re.match(r"https?://[^\s<>]+\Z", link):
            pieces.append(f"<{link}>")
        else:
            pieces.append(f"[{text}]({_target(link)})" if link else text)
    text = "".join(pieces)
    if head:
        text = _LINE_NUMBER.sub(r"\1\\\2", _LINE_START.sub(r"\\\1", text))
    text = _LAST_HASH.sub(r"\\#", _LATE_ID.sub(r"\\{\1", text))
    return text.replace("\n", breaks)


def _struck(runs: Sequence[Run], around: tuple[str, str], *, brackets: bool) -> str:
    return _nested(runs, around, (("struck", "~~"), ("strong", "**"), ("emphasis", "*")), brackets=brackets)


def _nested(runs: Sequence[Run], around: tuple[str, str], flags: tuple[tuple[str, str], ...], *, brackets: bool) -> str:
    if not flags:
        return "".join(_leaf(run, brackets=brackets) for run in runs)
    (flag, mark), *deeper = flags
    whole = plain(runs)
    pieces, at = [], 0
    for on, group in groupby(runs, key=lambda run: bool(getattr(run, flag))):
        inner = list(group)
        text = plain(inner)
        before = whole[at - 1 : at] if at else around[0]
        at += len(text)
        after = whole[at : at + 1] or around[1]
        written = _nested(inner, (before, after), tuple(deeper), brackets=brackets)
        pieces.append(_delimited(written, mark, before, after) if on else written)
    return "".join(pieces)


def _delimited(written: str, mark: str, before: str, after: str) -> str:
    """`written` between marks, set where Markdown takes them: not beside spaces, not between sign and letter."""
    core = written.strip()
    lead = written[: len(written) - len(written.lstrip())]
    tail = written[len(written.rstrip()) :] if core else ""
    if not tail and _letter(after):
        while core and not _letter(core[-1]) and not core.endswith((")", "*", "`", "]", "~")):
            core, tail = core[:-1], core[-1] + tail
    if not lead and _letter(before):
        while core and not _letter(core[0]) and not core.startswith(("[", "*", "`", "!", "\\", "<", "~")):
            core, lead = core[1:], lead + core[0]
    return f"{lead}{mark}{core}{mark}{tail}" if core.strip() else written


def _letter(sign: str) -> bool:
    return bool(sign) and not sign.isspace() and unicodedata.category(sign)[0] not in "PS"


def _leaf(run: Run, *, brackets: bool) -> str:
    if run.image:
        return f"![{_escaped(run.text, brackets=True)}]({_target(run.image)})"
    if not run.code:
        return _escaped(run.text, brackets=brackets)
    fence = "`" * (max((len(ticks) for ticks in re.findall("`+", run.text)), default=0) + 1)
    pad = " " if run.text.startswith("`") or run.text.endswith("`") else ""
    return f"{fence}{pad}{run.text}{pad}{fence}"


def _escaped(text: str, *, brackets: bool) -> str:
    for pattern in (_ALWAYS, _UNDERSCORE, _ANGLE, _ENTITY, _TILDE, *((_BRACKET,) if brackets else ())):
        text = pattern.sub(lambda found: "\\" + found[0], text)
    return text


def _target(address: str) -> str:
    if re.fullmatch(r"[^\s<>()\\&`*_\[\]]+|[^\s<>()\\&]+", address):
        return address
    return (
        "<"
        + re.sub(r"[<>\\\n&]", lambda found: {"\n": "%20", "&": "&amp;"}.get(found[0], "\\" + found[0]), address)
        + ">"
    )
