"""The audience: a CSV file, read line by line, in which every line is a recipient or a problem."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from policytool.errors import AudienceError
from policytool.notices.address import NAME_LENGTH, controls, mailbox
from policytool.notices.model import AddressKind
from policytool.notices.seen import Seen

if TYPE_CHECKING:
    from _csv import Reader as _Reader

COLUMNS: dict[str, tuple[str, ...]] = {
    "email": ("email", "emailaddress", "mail", "邮箱", "电子邮箱", "电子邮件"),
    "key": ("id", "key", "编号"),
    "name": ("name", "姓名"),
    "language": ("language", "lang", "语言"),
}
"""What a column may be called; capitals, spaces, hyphens and underscores make no difference."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_KEY = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]{1,200}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person to be told."""

    line: int
    """Where the file names them; the first line is 1."""
    key: str
    """How the company knows them; the address where the file says nothing else."""
    address: str
    """In ASCII, ready for an envelope."""
    name: str = ""
    language: str = ""
    """Language tag, empty where the file says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line that names nobody who could be told."""

    line: int
    kind: str
    """address, name, key, language, columns, duplicate."""
    reason: str
    """Never repeats an address or a name."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Headings that stand for `email`, `key`, `name`, `language`, where the usual ones do not fit."""

    names: Mapping[str, str] = field(default_factory=dict)


USUAL = Columns()


def fingerprint(path: Path) -> str:
    """SHA-256 of the file. Raises AudienceError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def read(path: Path, columns: Columns = USUAL, kind: AddressKind = "email") -> Iterator[Recipient | Problem]:
    """Every line below the headings, in order; empty lines are left out. Raises AudienceError for the whole file.

    `kind`: which address of a person is wanted.

    Nothing is remembered between lines: `distinct` tells duplicates.
    """
    with _opened(path) as file:
        head = file.readline()
        if not head.strip():
            todo = "Its first line names the columns: email, name, language, id."
            raise AudienceError("this audience is empty", path=path, line=1, todo=todo)
        dialect = {"delimiter": _delimiter(head), "strict": True}
        width, places = _places(next(csv.reader([head], **dialect)), columns, path)  # type: ignore[arg-type]
        for line, cells in _records(csv.reader(file, **dialect), path):  # type: ignore[arg-type]
            if isinstance(cells, Problem):
                yield cells
            elif any(cells):
                yield _recipient(line, cells, width, places)


def distinct(found: Iterator[Recipient | Problem]) -> Iterator[Recipient | Problem]:
    """The same, where somebody whose address or key an earlier line had is a problem. Memory stays flat."""
    with Seen() as addresses, Seen() as keys:
        for entry in found:
            if isinstance(entry, Problem):
                yield entry
                continue
            first, same = addresses.first(entry.address.casefold(), entry.line), "address"
            if first == entry.line and entry.key != entry.address:
                first, same = keys.first(entry.key, entry.line), "key"
            if first == entry.line:
                yield entry
            else:
                yield Problem(line=entry.line, kind="duplicate", reason=f"the same {same} as line {first}")


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


def _places(head: list[str], columns: Columns, path: Path) -> tuple[int, dict[str, int]]:
    """How many cells a line has, and which cell holds what."""
    shown = ", ".join(cell.strip() for cell in head)
    places: dict[str, int] = {}
    for column, usual in COLUMNS.items():
        wanted = columns.names.get(column)
        called = usual if wanted is None else (_level(wanted),)
        found = [place for place, cell in enumerate(head) if _level(cell) in called]
        if len(found) > 1:
            todo = f"Say which one to take: --column {column}=HEADING."
            raise AudienceError(f"several columns could be the {column}", path=path, line=1, todo=todo)
        if not found and (wanted is not None or column == "email"):
            todo = f"Its columns are: {shown}. Rename one, or say which to take: --column {column}=HEADING."
            raise AudienceError(f"there is no column {wanted or column!r}", path=path, line=1, todo=todo)
        if found:
            places[column] = found[0]
    return len(head), places


def _level(heading: str) -> str:
    return re.sub(r"[\s_-]", "", heading).casefold()


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


def _recipient(line: int, cells: list[str], width: int, places: dict[str, int]) -> Recipient | Problem:
    if len(cells) != width:
        reason = (
            f"{len(cells)} cells where the headings have {width}: text with a separator in it needs quotation marks"
        )
        return Problem(line=line, kind="columns", reason=reason)
    value = {column: cells[place].strip() for column, place in places.items()}
    try:
        address = mailbox(value["email"])
    except ValueError as fault:
        return Problem(line=line, kind="address", reason=str(fault))
    name, key, language = value.get("name", ""), value.get("key", "") or address, value.get("language", "")
    if controls(name):
        return Problem(line=line, kind="name", reason="the name contains a line break or another control character")
    if len(name) > NAME_LENGTH:
        return Problem(line=line, kind="name", reason=f"the name is longer than {NAME_LENGTH} characters")
    if not _KEY.match(key):
        return Problem(line=line, kind="key", reason="the id contains spaces or control characters, or is too long")
    if language and not _LANGUAGE.match(language):
        return Problem(line=line, kind="language", reason='the language is not a tag such as "en" or "zh"')
    return Recipient(line=line, key=key, address=address, name=name, language=language.replace("_", "-"))
