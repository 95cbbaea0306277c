"""What people decided about a campaign, in order: kept for good, with who and when."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, insert, select

from policytool.notices.ledger.schema import steps

Step = Literal[
    "planned",
    "approved",
    "tested",
    "sending",
    "paused",
    "resumed",
    "cancelled",
    "settled",
    "escalated",
    "erased",
    "closed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who acts, as they named themselves."""

    name: str
    email: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.email else self.name


NOBODY = Person(name="")
"""Where a program acted and nobody was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step of a campaign."""

    at: datetime.datetime
    step: Step
    by: Person
    detail: str


def add(connection: Connection, campaign: int, step: Step, by: Person, detail: str) -> None:
    """Keep a step. Raises IntegrityError where somebody else adds one at the same moment."""
    last = select(func.coalesce(func.max(steps.c.serial), 0)).where(steps.c.campaign == campaign)
    values = {
        "campaign": campaign,
        "serial": connection.execute(last).scalar_one() + 1,
        "at": int(time.time()),
        "step": step,
        "name": by.name[:200],
        "email": by.email[:320],
        "detail": detail,
    }
    connection.execute(insert(steps).values(values))


def read(connection: Connection, campaign: int) -> tuple[Entry, ...]:
    """All steps of a campaign, oldest first."""
    query = select(steps).where(steps.c.campaign == campaign).order_by(steps.c.serial)
    return tuple(
        Entry(
            at=datetime.datetime.fromtimestamp(row.at, tz=datetime.UTC),
            step=row.step,
            by=Person(name=row.name, email=row.email),
            detail=row.detail,
        )
        for row in connection.execute(query)
    )
