"""Lines that align: columns by the width of characters on the screen, paragraphs with a hanging indent."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text


def paragraph(console: Console, text: str, *, indent: int = 0, mark: str = "", style: str = "") -> None:
    """`text` on one line, or wrapped to the terminal's width below its first word; `mark` hangs before it."""
    margin = " " * (indent + cell_len(mark))
    words = Text(plain(text), style=style)
    terminal = console.is_terminal
    lines = words.wrap(console, max(20, console.width - len(margin))) if terminal else [words]
    for number, line in enumerate(lines):
        line.rstrip()
        start = Text(" " * indent + mark) if number == 0 else Text(margin)
        console.print(start.append_text(line), no_wrap=True, overflow="ignore", crop=False)


def columns(console: Console, rows: Sequence[Sequence[str]], *, indent: int = 0, styles: Sequence[str] = ()) -> None:
    """`rows` with their cells aligned; the first row is the head. `styles` colours the rows below it."""
    widths = [max(cell_len(plain(cell)) for cell in column) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = [plain(cell) + " " * (width - cell_len(plain(cell))) for cell, width in zip(row, widths, strict=True)]
        style = "dim" if number == 0 else styles[number - 1] if styles else ""
        line = " " * indent + "  ".join(cells).rstrip()
        console.print(Text(line, style=style), no_wrap=True, overflow="ignore", crop=False)


def plain(text: str) -> str:
    """`text` on one line, without characters that could steer the terminal."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def days(count: int) -> str:
    """ "today", "tomorrow", "in 12 days", "3 days ago"."""
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return words.get(count) or (f"in {count} days" if count > 0 else f"{-count} days ago")


def many(count: int, noun: str, plural: str = "") -> str:
    """ "1 clause", "3 clauses"."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
