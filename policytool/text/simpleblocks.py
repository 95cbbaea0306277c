"""The commonest blocks of Markdown, read without markdown-it, which takes several times as long.

Paragraphs, headings, rules, lists of short items, tables. What is read here, markdown-it reads the same; everything
else is left to it.
"""

from __future__ import annotations

import re

from policytool.text.markdown import Mark, trimmed

_START = (
    r"(?:[^\W\d_]|[^\x00-\x7f]|[!\"$%&'(,./;<?@\[\\^{}]|\*++(?=[^\s*])|__?(?=[^\s_])"
    r"|[0-9]++(?![.)](?:[ \t\n]|\Z)))"
)
"""How a line begins that is nothing but the words of a paragraph, whatever stands above it."""
_LINE = rf"{_START}[^\n]*"
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n[ \t]*{_LINE})*\Z")
_MARKED = re.compile(r"(#{1,6})[ \t]+([^\s#]|\S[^\n]*[^\s#])[ \t]*\Z")
_UNDERLINED = re.compile(rf"({_START}[^\n|]*)\n(--+|==+)[ \t]*\Z")
_RULE = re.compile(r"(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})\Z")
_ITEM = re.compile(rf"( *)([-*+]|([0-9]{{1,9}})[.)])( {{1,4}})({_LINE})\Z")
_BELOW = re.compile(rf"( +)({_LINE})\Z")
_DEEPER = 3
"""Spaces that a list may stand in from the words of the item that holds it."""
_TABLE = re.compile(r"\|[^\n]*\|[ \t]*\n\|[-:| \t]+\|[ \t]*(?:\n\|[^\n]*)*\Z")
_ALIGNMENT = re.compile(r":?-+:?\Z")
_LONGEST = 50_000


def marks(source: str) -> list[Mark] | None:
    """The marks of `source` that carry words, lists or tables, as markdown-it gives them; None where it has to.

    `source` stands alone: no line before or after it belongs to its blocks.
    """
    if len(source) > _LONGEST or "]:" in source:
        return None
    if _PARAGRAPH.match(source):
        return [_inline(source, 0)]
    if _RULE.match(source):
        return [Mark("hr")]
    return _heading(source) or _list(source) or _table(source)


def _heading(source: str) -> list[Mark] | None:
    marked = _MARKED.match(source)
    if marked is not None:
        tag, content = f"h{len(marked[1])}", marked[2]
    else:
        underlined = _UNDERLINED.match(source)
        if underlined is None:
            return None
        tag, content = "h1" if underlined[2][0] == "=" else "h2", underlined[1]
    return [Mark("heading_open", info=tag), _inline(content, 0), Mark("heading_close")]


def _list(source: str) -> list[Mark] | None:
    """Items of one line, with lists and paragraphs of one line below them."""
    if not _ITEM.match(source.partition("\n")[0]) or "\t" in source:
        return None
    lists, blank = _Lists(), False
    for number, line in enumerate(source.split("\n")):
        item = _ITEM.match(line)
        if item is not None and lists.item(item, number):
            blank = False
        elif not line.strip(" "):
            blank = True
        elif (below := _BELOW.match(line)) is not None and blank and lists.paragraph(below, number):
            blank = False
        else:
            return None
    return lists.finish()


class _Lists:
    """Lists that are open while their lines are read."""

    def __init__(self) -> None:
        self._found: list[Mark] = []
        self._open: list[tuple[str, int]] = []
        """For each open list its marker without the number, and the column at which the words of its item begin."""

    def item(self, line: re.Match[str], number: int) -> bool:
        """Take the line of an item. False where markdown-it has to tell how deep it stands."""
        column, marker, order = len(line[1]), line[2], line[3] or ""
        depth = self._depth(column)
        kind = marker[len(order) :]
        if column - (self._open[depth - 1][1] if depth else 0) > _DEEPER:
            return False
        self._close(depth + 1)
        if len(self._open) > depth:
            self._found.append(Mark("list_item_close"))
            if self._open[depth][0] != kind:
                self._end()
            else:
                self._open.pop()
                self._enter(kind, line, number)
                return True
        name = "ordered" if order else "bullet"
        self._found.append(Mark(f"{name}_list_open"))
        self._enter(kind, line, number)
        return True

    def _enter(self, kind: str, line: re.Match[str], number: int) -> None:
        self._found += [Mark("list_item_open", number, info=line[2] if line[3] else ""), _inline(line[5], number)]
        self._open.append((kind, line.start(5)))

    def paragraph(self, line: re.Match[str], number: int) -> bool:
        """Take a paragraph below an item. False where it is below none."""
        depth = self._depth(len(line[1]))
        self._close(depth)
        self._found.append(_inline(line[2], number))
        return depth > 0

    def finish(self) -> list[Mark]:
        self._close(0)
        return self._found

    def _depth(self, column: int) -> int:
        """How many open items hold what begins at `column`."""
        return sum(1 for _, words in self._open if words <= column)

    def _close(self, depth: int) -> None:
        """End the lists deeper than `depth`."""
        while len(self._open) > depth:
            self._found.append(Mark("list_item_close"))
            self._end()

    def _end(self) -> None:
        kind, _ = self._open.pop()
        self._found.append(Mark("bullet_list_close" if kind in "-*+" else "ordered_list_close"))


def _table(source: str) -> list[Mark] | None:
    if "\\" in source or not _TABLE.match(source):
        return None
    head, ruler, *body = source.split("\n")
    columns = _cells(head)
    below = [trimmed(cell) for cell in _cells(ruler)]
    if not columns or len(columns) != len(below) or not all(map(_ALIGNMENT.match, below)):
        return None
    found = [Mark("thead_open"), *_row(columns, 0), Mark("thead_close")]
    for number, line in enumerate(body, start=2):
        found += _row([*_cells(line), *[""] * len(columns)][: len(columns)], number)
    return found


def _cells(line: str) -> list[str]:
    """The cells of a line, without the empty ones that outer pipes make."""
    found = trimmed(line).split("|")
    if not found[0]:
        found = found[1:]
    return found[:-1] if found and not found[-1] else found


def _row(contents: list[str], line: int) -> list[Mark]:
    inner = [_inline(content, line) for content in contents]
    return [Mark("tr_open"), *inner, Mark("tr_close")]


def _inline(content: str, line: int) -> Mark:
    return Mark("inline", line, trimmed(content))
