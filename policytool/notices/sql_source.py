"""A list of recipients from a database: one SELECT, read once into a file that then stays as it is.

What is sent over hours must be the list that was frozen, while the company's tables go on changing; and the ledger
keeps no addresses. So the rows are copied when a campaign is planned, and everything after that reads the copy.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from policytool.config import AudienceSettings
from policytool.errors import AudienceError, SettingsError
from policytool.notices.channels.discretion import clean
from policytool.notices.channels.files import write_whole
from policytool.notices.channels.secrets import password

FOLDER = ".policytool/audiences"
_BATCH = 1000
"""Rows in memory."""
_QUOTED = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]", re.DOTALL)
_WRITES = re.compile(r"\b(insert|update|delete|merge|into)\b", re.IGNORECASE)
"""Words with which what begins as a SELECT could change something after all, or lock it."""


def copied(name: str, wanted: AudienceSettings, root: Path) -> Path:
    """The rows of the audience called `name` in a CSV file. The same rows give the same file.

    Raises SettingsError, AudienceError.
    """
    query = _select(name, _query(wanted, root))
    folder = root / FOLDER
    with _opened(name, wanted, root) as connection:
        options = {"stream_results": True, "yield_per": _BATCH, "no_parameters": True}
        result = connection.execution_options(**options).exec_driver_sql(query)
        try:
            return _written(folder, name, list(result.keys()), result.partitions())
        except OSError as error:
            todo = "Free the disk, and run again."
            raise AudienceError(f"the list cannot be copied: {error.strerror}", path=folder, todo=todo) from error


@contextmanager
def _opened(name: str, wanted: AudienceSettings, root: Path) -> Iterator[Connection]:
    """A connection that cannot change anything. Raises SettingsError, AudienceError."""
    place = _place(name, wanted)
    try:
        engine = _engine(name, place, root)
        with closing(_Disposed(engine)), engine.connect() as connection:
            if place.get_backend_name() == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            elif place.get_backend_name() in {"mysql", "mariadb"}:
                connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")
                connection.rollback()
            yield connection
            # Whatever a function of the database did is taken back.
            connection.rollback()
    except SQLAlchemyError as error:
        cause = clean(str(getattr(error, "orig", None) or error).strip().splitlines()[0])
        todo = f"Try the SELECT of [notices.audiences.{name}] in a program of the database."
        raise AudienceError(f"the audience {name} cannot be read: {cause}", todo=todo) from error


class _Disposed:
    """Lets go of an engine's connections."""

    def __init__(self, engine: Engine) -> None:
        self.close = engine.dispose


def _engine(name: str, place: URL, root: Path) -> Engine:
    if place.get_backend_name() == "sqlite":
        file = root / str(place.database or "")
        if not file.is_file():
            raise AudienceError("there is no such database", path=file, todo=f"Correct notices.audiences.{name}.url.")
        address = f"{file.absolute().as_uri()}?mode=ro"
        return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False))
    try:
        return create_engine(place)
    except ModuleNotFoundError as error:
        extra = "'policytool[postgres]'" if place.get_backend_name() == "postgresql" else str(error.name)
        todo = f"Install it: pip install {extra}"
        raise AudienceError(f"the database of the audience {name} needs {error.name}", todo=todo) from error


def _place(name: str, wanted: AudienceSettings) -> URL:
    try:
        place = make_url(wanted.url)
        place.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        todo = "Write it as SQLAlchemy does, such as postgresql://reader@db.shop.example/shop."
        raise SettingsError(f"notices.audiences.{name}.url: this is no database", todo=todo) from error
    if place.password:
        todo = "Take it out and name an environment variable that holds it: `password_env`."
        raise SettingsError(f"notices.audiences.{name}.url holds a password", todo=todo)
    if place.drivername == "postgresql":
        place = place.set(drivername="postgresql+psycopg")
    if wanted.password_env:
        setting = f"notices.audiences.{name}.password_env"
        place = place.set(password=password(wanted.password_env, setting, "the password of the database"))
    return place


def _query(wanted: AudienceSettings, root: Path) -> str:
    if not wanted.query.strip().lower().endswith(".sql"):
        return wanted.query
    path = root / wanted.query.strip()
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AudienceError("the SELECT cannot be read", path=path, todo="Save it as a text file in UTF-8.") from error


def _select(name: str, query: str) -> str:
    """The statement alone. Raises AudienceError where it is not one SELECT."""
    bare = _QUOTED.sub(" ", query).strip().rstrip(";").strip()
    if not re.match(r"(select|with)\b", bare, re.IGNORECASE) or ";" in bare or _WRITES.search(bare):
        todo = "Write one SELECT that gives a row for each person; nothing may be changed by it."
        raise AudienceError(f"notices.audiences.{name}.query is not one SELECT", todo=todo)
    return query.strip().rstrip(";")


def _written(folder: Path, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Names and addresses do not belong into git.
    write_whole(folder / ".gitignore", b"*\n")
    aside = folder / f"{name}.{os.getpid()}.part"
    digest = hashlib.sha256()
    try:
        with aside.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            for lines in _lines(headings, rows):
                digest.update(lines)
                file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        return aside.replace(folder / f"{name}-{digest.hexdigest()[:12]}.csv")
    finally:
        aside.unlink(missing_ok=True)


def _lines(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file in pieces."""
    yield _encoded([headings])
    for batch in rows:
        yield _encoded([[_text(cell, heading) for cell, heading in zip(row, headings, strict=True)] for row in batch])


def _encoded(rows: Iterable[Sequence[str]]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    return made.getvalue().encode("utf-8", "replace")


def _text(cell: object, heading: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (bytes, bytearray, memoryview)):
        todo = "Convert it to text in the SELECT."
        raise AudienceError(f"the column {heading!r} holds bytes, not text", todo=todo)
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)
