"""The commonest Markdown inside a block, read without markdown-it, which takes several times as long.

Plain words, links in brackets, words in double stars. What is read here, markdown-it reads the same; everything else
is left to it.
"""

from __future__ import annotations

import re

from policytool.text.model import Run
from policytool.text.runs import BREAK, SOFT
from policytool.text.target import address

_SPECIAL = re.compile(r"[\\`*_\[<&~]")
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HARD = re.compile(r" {2,}\n[ \t]*")
_LINE = re.compile(r"[ \t]*\n[ \t]*")
_PLAIN = r"[^\\`*_\[\]<&~!]++|&(?![#a-z])|!(?!\[)"
_TARGET = r"(?!<)(?:[^\x00-\x20\x7f-\xa0\s()<>\\&]++|&(?![^()\s]*;))++"
_PIECE = re.compile(
    rf"""(?P<text>(?:{_PLAIN}|\]|<br\s*/?>)++)
    | \[(?P<label>(?:{_PLAIN})++)\]\((?P<target>{_TARGET})\)
    | \*\*(?P<strong>(?=[^\W_])(?:{_PLAIN})++(?<=[^\W_]))\*\*(?!\*)
    | (?:(?<=\s)|(?<![\s\S]))\*\*(?P<phrase>(?=[^\W_])(?:{_PLAIN})++(?<=\S))\*\*(?=\s|\Z)""",
    re.VERBOSE | re.IGNORECASE,
)


def runs(content: str) -> list[Run] | None:
    """The runs of `content` as `inline.runs` gives them; None where anything else is formatted in it."""
    if not _SPECIAL.search(content):
        return [Run(text=_text(content))] if content else []
    found: list[Run] = []
    at = 0
    for piece in _PIECE.finditer(content):
        if piece.start() != at:
            return None
        at = piece.end()
        kind = piece.lastgroup
        if kind == "target":
            found.append(Run(text=_text(piece["label"]), link=address(piece["target"])))
        else:
            found.append(Run(text=_text(piece[kind or "text"]), strong=kind != "text"))
    return found if at == len(content) else None


def _text(words: str) -> str:
    """Words with the line ends of the file as SOFT, those that a reader sees as a line end or BREAK."""
    if "\n" in words:
        words = _LINE.sub(SOFT, _HARD.sub("\x00", words)).replace("\x00", "\n")
    return _BR.sub(BREAK, words) if "<" in words else words
