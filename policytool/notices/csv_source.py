"""A list of recipients in a CSV file, read line by line."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from policytool.errors import AudienceError
from policytool.notices.audience import Columns, Layout, Problem, Recipient
from policytool.notices.model import AddressKind

if TYPE_CHECKING:
    from _csv import Reader as _Reader


@dataclass(frozen=True, kw_only=True)
class CsvSource:
    """A CSV file in UTF-8 whose first line names the columns."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path.absolute())

    def fingerprint(self) -> str:
        """SHA-256 of the file. Raises AudienceError."""
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def people(self, columns: Columns, address: AddressKind) -> Iterator[Recipient | Problem]:
        """Every line below the headings, in order; empty lines are left out. Raises AudienceError for the whole file.

        Nothing is remembered between lines: `distinct` tells duplicates.
        """
        path = self.path
        with _opened(path) as file:
            head = file.readline()
            if not head.strip():
                todo = "Its first line names the columns: email, name, language, id."
                raise AudienceError("this audience is empty", path=path, line=1, todo=todo)
            dialect = {"delimiter": _delimiter(head), "strict": True}
            headings = next(csv.reader([head], **dialect))  # type: ignore[arg-type]
            layout = Layout.of(headings, columns, address, name=path)
            for line, cells in _records(csv.reader(file, **dialect), path):  # type: ignore[arg-type]
                if isinstance(cells, Problem):
                    yield cells
                elif any(cells) and (entry := layout.recipient(line, cells)) is not None:
                    yield entry


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every line of a CSV file with its number, the headings first, empty lines left out. Raises AudienceError."""
    with _opened(path) as file:
        head = file.readline()
        dialect = {"delimiter": _delimiter(head), "strict": True}
        yield 1, next(csv.reader([head], **dialect), [])  # type: ignore[arg-type]
        for line, cells in _records(csv.reader(file, **dialect), path):  # type: ignore[arg-type]
            if not isinstance(cells, Problem) and any(cells):
                yield line, cells


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise AudienceError("this file is UTF-16, not UTF-8", path=path, todo='Save it as "CSV UTF-8".')
        if start == b"PK\x03\x04":
            raise AudienceError("this is a spreadsheet, not CSV", path=path, todo='Save it as "CSV UTF-8".')
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file
    except UnicodeDecodeError as error:
        todo = 'Save it as "CSV UTF-8" in your spreadsheet program.'
        raise AudienceError("this line is not UTF-8", path=path, line=_bad_line(path), todo=todo) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> AudienceError:
    todo = "Check the path; it starts at the current folder."
    return AudienceError(f"the audience cannot be read: {error.strerror}", path=path, todo=todo)


def _bad_line(path: Path) -> int | None:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return None


def _delimiter(head: str) -> str:
    bare = re.sub(r'"[^"]*"', "", head)
    return max(",;\t", key=bare.count)


def _records(lines: _Reader, path: Path) -> Iterator[tuple[int, list[str] | Problem]]:
    """Each record with the line on which it begins; the headings were line 1."""
    while True:
        line = lines.line_num + 2
        try:
            yield line, next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error) or "unexpected end" in str(error):
                todo = 'Look for a quotation mark (") that is not closed.'
                raise AudienceError("from here on the lines run together", path=path, line=line, todo=todo) from error
            yield line, Problem(line=line, kind="columns", reason="quotation marks stand where they should not")
