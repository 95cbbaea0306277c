"""The commonest Markdown inside a block, read without markdown-it, which takes several times as long.

Plain words, links, pictures, words in stars or underscores, code. What is read here, markdown-it reads the same;
everything else is left to it.
"""

from __future__ import annotations

import re

from policytool.text.model import Run
from policytool.text.runs import BREAK, SOFT
from policytool.text.target import address, picture

_SPECIAL = re.compile(r"[\\`*_\[<&~]")
_BR = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_HARD = re.compile(r"(?<![\n ]) {2,}\n[ \t]*")
_LINE = re.compile(r"[ \t]*\n[ \t]*")
_ESCAPED = re.compile(r"\\(.)|<br[ \t]*/?>", re.IGNORECASE)
_BARE = r"""(?:
    [^\\`*_\[\]<&~!]++ | &(?![#a-z]) | !(?!\[) | \\[!-/:-@\[-`{-~] | (?<!~)~(?!~) | (?<=[^\W_])_++(?=[^\W_])
)"""
"""Words in which nothing is formatted."""
_TAG = r"<br[ \t]*/?> | </?[a-z][a-z0-9]{0,9}>"
_WORDS = rf"(?=[^\W_]){_BARE}++(?<=[^\W_])"
_TARGET = r"(?!<)(?:[^\x00-\x20\x7f-\xa0\s()<>\\&]++|&(?![^()\s]*;))++"
_TITLE = r"""(?:[ ]+"[^"\\&\n]*+")?"""
_NAMED = r"[^\\`*_\[\]<&~!\n]*+"
_AHEAD = r"(?=[\s.,;:!?)]|\Z)"
_PIECE = re.compile(
    rf"""(?P<text>(?: {_BARE} | \] | {_TAG} | (?<!\*)\*++(?=\s|\Z) )++)
    | \[ (?P<mark>\*\*|[_*])? (?P<label>(?(mark){_WORDS}|{_BARE}*+)) (?(mark)(?P=mark)) \]
      \((?P<target>{_TARGET}){_TITLE}\)
    | (?P<shown>\[)? !\[(?P<alternative>{_NAMED})\]\((?P<source>{_TARGET}){_TITLE}\)
      (?(shown)\]\((?P<around>{_TARGET}){_TITLE}\))
    | \*\*(?P<strong>{_WORDS})\*\*(?!\*)
    | (?<!\S) \*\*(?P<phrase>(?=[^\W_]){_BARE}++(?<=\S))\*\*(?=\s|\Z)
    | (?<![^\s(]) (?P<sign>[_*])(?P<emphasis>{_WORDS})(?P=sign) {_AHEAD}
    | (?<!\S) \*\*_(?P<both>{_WORDS})_\*\* {_AHEAD}
    | (?<!\S) (?: _\*\*(?P<inner>{_WORDS})\*\*_ | \*\*\*(?P<all>{_WORDS})\*\*\* ) {_AHEAD}
    | (?<!`)`(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`(?!`)""",
    re.VERBOSE | re.IGNORECASE,
)

_STRONG = frozenset({"strong", "phrase", "both", "inner", "all"})
_EMPHASIS = frozenset({"emphasis", "both", "inner", "all"})


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
        run = _run(piece)
        if run.text or run.image:
            found.append(run)
    return found if at == len(content) else None


def _run(piece: re.Match[str]) -> Run:
    kind = piece.lastgroup or "text"
    if kind == "target":
        mark = piece["mark"]
        text, link = _text(piece["label"]), address(piece["target"])
        return Run(text=text, strong=mark == "**", emphasis=mark in ("_", "*"), link=link)
    if kind in ("source", "around"):
        around = piece["around"]
        return Run(text=piece["alternative"], image=picture(piece["source"]), link=address(around) if around else None)
    if kind == "code":
        return Run(text=piece["code"], code=True)
    strong, emphasis = kind in _STRONG, kind in _EMPHASIS
    return Run(text=_text(piece[kind]), strong=strong, emphasis=emphasis)


def _text(words: str) -> str:
    """Words with the line ends of the file as SOFT, those that a reader sees as a line end or BREAK."""
    if "\n" in words:
        words = _LINE.sub(SOFT, _HARD.sub("\x00", words)).replace("\x00", "\n")
    if "\\" in words:
        return _ESCAPED.sub(lambda found: found[1] or BREAK, words)
    return _BR.sub(BREAK, words) if "<" in words else words
