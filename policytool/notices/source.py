"""Where the recipients are read from: the same people in the same order, when planned and when sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from policytool.config import Settings
from policytool.notices.audience import Columns, Problem, Recipient
from policytool.notices.csv_source import CsvSource
from policytool.notices.model import AddressKind


class Source(Protocol):
    """A list of recipients that can be read again and again."""

    @property
    def name(self) -> str:
        """What the ledger keeps, and `opened` takes: never a password."""
        ...

    def fingerprint(self) -> str:
        """SHA-256 of all that would be read. Raises AudienceError."""
        ...

    def people(self, columns: Columns, address: AddressKind) -> Iterator[Recipient | Problem]:
        """Everybody in order, with the address of that kind. Raises AudienceError."""
        ...


def opened(where: str, settings: Settings) -> Source:
    """The list that `where` names: the path of a file, or an audience of the settings.

    Rows of a database are copied into a file anew each time. Raises SettingsError, AudienceError.
    """
    named = settings.notices.audiences.get(where)
    if named is None:
        return CsvSource(path=Path(where))
    if named.file:
        return CsvSource(path=settings.root / named.file)
    from policytool.notices.sql_source import copied  # only who reads a database waits for it

    return CsvSource(path=copied(where, named, settings.root))


def columns(where: str, settings: Settings, given: Columns) -> Columns:
    """The columns of the list that `where` names; what was `given` goes before what the settings say."""
    named = settings.notices.audiences.get(where)
    usual: Mapping[str, str] = {str(column): heading for column, heading in named.columns.items()} if named else {}
    return replace(given, names={**usual, **given.names})
