"""Where the recipients are read from: the same people in the same order, when planned and when sent."""

from __future__ import annotations

from collections.abc import Iterator
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
    """The list that `where` names: the path of a file."""
    return CsvSource(path=Path(where))
