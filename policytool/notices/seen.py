"""Remembering what was seen, on disk, so that an audience of any size is checked for duplicates in little memory."""

from __future__ import annotations

import hashlib
import sqlite3
from types import TracebackType
from typing import Self


class Seen:
    """The line on which each value came first. Values themselves are not kept, only hashes, in a nameless file."""

    def __enter__(self) -> Self:
        self._database = sqlite3.connect("", isolation_level=None)
        for command in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-16384"):
            self._database.execute(command)
        self._database.execute("CREATE TABLE seen (value BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._database.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def first(self, value: str, line: int) -> int:
        """The line on which `value` came first: `line` if it is new."""
        digest = hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        new = self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (digest, line)).rowcount
        if new:
            return line
        found: int = self._database.execute("SELECT line FROM seen WHERE value = ?", (digest,)).fetchone()[0]
        return found
