"""Addresses that must not be written to: gone, or taken out by a person. Kept as hashes, across all campaigns."""

from __future__ import annotations

import time
from collections.abc import Mapping

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from policytool.notices.ledger.moves import move
from policytool.notices.ledger.plans import BATCH
from policytool.notices.ledger.schema import deliveries, suppressions


def add(connection: Connection, reasons: Mapping[bytes, str], channel: str = "") -> None:
    """Keep the addresses in `reasons`, hash → why, for one channel or for all; those kept already stay as they are."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    now = int(time.time())
    rows = [
        {"address": address, "channel": channel, "at": now, "reason": reason} for address, reason in reasons.items()
    ]
    if rows:
        connection.execute(insert(suppressions).on_conflict_do_nothing(), rows)


def lift(connection: Connection, address: bytes) -> bool:
    """Allow to write to an address again, by every channel; whether it was suppressed."""
    return connection.execute(delete(suppressions).where(suppressions.c.address == address)).rowcount > 0


def apply(connection: Connection, campaign: int, channel: str) -> int:
    """Take addresses that are suppressed for `channel` out of the queue of a campaign; how many."""
    table, done = deliveries.c, 0
    query = select(table.number, suppressions.c.reason).join(suppressions, suppressions.c.address == table.address)
    query = query.where(suppressions.c.channel.in_(("", channel)))
    query = query.where(table.campaign == campaign, table.state == "queued").order_by(table.number).limit(BATCH)
    while found := {row.number: row.reason for row in connection.execute(query)}:
        done += move(connection, campaign, found, to="suppressed", by="runner", source="policytool")
    return done
