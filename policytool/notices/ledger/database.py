"""Opening the database: SQLite that survives a power cut by default, PostgreSQL by its address."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from policytool.errors import LedgerError
from policytool.notices.ledger.schema import VERSION
from policytool.notices.ledger.secret import Secret, read
from policytool.notices.ledger.upgrade import known, upgrade

BUSY = 20.0
"""Seconds to wait for another process that writes."""


def exists(url: str, root: Path) -> bool:
    """Whether there is a ledger already; one in a database server may be there. Raises LedgerError."""
    place = _place(url, root)
    return place.get_backend_name() != "sqlite" or Path(str(place.database)).is_file()


@contextmanager
def database(url: str, root: Path) -> Iterator[tuple[Engine, Secret, Path]]:
    """The engine, the key and the folder beside the ledger, made where missing. Raises LedgerError."""
    place = _place(url, root)
    folder = Path(str(place.database)).parent if place.get_backend_name() == "sqlite" else root / ".policytool"
    _folder(folder)
    try:
        engine = _engine(place)
    except ModuleNotFoundError as error:
        todo = "Install it: pip install 'policytool[postgres]'."
        raise LedgerError(f"the ledger's database needs {error.name}", todo=todo) from error
    try:
        key = folder / f"{Path(str(place.database)).stem or 'ledger'}.key"
        yield engine, _ready(engine, key), folder
    finally:
        engine.dispose()


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Everything inside is stored together, durably, or not at all. Raises LedgerError."""
    try:
        with engine.begin() as connection:
            yield connection
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        todo = "What was stored so far is safe. Free the disk, or wait for the other program, and run again."
        raise LedgerError(f"the ledger cannot be read or written: {cause}", todo=todo) from error


def _place(url: str, root: Path) -> URL:
    try:
        place = make_url(url)
        backend = place.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LedgerError("the address of the ledger is not valid", todo="Correct `ledger.url`.") from error
    if backend == "sqlite":
        file = Path(place.database or "")
        if not place.database or place.database == ":memory:":
            raise LedgerError("the ledger needs a file", todo='Set `ledger.url`, such as "sqlite:///ledger.db".')
        return place.set(drivername="sqlite", database=str(root / file))
    if backend == "postgresql":
        return place.set(drivername="postgresql+psycopg")
    raise LedgerError(f"the ledger cannot be kept in {backend}", todo="Use SQLite or PostgreSQL.")


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.name == ".policytool" and not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("# Never in git: who was told, and the key.\n*\n", encoding="utf-8")
    except OSError as error:
        raise LedgerError(f"the ledger's folder cannot be made: {error.strerror}", path=folder) from error


def _engine(place: URL) -> Engine:
    if place.get_backend_name() != "sqlite":
        return create_engine(place, pool_pre_ping=True)
    engine = create_engine(place, connect_args={"timeout": BUSY})
    event.listen(engine, "connect", _durable)
    event.listen(engine, "begin", _begin)
    return engine


def _durable(connection: sqlite3.Connection, record: Any) -> None:
    # Python would begin transactions at the first write only: too late to read and write in one.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _ready(engine: Engine, key: Path) -> Secret:
    with transaction(engine) as connection:
        found = known(connection)
    secret = read(key, make=not found)
    if found:
        _agree(found, secret, key)
    if found.get("schema") != str(VERSION):
        with transaction(engine) as connection:
            _agree(upgrade(connection, secret.fingerprint), secret, key)
    return secret


def _agree(found: dict[str, str], secret: Secret, key: Path) -> None:
    if not found.get("schema", "").isdigit() or int(found["schema"]) > VERSION:
        message = f"the ledger has format {found.get('schema')}, this policytool reads {VERSION}"
        raise LedgerError(message, todo="Update policytool.")
    if found.get("key") != secret.fingerprint:
        raise LedgerError("this key belongs to another ledger", path=key, todo="Restore the key from your backup.")
