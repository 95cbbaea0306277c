"""The audience: what a list says of people, in which every line is a recipient or a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from policytool.errors import AudienceError
from policytool.notices.address import NAME_LENGTH, checked, controls
from policytool.notices.model import AddressKind
from policytool.notices.seen import Seen
from policytool.notices.segment import Segment

COLUMNS: dict[str, tuple[str, ...]] = {
    "email": ("email", "emailaddress", "mail", "邮箱", "电子邮箱", "电子邮件"),
    "phone": ("phone", "phonenumber", "mobile", "telephone", "手机", "手机号", "电话"),
    "postal": ("postal", "postaladdress", "address", "地址", "通讯地址"),
    "key": ("id", "key", "编号"),
    "name": ("name", "姓名"),
    "language": ("language", "lang", "语言"),
    "region": ("region", "country", "地区", "国家"),
    "accepted": ("accepted", "acceptedversion", "接受版本"),
}
"""What a column may be called; capitals, spaces, hyphens and underscores make no difference."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_KEY = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]{1,200}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person to be told."""

    line: int
    """Where the list names them; the first line is 1."""
    key: str
    """How the company knows them; the address where the list says nothing else."""
    address: str
    """Of the kind that the channel needs, ready for an envelope."""
    name: str = ""
    language: str = ""
    """Language tag, empty where the list says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line that names nobody who could be told."""

    line: int
    kind: str
    """address, name, key, language, columns, duplicate, told (by another campaign), suppressed."""
    reason: str
    """Never repeats an address or a name."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Headings that stand for the columns, where the usual ones do not fit, and which people are meant."""

    names: Mapping[str, str] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    """Only people in all of these."""

    @classmethod
    def kept_as(cls, kept: Mapping[str, str]) -> Columns:
        """From what `kept` gave."""
        names = {name: heading for name, heading in kept.items() if not name.startswith(_SEGMENT)}
        segments = tuple(Segment.read(text) for name, text in kept.items() if name.startswith(_SEGMENT))
        return cls(names=names, segments=segments)

    @property
    def kept(self) -> dict[str, str]:
        """For the ledger."""
        return {**self.names, **{f"{_SEGMENT}{at}": one.text for at, one in enumerate(self.segments)}}


USUAL = Columns()
_SEGMENT = "segment "


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Which cell of a line holds what."""

    width: int
    places: Mapping[str, int]
    columns: Columns
    kind: AddressKind

    @classmethod
    def of(cls, head: Sequence[str], columns: Columns, kind: AddressKind, *, name: Path | str) -> Layout:
        """The layout of a list called `name` with these headings. Raises AudienceError."""
        shown = ", ".join(cell.strip() for cell in head)
        needed = {kind, *(one.column for one in columns.segments)}
        places: dict[str, int] = {}
        for column, usual in COLUMNS.items():
            wanted = columns.names.get(column)
            called = usual if wanted is None else (_level(wanted),)
            found = [place for place, cell in enumerate(head) if _level(cell) in called]
            if len(found) > 1 and (wanted is not None or column in needed or column in _OFTEN):
                todo = f"Say which one to take: --column {column}=HEADING."
                raise AudienceError(f"several columns could be the {column}", path=name, line=1, todo=todo)
            if not found and (wanted is not None or column in needed):
                todo = f"Its columns are: {shown}. Rename one, or say which to take: --column {column}=HEADING."
                raise AudienceError(f"there is no column {wanted or column!r}", path=name, line=1, todo=todo)
            if found:
                places[column] = found[0]
        return cls(width=len(head), places=places, columns=columns, kind=kind)

    def recipient(self, line: int, cells: Sequence[str]) -> Recipient | Problem | None:
        """Who stands on a line; None for somebody who is not meant."""
        if len(cells) != self.width:
            reason = (
                f"{len(cells)} cells where the headings have {self.width}:"
                " text with a separator in it needs quotation marks"
            )
            return Problem(line=line, kind="columns", reason=reason)
        value = {column: cells[place].strip() for column, place in self.places.items()}
        if not all(one.holds(value[one.column]) for one in self.columns.segments):
            return None
        try:
            address = checked(value[self.kind], self.kind)
        except ValueError as fault:
            return Problem(line=line, kind="address", reason=str(fault))
        return _person(line, address, value, self.kind)


_OFTEN = frozenset({"key", "name", "language"})
"""Columns that every channel reads where there are any."""


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


def _person(line: int, address: str, value: Mapping[str, str], kind: AddressKind) -> Recipient | Problem:
    name, language = value.get("name", ""), value.get("language", "")
    if controls(name):
        return Problem(line=line, kind="name", reason="the name contains a line break or another control character")
    if len(name) > NAME_LENGTH:
        return Problem(line=line, kind="name", reason=f"the name is longer than {NAME_LENGTH} characters")
    if kind == "postal":
        if not name:
            return Problem(line=line, kind="name", reason="a letter needs a name")
        address = f"{name}\n{address}"
    key = value.get("key", "") or _known_by(address, value, kind)
    if not _KEY.match(key) and (kind == "key" or key != address):
        return Problem(line=line, kind="key", reason="the id contains spaces or control characters, or is too long")
    if language and not _LANGUAGE.match(language):
        return Problem(line=line, kind="language", reason='the language is not a tag such as "en" or "zh"')
    return Recipient(line=line, key=key, address=address, name=name, language=language.replace("_", "-"))


def _known_by(address: str, value: Mapping[str, str], kind: AddressKind) -> str:
    """What stands for a person without an id: the mail address, so that it is the same on every channel."""
    if kind == "email" or not value.get("email"):
        return address
    try:
        return checked(value["email"], "email")
    except ValueError:
        return address


def _level(heading: str) -> str:
    return re.sub(r"[\s_-]", "", heading).casefold()
