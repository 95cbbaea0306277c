"""Where a delivery changes its state: legal moves only, each with an entry in the log."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, literal, select, update

from policytool.notices.ledger.schema import attempts, deliveries
from policytool.notices.ledger.states import Actor, State, sources

_Moved = tuple[int, int]
"""Line and serial number of the entry."""
_TOGETHER = 20
"""Deliveries with the same words from which their entries are copied within the database rather than sent to it."""


def move(connection: Connection, campaign: int, details: dict[int, str], *, to: State, by: Actor, source: str) -> int:
    """Move the deliveries in `details`, line → the words that told us; how many could be moved.

    This is the one place where a state changes after the claim.
    """
    table = deliveries.c
    here = (table.campaign == campaign) & _among(list(details)) & table.state.in_(sources(to, by))
    values: dict[Any, Any] = {"state": to, "entries": table.entries + 1}
    if to == "queued" and by == "person":
        values["tries"] = 0
    returning = update(deliveries).where(here).values(values).returning(table.number, table.entries)
    moved = [(row[0], row[1]) for row in connection.execute(returning).all()]
    told = {"campaign": campaign, "at": int(time.time()), "state": to, "source": source}
    single: list[dict[str, Any]] = []
    for detail, rows in _alike(moved, details).items():
        if len(rows) < _TOGETHER:
            single += ({**told, "number": row[0], "serial": row[1], "detail": detail} for row in rows)
        else:
            _copy(connection, [row[0] for row in rows], {**told, "detail": detail})
    if single:
        connection.execute(insert(attempts), single)
    return len(moved)


def _alike(moved: Sequence[_Moved], details: Mapping[int, str]) -> dict[str, list[_Moved]]:
    """What moved, by the words that told us."""
    found: dict[str, list[_Moved]] = defaultdict(list)
    for row in moved:
        found[details[row[0]]].append(row)
    return found


def _copy(connection: Connection, numbers: Sequence[int], told: Mapping[str, Any]) -> None:
    """Log the same of all these deliveries, whose `entries` is the serial number."""
    table = deliveries.c
    values = [literal(value).label(name) for name, value in told.items() if name != "campaign"]
    rows = select(table.campaign, table.number, table.entries, *values)
    rows = rows.where(table.campaign == told["campaign"], _among(numbers))
    names = ["campaign", "number", "serial", *(name for name in told if name != "campaign")]
    connection.execute(insert(attempts).from_select(names, rows))


def _among(numbers: Collection[int]) -> ColumnElement[bool]:
    """Whether a delivery is one of these; a range where they follow each other, which costs far less."""
    number = deliveries.c.number
    if numbers and max(numbers) - min(numbers) + 1 == len(numbers):
        return number.between(min(numbers), max(numbers))
    return number.in_(numbers)
