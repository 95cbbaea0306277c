"""What the ledger can prove: that each delivery stands where its log says, and what one recipient was told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from policytool.config import Settings
from policytool.notices.address import forms
from policytool.notices.ledger import plans
from policytool.notices.ledger.database import exists, transaction
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Campaign
from policytool.notices.ledger.schema import attempts, campaigns, deliveries
from policytool.notices.ledger.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One answer or decision about a delivery."""

    at: datetime.datetime
    state: State
    source: str
    """Who said so: a channel, a provider, a person."""
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One delivery to one recipient, with everything that is known of it."""

    campaign: Campaign
    line: int
    state: State
    delivery: str
    """The delivery's public id, which stands in the message."""
    events: tuple[Event, ...]


def is_there(settings: Settings) -> bool:
    """Whether the project has a ledger, without making one. Raises LedgerError for a wrong address."""
    return exists(settings.ledger.url, settings.root.resolve())


def contradicted(ledger: Ledger, campaign: Campaign) -> int:
    """How many deliveries of `campaign` stand elsewhere than the last entry of their log says, or lack entries."""
    table, log = deliveries.c, attempts.c
    last = and_(log.campaign == table.campaign, log.number == table.number, log.serial == table.entries)
    counted = (
        select(func.count())
        .where(log.campaign == table.campaign, log.number == table.number)
        .correlate(deliveries)
        .scalar_subquery()
    )
    fresh = and_(table.entries == 0, table.state.not_in(["queued", "sending"]))
    moved = and_(table.entries > 0, or_(log.state.is_(None), and_(log.state != table.state, table.state != "sending")))
    query = select(func.count()).select_from(deliveries.outerjoin(attempts, last))
    query = query.where(table.campaign == campaign.number, or_(fresh, moved, counted != table.entries))
    with transaction(ledger.engine) as connection:
        return connection.execute(query).scalar_one()


def reported_since(ledger: Ledger, campaign: Campaign, moment: datetime.datetime) -> bool:
    """Whether anything became known about a delivery of `campaign` at or after `moment`."""
    log = attempts.c
    query = select(func.count()).where(log.campaign == campaign.number, log.at >= int(moment.timestamp()))
    with transaction(ledger.engine) as connection:
        return connection.execute(query).scalar_one() > 0


def of_recipient(ledger: Ledger, key: str) -> tuple[Told, ...]:
    """Every delivery to the recipient with the id or the mail address or phone number `key`."""
    known, table = forms(key.strip()), deliveries.c
    names = {key, *(ledger.secret.recipient(form) for form in known)}
    addresses = [ledger.secret.address(form) for form in known]
    query = select(table.campaign, table.number, table.state)
    query = query.where(or_(table.recipient.in_(names), table.address.in_(addresses)))
    query = query.order_by(table.campaign, table.number)
    found = []
    with transaction(ledger.engine) as connection:
        for row in connection.execute(query).all():
            campaign = plans.campaign(plans.row(connection, campaigns.c.number == row.campaign))
            log = select(attempts).where(attempts.c.campaign == row.campaign, attempts.c.number == row.number)
            events = tuple(_event(entry) for entry in connection.execute(log.order_by(attempts.c.serial)))
            delivery = ledger.secret.delivery(campaign.id, row.number)
            found.append(Told(campaign=campaign, line=row.number, state=row.state, delivery=delivery, events=events))
    return tuple(found)


def _event(row: object) -> Event:
    at = datetime.datetime.fromtimestamp(row.at, tz=datetime.UTC)  # type: ignore[attr-defined]
    return Event(at=at, state=row.state, source=row.source, detail=row.detail)  # type: ignore[attr-defined]
