"""Erasing one person: nothing in the ledger leads to them any more, and every number stays as it was."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select, update

from policytool.notices.ledger.moves import move
from policytool.notices.ledger.schema import deliveries
from policytool.notices.ledger.states import State

ERASED = "erased"
"""Stands in place of the recipient."""


def erase(connection: Connection, recipients: Sequence[str], addresses: Sequence[bytes]) -> dict[int, int]:
    """Number of a campaign → how many deliveries of that person were erased in it.

    Whoever still waits in a queue leaves it: `suppressed`. Addresses that were suppressed stay so.
    """
    table = deliveries.c
    query = select(table.campaign, table.number, table.state)
    query = query.where(or_(table.recipient.in_(recipients), table.address.in_(addresses)), table.recipient != ERASED)
    found: dict[int, dict[int, State]] = {}
    for row in connection.execute(query):
        found.setdefault(row.campaign, {})[row.number] = row.state
    for campaign, states in found.items():
        waiting = {number: "erased on request" for number, state in states.items() if state == "queued"}
        move(connection, campaign, waiting, to="suppressed", by="person", source="policytool")
        here = (table.campaign == campaign) & table.number.in_(list(states))
        connection.execute(update(deliveries).where(here).values(recipient=ERASED, address=b""))
    return {campaign: len(states) for campaign, states in found.items()}
