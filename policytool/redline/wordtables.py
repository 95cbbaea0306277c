"""Rows gathered into the tables of a Word document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policytool.redline.wordparagraphs import HEAD
from policytool.redline.wordxml import Mark, Tracked, element
from policytool.text.model import Clause

_WIDTH = 9000
"""Twips of a table's width."""


class Tables:
    """Takes row after row and writes each table when it is complete."""

    def __init__(self, tracked: Tracked, add: Callable[[Any], None]) -> None:
        self._tracked, self._add = tracked, add
        self._rows: list[tuple[Clause, list[list[Any]], Mark | None]] = []

    def row(self, clause: Clause, inner: list[list[Any]], mark: Mark | None) -> None:
        """The next row with the runs of each of its cells; another head begins another table."""
        if clause.level == 1 and any(row.level != 1 for row, _, _ in self._rows):
            self.close()
            self._add(element("w:p"))
        self._rows.append((clause, inner, mark))

    def close(self) -> bool:
        """Write the rows gathered so far as one table; False where there are none."""
        if not self._rows:
            return False
        width = max(len(inner) for _, inner, _ in self._rows)
        grid = element("w:tblGrid", *(element("w:gridCol", w=_WIDTH // width) for _ in range(width)))
        headed = any(clause.level == 1 and mark is None for clause, _, mark in self._rows)
        look = element(
            "w:tblPr",
            element("w:tblStyle", val="TableGrid"),
            element("w:tblW", w=0, type="auto"),
            element("w:tblLook", val="0020" if headed else "0000", firstRow=int(headed)),
        )
        table = element("w:tbl", look, grid)
        for clause, inner, mark in self._rows:
            table.append(self._made(clause, inner, mark, width))
        self._rows = []
        self._add(table)
        return True

    def _made(self, clause: Clause, inner: list[list[Any]], mark: Mark | None, width: int) -> Any:
        properties = element("w:trPr")
        if clause.level == 1:
            properties.append(element("w:tblHeader"))
        if mark is not None:
            properties.append(self._tracked.mark(f"w:{mark}"))
        row = element("w:tr", properties)
        head = clause.level == 1
        for number, runs in enumerate(inner, start=1):
            span = width - number + 1 if number == len(inner) else 1
            look = element("w:tcPr", element("w:tcW", w=_WIDTH // width * span, type="dxa"))
            if span > 1:
                look.append(element("w:gridSpan", val=span))
            style = [element("w:pPr", element("w:pStyle", val=HEAD))] if head else []
            row.append(element("w:tc", look, element("w:p", *style, *runs)))
        return row
