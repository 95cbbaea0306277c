"""Where a delivery changes its state: legal moves only, each with an entry in the log."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, insert, update

from policytool.notices.ledger.schema import attempts, deliveries
from policytool.notices.ledger.states import Actor, State, sources


def move(connection: Connection, campaign: int, details: dict[int, str], *, to: State, by: Actor, source: str) -> int:
    """Move the deliveries in `details`, line → the words that told us; how many could be moved.

    This is the one place where a state changes after the claim.
    """
    table = deliveries.c
    here = (table.campaign == campaign) & table.number.in_(list(details)) & table.state.in_(sources(to, by))
    values: dict[Any, Any] = {"state": to, "entries": table.entries + 1}
    if to == "queued" and by == "person":
        values["tries"] = 0
    moved = connection.execute(
        update(deliveries).where(here).values(values).returning(table.number, table.entries)
    ).all()
    now = int(time.time())
    rows = [
        {
            "campaign": campaign,
            "number": row.number,
            "serial": row.entries,
            "at": now,
            "state": to,
            "source": source,
            "detail": details[row.number],
        }
        for row in moved
    ]
    if rows:
        connection.execute(insert(attempts), rows)
    return len(rows)
