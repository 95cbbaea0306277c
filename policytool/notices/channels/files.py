"""Writing files that are whole or not there, and lists to which a row is added once."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_END = b"\r\n"
"""Ends a row; no cell holds it."""
_FORMULA = ("=", "+", "-", "@", "\t")


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` for its owner's eyes alone. Raises OSError; then `target` is as it was."""
    aside = target.with_suffix(f".{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


@dataclass(kw_only=True)
class Listing:
    """A CSV file whose first column is a delivery's id; adding the same delivery again changes nothing."""

    path: Path
    headings: Sequence[str]
    _known: set[str] | None = field(default=None, init=False)

    def add(self, row: Sequence[str]) -> None:
        """Add a row durably, unless its delivery has one. Raises OSError."""
        if self._known is None:
            self._known = self._opened()
        if row[0] in self._known:
            return
        with self.path.open("ab") as file:
            file.write(_line(row))
            file.flush()
            os.fsync(file.fileno())
        self._known.add(row[0])

    def _opened(self) -> set[str]:
        """The deliveries that have a row; a row that a crash cut off is taken away."""
        if not self.path.exists():
            write_whole(self.path, b"\xef\xbb\xbf" + _line(self.headings))
        content = self.path.read_bytes()
        whole = content.rfind(_END) + len(_END) if _END in content else 0
        if whole < len(content):
            write_whole(self.path, content[:whole])
        rows = csv.reader(io.StringIO(content[:whole].decode("utf-8-sig"), newline=""))
        return {row[0] for row in rows if row}


def _line(row: Sequence[str]) -> bytes:
    # A spreadsheet program would run a cell that looks like a formula.
    cells = [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row]
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator=_END.decode()).writerow(cells)
    return made.getvalue().encode("utf-8")
