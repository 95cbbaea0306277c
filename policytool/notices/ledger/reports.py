"""Reports of providers, taken into the ledger: each once, in any order, together with what it changes."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from policytool.notices.ledger import suppressions
from policytool.notices.ledger.moves import move
from policytool.notices.ledger.schema import campaigns, deliveries, events
from policytool.notices.ledger.secret import Secret
from policytool.notices.ledger.states import State

_DELIVERY = re.compile(r"(?P<campaign>[\w.-]{1,200})-(?P<number>\d{1,9})-(?P<mark>[0-9a-f]{12})\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a provider says about one delivery, or about one address."""

    id: str
    """The provider's own id of the event: the same one again says nothing new."""
    provider: str
    kind: str
    """The provider's word."""
    delivery: str = ""
    """Our id, as the message carried it."""
    state: State | None = None
    """What the delivery becomes, where that is a legal move; None where the report changes nothing."""
    detail: str = ""
    """Without addresses."""
    gone: bool = False
    """Whether the address of the delivery does not exist."""
    stop: str = ""
    """An address whose owner wants no more messages by `channel`."""
    channel: str = ""
    """The channel that `stop` holds for; empty for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a number of reports."""

    new: int = 0
    """Not reported before."""
    moved: int = 0
    """Deliveries that changed their state."""
    foreign: int = 0
    """New ones that name no delivery of this ledger."""


def take(connection: Connection, secret: Secret, reports: Iterable[Report]) -> Taken:
    """Keep each report once, and move the deliveries."""
    new = moved = foreign = 0
    for report in reports:
        place = _place(connection, secret, report.delivery)
        if not _kept(connection, report, place):
            continue
        new += 1
        if report.stop:
            reason = f"{report.provider}: {report.detail or report.kind}"
            suppressions.add(connection, {secret.address(report.stop): reason}, report.channel)
        if place is not None:
            moved += _moved(connection, report, *place)
        elif not report.stop:
            foreign += 1
    return Taken(new=new, moved=moved, foreign=foreign)


def _place(connection: Connection, secret: Secret, delivery: str) -> tuple[int, int] | None:
    """Campaign and line of one of our deliveries; None for an id that we did not make."""
    found = _DELIVERY.match(delivery)
    if found is None:
        return None
    line, table = int(found["number"]), campaigns.c
    # A return path holds the campaign's number instead of its id, and other words before it.
    names = [found["campaign"][at:] for at in (0, *(mark.end() for mark in re.finditer(r"[-._]", found["campaign"])))]
    numbers = [int(name) for name in names if name.isdigit() and len(name) < 10]
    query = select(table.number, table.id).where(or_(table.id.in_(names), table.number.in_(numbers)))
    for row in connection.execute(query):
        whole = secret.delivery(row.id, line)
        if hmac.compare_digest(whole.rpartition("-")[2], found["mark"]):
            return row.number, line
    return None


def _kept(connection: Connection, report: Report, place: tuple[int, int] | None) -> bool:
    """Whether the report is new."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {
        "id": f"{report.provider}:{report.id}"[:200],
        "at": int(time.time()),
        "provider": report.provider,
        "kind": report.kind[:40],
        "campaign": place[0] if place else None,
        "number": place[1] if place else None,
        "moved": 0,
    }
    return connection.execute(make(events).on_conflict_do_nothing().values(values)).rowcount > 0


def _moved(connection: Connection, report: Report, campaign: int, number: int) -> int:
    moved = 0
    if report.state is not None:
        details = {number: report.detail}
        moved = move(connection, campaign, details, to=report.state, by="provider", source=report.provider)
    if moved:
        here = events.c.id == f"{report.provider}:{report.id}"[:200]
        connection.execute(update(events).where(here).values(moved=1))
    if report.gone:
        this = (deliveries.c.campaign == campaign) & (deliveries.c.number == number)
        address = connection.execute(select(deliveries.c.address).where(this)).scalar_one_or_none()
        if address:
            suppressions.add(connection, {address: f"{report.provider}: {report.detail}"})
    return moved
