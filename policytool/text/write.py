"""A Document back to Markdown: what is read from it has the same clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby, pairwise

from policytool.text import markers
from policytool.text.model import Clause, Document, Run
from policytool.text.runs import cut
from policytool.text.spell import spell

_NATIVE = re.compile(r"\d{1,9}[.)]\Z")
_NO_BULLET = frozenset({"•", "-", "*", "+", ""})


def to_markdown(document: Document) -> str:
    """The document's clauses as Markdown, with the author's ids and without metadata."""
    return write(document.clauses)


def write(clauses: Iterable[Clause]) -> str:
    """Clauses in reading order as Markdown."""
    page = _Page()
    for is_row, group in groupby(clauses, key=lambda clause: (clause.kind == "row", clause.quote)):
        if is_row[0]:
            page.table(list(group))
        else:
            for clause in group:
                page.add(clause)
    return page.finish()


class _Page:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._quote = 0
        self._indents: list[int] = []
        """Column at which the text of each open list item begins."""
        self._marks: list[str] = []
        """How each open list writes its items: "-", "." or ")"."""
        self._after_item = False

    def finish(self) -> str:
        return "\n".join(self._lines) + "\n" if self._lines else ""

    def add(self, clause: Clause) -> None:
        self._enter(clause.quote)
        if clause.kind == "item":
            self._item(clause)
            return
        del self._indents[clause.level if clause.kind != "heading" else 0 :]
        del self._marks[len(self._indents) :]
        self._blank()
        if clause.kind == "heading":
            text = spell(_with_marker(clause), breaks="<br>", head=False)
            self._put([f"{'#' * clause.level} {text}{_id(clause)}"])
        elif clause.kind == "code":
            self._put(_fenced(clause))
        else:
            self._put((spell(clause.runs) + _id(clause)).split("\n"))

    def table(self, rows: list[Clause]) -> None:
        self._enter(rows[0].quote)
        self._indents.clear()
        self._marks.clear()
        for row in rows:
            if row.level == 1 or row is rows[0]:
                columns = row.text.count("\t") + 1
                self._blank()
                head = _row(row) if row.level == 1 else "|" + "   |" * columns
                self._put([head, "|" + " --- |" * columns])
            if row.level != 1:
                self._put([_row(row)])

    def _item(self, clause: Clause) -> None:
        level = max(clause.level, 1)
        native = bool(_NATIVE.match(clause.marker))
        mark = clause.marker[-1] if native else "-"
        gap = len(self._indents) >= level and self._marks[level - 1] != mark
        gap = gap or (native and len(self._indents) < level and clause.marker not in {"1.", "1)"})
        if gap or not self._after_item or not self._indents:
            self._blank()
        del self._indents[level - 1 :]
        del self._marks[level - 1 :]
        column = self._indents[-1] if self._indents else 0
        begin = "- " * (level - 1 - len(self._indents))
        for depth in range(len(self._indents), level - 1):
            self._indents.append(column + 2 * (depth + 1 - len(self._indents)))
            column = self._indents[-1]
            self._marks.append("-")
        written = clause.marker if native else "-"
        start = (self._indents[-1] if self._indents else 0) - len(begin)
        self._indents.append(start + len(begin) + len(written) + 1)
        self._marks.append(mark)
        bare = native or (clause.marker in _NO_BULLET and not markers.item(clause.text))
        text = spell(clause.runs if bare else _with_marker(clause)) + _id(clause)
        lines = text.split("\n")
        pad = " " * self._indents[-1]
        self._raw([f"{' ' * start}{begin}{written} {lines[0]}", *(pad + line for line in lines[1:])])
        self._after_item = True

    def _enter(self, quote: int) -> None:
        if quote == self._quote:
            return
        if self._lines:
            self._lines.append("> " * min(quote, self._quote))
        self._quote = quote
        self._indents.clear()
        self._marks.clear()
        self._after_item = False

    def _blank(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(("> " * self._quote).rstrip())

    def _put(self, lines: list[str]) -> None:
        pad = " " * (self._indents[-1] if self._indents else 0)
        self._raw([pad + line if line else "" for line in lines])
        self._after_item = False

    def _raw(self, lines: list[str]) -> None:
        prefix = "> " * self._quote
        self._lines.extend((prefix + line).rstrip() if not line.strip() else prefix + line for line in lines)


def _with_marker(clause: Clause) -> tuple[Run, ...]:
    return (Run(text=f"{clause.marker} "), *clause.runs) if clause.marker else clause.runs


def _id(clause: Clause) -> str:
    return f" {{#{clause.id}}}" if clause.named else ""


def _row(clause: Clause) -> str:
    text = clause.text
    edges = [-1, *(at for at, sign in enumerate(text) if sign == "\t"), len(text)]
    cells = [cut(clause.runs, start + 1, end) for start, end in pairwise(edges)]
    written = [spell(cell, breaks="<br>", head=False).replace("|", "\\|") for cell in cells]
    return "".join(f"| {cell} " for cell in written) + "|" + _id(clause)


def _fenced(clause: Clause) -> list[str]:
    ticks = max((len(found) for found in re.findall("`+", clause.text)), default=0)
    fence = "`" * max(ticks + 1, 3)
    return [fence + _id(clause), *clause.text.split("\n"), fence]
