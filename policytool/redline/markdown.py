"""A redline as Markdown for a comment on a pull request: a summary and the changes, kept below a size."""

from __future__ import annotations

import re
from itertools import groupby

from policytool.redline.describe import Line, describe
from policytool.redline.labels import Labels, labels, summary
from policytool.redline.model import Redline
from policytool.redline.segments import Segment, relinked

LIMIT = 60_000
"""Characters. GitHub refuses comments above 65,536."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|#!])")
_MENTION = re.compile(r"(?<!\w)@(?=\w)")


def render(redline: Redline, *, heading: str = "", limit: int = LIMIT) -> str:
    """The list of changes, words in <del> and <ins>, which GitHub, GitLab and Gitea show.

    Past `limit` characters the rest is counted instead of shown. `heading` is Markdown and stands first.
    """
    words = labels(redline)
    pieces = [heading.rstrip() + "\n\n"] if heading else []
    pieces.append(f"**{escape(summary(redline, words))}**\n")
    if redline.limited:
        pieces.append(f"\n{escape(words.limited)}\n")
    size, shown, found = sum(map(len, pieces)), 0, describe(redline)
    for section, group in groupby(found, key=lambda line: line.section):
        title = f"\n#### {escape(' › '.join(section))}\n\n" if section else "\n"
        for line in group:
            item = title + _item(line, words)
            if size + len(item) > limit - 100:
                return "".join(pieces) + f"\n{escape(words.more.format(n=len(found) - shown))}\n"
            pieces.append(item)
            title = ""
            size, shown = size + len(item), shown + 1
    return "".join(pieces)


def _item(line: Line, words: Labels) -> str:
    text = "".join(_segment(part) for part in line.excerpt)
    links = "".join(
        f"\n  - {words.link} “{escape(text)}”: {_address(old or words.no_link)} → {_address(new or words.no_link)}"
        for text, old, new in relinked(line.change)
    )
    return f"- *{words.kinds[line.label]}*: {text}{links}\n"


def _segment(part: Segment) -> str:
    text = " ¶ " if part.text == "\n" else part.text.replace("\t", " | ").replace("\n", " ")
    inner = text.strip()
    if part.kind == "equal" or not inner:
        return escape(text)
    tag = "ins" if part.kind == "insert" else "del"
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}<{tag}>{escape(inner)}</{tag}>{after}"


def _address(target: str) -> str:
    return f"`{target.replace('`', '%60')}`"


def escape(text: str) -> str:
    """`text` as Markdown that shows just it: no formatting, no HTML, nobody mentioned."""
    return _MENTION.sub("@<!-- -->", _SPECIAL.sub(r"\\\1", text))
