"""Blocks of HTML opened and closed around clauses: quotations, nested lists, tables."""

from __future__ import annotations

import re
from html import escape

from policytool.text import markers
from policytool.text.model import Clause

_PLAIN_BULLETS = frozenset({"•", "-", "*", "+"})
_NUMBER = re.compile(r"\d{1,9}\.\Z")
_LETTER = re.compile(r"[a-z]\.\Z")


class Blocks:
    """Takes clauses in reading order with their inner HTML and gives the whole as lines of HTML."""

    def __init__(self, *, ids: bool = True) -> None:
        self._ids = ids
        self._lines: list[str] = []
        self._open: list[str] = []
        """Closing tags, outermost first: of quotations, lists and their items, tables."""
        self._lists: list[tuple[str, int]] = []
        """For each open list its tag and the number that its next item gets by itself."""
        self._quotes = 0
        self._table = False

    def add(self, clause: Clause, inner: list[str], *, shift: int = 0) -> None:
        self._quotations(clause.quote)
        identifier = f' id="{escape(clause.id)}"' if self._ids else ""
        if clause.kind == "row":
            self._row(clause, inner, identifier)
            return
        self._close_table()
        if clause.kind == "item":
            self._item(clause, inner[0], identifier)
            return
        self._close_lists(0 if clause.kind == "heading" else clause.level)
        if clause.kind == "heading":
            tag = f"h{min(clause.level + shift, 6)}"
            self._lines.append(f"<{tag}{identifier}>{_marker(clause.marker, 'number')}{inner[0]}</{tag}>")
        elif clause.kind == "code":
            self._lines.append(f"<pre{identifier}><code>{inner[0]}</code></pre>")
        else:
            self._lines.append(f"<p{identifier}>{_marker(clause.marker, 'marker')}{inner[0]}</p>")

    def finish(self) -> str:
        self._quotations(0)
        self._close_table()
        self._close_lists(0)
        return "\n".join(self._lines) + "\n" if self._lines else ""

    # Quotations

    def _quotations(self, depth: int) -> None:
        if depth == self._quotes:
            return
        self._close_table()
        self._close_lists(0)
        while self._quotes < depth:
            self._begin("<blockquote>", "</blockquote>")
            self._quotes += 1
        while self._quotes > depth:
            self._end()
            self._quotes -= 1

    # Lists

    def _item(self, clause: Clause, inner: str, identifier: str) -> None:
        self._close_lists(clause.level)
        tag, number, kind = _list_of(clause.marker)
        if len(self._lists) == clause.level:
            self._end()  # the item before
            if self._lists[-1][0] != _key(tag, kind):
                self._end()
                self._lists.pop()
        while len(self._lists) < clause.level - 1:
            self._list("ul", "levels", 0)
            self._begin("<li>", "</li>")
        if len(self._lists) < clause.level:
            self._list(tag, kind, number)
        key, expected = self._lists[-1]
        value = f' value="{number}"' if tag == "ol" and number != expected else ""
        self._lists[-1] = (key, number + 1)
        written = "" if tag == "ol" or kind == "bullets" else _marker(clause.marker, "marker")
        self._begin(f"<li{identifier}{value}>", "</li>")
        self._lines.append(f"<p>{written}{inner}</p>")

    def _list(self, tag: str, kind: str, number: int) -> None:
        if tag == "ol":
            begin = (' type="a"' if kind == "letters" else "") + (f' start="{number}"' if number != 1 else "")
        else:
            begin = ' class="marked"' if kind == "marked" else ' class="levels"' if kind == "levels" else ""
        self._begin(f"<{tag}{begin}>", f"</{tag}>")
        self._lists.append((_key(tag, kind), number))

    def _close_lists(self, depth: int) -> None:
        while len(self._lists) > depth:
            self._end()
            self._end()
            self._lists.pop()

    # Tables

    def _row(self, clause: Clause, cells: list[str], identifier: str) -> None:
        if clause.level == 1 or not self._table:
            self._close_table()
            self._close_lists(0)
            self._begin('<div class="table" role="group" aria-label="Table" tabindex="0">', "</div>")
            self._begin("<table>", "</table>")
            self._table = True
            head = clause.level == 1
            self._begin("<thead>" if head else "<tbody>", "</thead>" if head else "</tbody>")
        elif self._open[-1] == "</thead>":
            self._end()
            self._begin("<tbody>", "</tbody>")
        tag, end = ('th scope="col"', "th") if clause.level == 1 else ("td", "td")
        self._lines.append(f"<tr{identifier}>" + "".join(f"<{tag}>{cell}</{end}>" for cell in cells) + "</tr>")

    def _close_table(self) -> None:
        if self._table:
            for _ in range(3):
                self._end()
            self._table = False

    def _begin(self, begin: str, end: str) -> None:
        self._lines.append(begin)
        self._open.append(end)

    def _end(self) -> None:
        self._lines.append(self._open.pop())


def _list_of(marker: str) -> tuple[str, int, str]:
    """Tag, number and kind of the list that an item with this marker stands in."""
    if _NUMBER.match(marker):
        return "ol", int(marker[:-1]), "numbers"
    if _LETTER.match(marker):
        return "ol", markers.read(marker).values[0], "letters"
    return "ul", 0, "bullets" if marker in _PLAIN_BULLETS else "marked"


def _key(tag: str, kind: str) -> str:
    return f"{tag} {kind}"


def _marker(marker: str, name: str) -> str:
    return f'<span class="{name}">{escape(marker)}</span> ' if marker else ""
