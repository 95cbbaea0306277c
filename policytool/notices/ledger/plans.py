"""How a campaign is stored when it is planned, and read again."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update

from policytool.errors import NoticeRefused
from policytool.notices.ledger.model import Campaign, Held, Plan, Recipient, Totals
from policytool.notices.ledger.schema import campaigns, contents, deliveries
from policytool.notices.ledger.states import TOLD

BATCH = 1000


def told(connection: Connection, plan: Plan) -> Iterator[bytes]:
    """The hashes of all who were told of the same version by the same channel, or may have been, or will be."""
    before = select(campaigns.c.number).where(alike(plan))
    query = select(deliveries.c.address).where(deliveries.c.campaign.in_(before), deliveries.c.state.in_(TOLD))
    streamed = connection.execution_options(stream_results=True).execute(query)
    for addresses in streamed.scalars().partitions(BATCH):
        yield from addresses


def new(connection: Connection, plan: Plan, again: str) -> int:
    """The number of the new campaign. Raises NoticeRefused where it was planned before and `again` says no reason."""
    table = campaigns.c
    same = select(table.id).where(alike(plan), table.audience_sha256 == plan.audience_sha256).order_by(table.number)
    before = list(connection.execute(same).scalars())
    if before and not again:
        todo = f'Send or look at {before[-1]}, or plan it once more with --again "the reason".'
        raise NoticeRefused(f"this was planned before: campaign {before[-1]}", todo=todo)
    others = siblings(connection, plan)
    name = f"{plan.policy}-{plan.version}-{plan.channel}" + (f"-{others + 1}" if others else "")
    values = {
        "id": name,
        "policy": plan.policy,
        "version": plan.version,
        "channel": plan.channel,
        "significance": plan.significance,
        "effective": plan.effective.isoformat(),
        "record_sha256": plan.record_sha256,
        "audience_path": plan.audience_path,
        "audience_sha256": plan.audience_sha256,
        "columns": json.dumps(dict(plan.columns)),
        "repetition": len(before),
        "reason": again,
        "total": 0,
        "rejected": 0,
        "planned": int(time.time()),
        "parent": plan.parent,
    }
    number: int = connection.execute(insert(campaigns).values(values).returning(table.number)).scalar_one()
    rows = [
        {"campaign": number, "language": language, "position": at, "recipients": 0, "message": message}
        for at, (language, message) in enumerate(plan.contents.items())
    ]
    if rows:
        connection.execute(insert(contents), rows)
    return number


def siblings(connection: Connection, plan: Plan) -> int:
    """How many campaigns there are of the same version by the same channel."""
    return connection.execute(select(func.count()).where(alike(plan))).scalar_one()


def alike(plan: Plan) -> ColumnElement[bool]:
    """Campaigns that tell of the same version by the same channel."""
    table = campaigns.c
    return and_(table.policy == plan.policy, table.version == plan.version, table.channel == plan.channel)


def total(connection: Connection, campaign: int, totals: Totals) -> None:
    """Store what the reading of the audience came to."""
    values = {"total": totals.total, "rejected": totals.rejected}
    connection.execute(update(campaigns).where(campaigns.c.number == campaign).values(values))
    for language, recipients in totals.languages.items():
        here = (contents.c.campaign == campaign) & (contents.c.language == language)
        connection.execute(update(contents).where(here).values(recipients=recipients))


def queue(connection: Connection, campaign: int, recipients: Iterable[Recipient]) -> None:
    """Store a delivery for each of `recipients`."""
    listed = iter(recipients)
    while batch := list(islice(listed, BATCH)):
        connection.execute(insert(deliveries), [_queued(campaign, one) for one in batch])
    if connection.dialect.name == "postgresql":
        # Until it knows how many there are now, it would sort the whole queue for every batch.
        connection.exec_driver_sql("ANALYZE deliveries")


def _queued(campaign: int, one: Recipient) -> dict[str, Any]:
    place = {"campaign": campaign, "number": one.number, "recipient": one.recipient, "address": one.address}
    return {**place, "state": "queued", "tries": 0, "entries": 0}


def held(connection: Connection, campaign: int) -> Held:
    """Whether a person stopped the campaign."""
    found: Held = connection.execute(select(campaigns.c.held).where(campaigns.c.number == campaign)).scalar_one()
    return found


def hold(connection: Connection, campaign: int, held: Held) -> bool:
    """Stop the campaign, or with an empty word let it go on; False where it was cancelled for good."""
    table = campaigns.c
    here = (table.number == campaign) & (table.held != "cancelled")
    return connection.execute(update(campaigns).where(here).values(held=held)).rowcount > 0


def row(connection: Connection, condition: Any) -> Row[Any]:
    """The campaign that meets `condition`. Raises NoticeRefused."""
    found = connection.execute(select(campaigns).where(condition)).one_or_none()
    if found is None:
        todo = "`policytool notify status` lists the campaigns."
        raise NoticeRefused("there is no such campaign", todo=todo)
    return found


def campaign(row: Row[Any]) -> Campaign:
    kept = Campaign.__dataclass_fields__
    values = {name: value for name, value in row._mapping.items() if name in kept}
    planned = datetime.datetime.fromtimestamp(row.planned, tz=datetime.UTC)
    values |= {"effective": datetime.date.fromisoformat(row.effective), "planned": planned}
    return Campaign(**{**values, "columns": json.loads(row.columns)})
