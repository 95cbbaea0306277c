"""Bringing the ledger's tables up to date, all in one transaction: rows are kept, or nothing happens."""

from __future__ import annotations

from sqlalchemy import BigInteger, Connection, cast, delete, extract, func, insert, inspect, select, text

from policytool.errors import LedgerError
from policytool.notices.ledger.schema import VERSION, about, runners

_LOCK = 0x706F6C74
"""Number of the advisory lock under which one process at a time upgrades a PostgreSQL ledger."""
_RECENT = 60
"""Seconds since the last heartbeat in which a runner counts as at work."""


def known(connection: Connection) -> dict[str, str]:
    """What the ledger says about itself; empty for a database that is no ledger yet."""
    if not inspect(connection).has_table(about.name):
        return {}
    return {row.name: row.value for row in connection.execute(select(about.c.name, about.c.value))}


def upgrade(connection: Connection, fingerprint: str) -> dict[str, str]:
    """Make or upgrade the tables; what the ledger says about itself then.

    `fingerprint` is the key's, kept in a new ledger. Safe when several processes do it at once.
    Raises LedgerError where a `send` of an older policytool is at work.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    before = known(connection)
    if before.get("schema") == str(VERSION):
        return before  # another process was first
    if before:
        _idle(connection)
    _migrate(connection, before.get("schema"))
    now = {"key": fingerprint, **before, "schema": str(VERSION)}
    connection.execute(delete(about))
    connection.execute(insert(about), [{"name": name, "value": value} for name, value in now.items()])
    return now


def _idle(connection: Connection) -> None:
    clock = cast(extract("epoch", func.now()), BigInteger)
    busy = select(func.count()).where(runners.c.ended.is_(None), clock - runners.c.heartbeat < _RECENT)
    if connection.execute(busy).scalar_one():
        todo = "Wait until it has ended, or for a minute after it was stopped, and run again."
        raise LedgerError("the ledger must be upgraded, but an older policytool is sending now", todo=todo)


def _migrate(connection: Connection, schema: str | None) -> None:
    # Alembic is slow to import, and a ledger that is up to date does without.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "policytool.notices.ledger:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if schema is not None and not inspect(connection).has_table("alembic_version"):
        command.stamp(config, schema)
    command.upgrade(config, "head")
