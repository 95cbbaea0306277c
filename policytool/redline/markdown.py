"""A redline as Markdown for a comment on a pull request: a summary and the changes, kept below a size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from policytool.redline.describe import Line, describe
from policytool.redline.labels import QUIET, Labels, labels, summary
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
    for title, lines, closing in _blocks(found, words):
        for place, line in enumerate(lines):
            item = ("" if place else title) + _item(line, words)
            if size + len(item) + len(closing) > limit - 100:
                pieces += [closing] if place else []
                return "".join(pieces) + f"\n{escape(words.more.format(n=len(found) - shown))}\n"
            pieces.append(item)
            size, shown = size + len(item), shown + 1
        pieces.append(closing)
        size += len(closing)
    return "".join(pieces)


def _blocks(found: list[Line], words: Labels) -> Iterator[tuple[str, list[Line], str]]:
    """The changes of each section with its title, then what says nothing new, folded by kind."""
    for section, group in groupby((line for line in found if line.label not in QUIET), key=lambda line: line.section):
        yield f"\n#### {escape(' › '.join(section))}\n\n" if section else "\n", list(group), ""
    for label in QUIET:
        if quiet := [line for line in found if line.label == label]:
            said = escape(words.sums[label][len(quiet) > 1].format(n=len(quiet)))
            yield f"\n<details><summary>{said}</summary>\n\n", quiet, "\n</details>\n"


def _item(line: Line, words: Labels) -> str:
    text = "".join(_segment(part) for part in line.excerpt)
    links = "".join(
        f"\n  - {words.link} “{escape(text)}”: {_address(old or words.no_link)} → {_address(new or words.no_link)}"
        for text, old, new in relinked(line.change)
    )
    return f"- *{words.kinds[line.label]}*: {text}{links}\n"


def _segment(part: Segment) -> str:
    text = " ¶ " if part.text == "\n" else part.text.replace("\n", " ")
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
