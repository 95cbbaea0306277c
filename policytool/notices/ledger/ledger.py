"""The ledger's operations. Each one is stored durably before it returns."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from policytool.config import Settings
from policytool.errors import LedgerError, NoticeRefused
from policytool.notices.ledger import runners as lease
from policytool.notices.ledger.database import database, transaction
from policytool.notices.ledger.model import Answer, Campaign, Plan, Recipient, Standing, Totals, counts
from policytool.notices.ledger.schema import attempts, campaigns, contents, deliveries, runners
from policytool.notices.ledger.secret import Secret
from policytool.notices.ledger.states import TOLD, Actor, State, sources

_BATCH = 1000


@contextmanager
def open_ledger(settings: Settings) -> Iterator[Ledger]:
    """The project's ledger, made where there is none. Raises LedgerError."""
    with database(settings.ledger.url, settings.root.resolve()) as (engine, secret, folder):
        yield Ledger(engine=engine, secret=secret, folder=folder)


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Campaigns and deliveries."""

    engine: Engine
    secret: Secret
    folder: Path

    def plan(
        self, plan: Plan, recipients: Iterable[Recipient], totals: Callable[[], Totals], *, again: str = ""
    ) -> Campaign:
        """A new campaign with all its deliveries queued; `totals` is asked once all recipients were read.

        Raises NoticeRefused where the same was planned before and `again` gives no reason.
        """
        try:
            with transaction(self.engine) as connection:
                number = _new(connection, plan, again)
                listed = iter(recipients)
                while batch := list(islice(listed, _BATCH)):
                    connection.execute(insert(deliveries), [_queued(number, one) for one in batch])
                _total(connection, number, totals())
                return _campaign(_row(connection, campaigns.c.number == number))
        except IntegrityError as error:
            todo = "Look at `policytool notify status` and run again."
            raise NoticeRefused("another campaign was planned at the same moment", todo=todo) from error

    def told(self, plan: Plan) -> Iterator[bytes]:
        """The hashes of all who were told of the same version by the same channel, or may have been, or will be."""
        alike = select(campaigns.c.number).where(_alike(plan))
        query = select(deliveries.c.address).where(deliveries.c.campaign.in_(alike), deliveries.c.state.in_(TOLD))
        with transaction(self.engine) as connection:
            streamed = connection.execution_options(stream_results=True).execute(query)
            for addresses in streamed.scalars().partitions(_BATCH):
                yield from addresses

    def campaigns(self) -> tuple[Campaign, ...]:
        """All campaigns, oldest first."""
        with transaction(self.engine) as connection:
            rows = connection.execute(select(campaigns).order_by(campaigns.c.number)).all()
            return tuple(_campaign(row) for row in rows)

    def campaign(self, name: str) -> Campaign:
        """The campaign with the id or the number `name`. Raises NoticeRefused."""
        short = name.isascii() and name.isdigit() and len(name) < 10
        with transaction(self.engine) as connection:
            return _campaign(_row(connection, campaigns.c.number == int(name) if short else campaigns.c.id == name))

    def contents(self, campaign: Campaign) -> dict[str, bytes]:
        """The frozen messages by language, the authoritative one first."""
        with transaction(self.engine) as connection:
            query = select(contents.c.language, contents.c.message).where(contents.c.campaign == campaign.number)
            rows = connection.execute(query.order_by(contents.c.position))
            return {row.language: row.message for row in rows}

    def standing(self, campaign: Campaign) -> Standing:
        """Where the campaign stands. What a dead runner had in hand becomes `unknown` first."""
        with transaction(self.engine) as connection:
            alive, dead = lease.living(connection, self.folder, campaign.number)
            if dead:
                self._unknown(connection, campaign.number, tuple(dead))
            query = select(deliveries.c.state, func.count()).where(deliveries.c.campaign == campaign.number)
            rows = connection.execute(query.group_by(deliveries.c.state))
            found: dict[str, int] = {row[0]: row[1] for row in rows}
            runs = select(func.count()).where(runners.c.campaign == campaign.number)
            started = connection.execute(runs).scalar_one() > 0
        lease.bury(self.folder, dead.values())
        return Standing(campaign=campaign, counts=counts(found), started=started, running=bool(alive))

    @contextmanager
    def running(self, campaign: Campaign) -> Iterator[lease.Runner]:
        """A runner of the campaign for the time of the block."""
        with lease.running(self.engine, self.folder, campaign.number) as runner:
            yield runner

    def claim(self, runner: lease.Runner, campaign: Campaign, *, after: int, size: int) -> list[Recipient]:
        """Take up to `size` queued deliveries beyond line `after`, in order: they are `sending` when this returns.

        No two runners get the same one. An empty list: there is none left.
        """
        table = deliveries.c
        mine = (table.campaign == campaign.number) & (table.state == "queued")
        query = select(table.number).where(mine, table.number > after)
        values = {"state": "sending", "runner": runner.number, "tries": table.tries + 1}
        while True:
            with transaction(self.engine) as connection:
                numbers = list(connection.execute(query.order_by(table.number).limit(size)).scalars())
                if not numbers:
                    return []
                take = update(deliveries).where(mine, table.number.in_(numbers)).values(values)
                kept = (table.number, table.recipient, table.address, table.tries)
                rows = connection.execute(take.returning(*kept)).all()
                runner.beat_within(connection)
            if rows:
                return sorted((Recipient(**row._mapping) for row in rows), key=lambda one: one.number)

    def record(
        self,
        campaign: Campaign,
        answers: Sequence[Answer],
        *,
        by: Actor,
        source: str,
        runner: lease.Runner | None = None,
    ) -> int:
        """Store what became of deliveries; how many could be moved. The others stay: the move would not be legal."""
        moved = 0
        with transaction(self.engine) as connection:
            for state in dict.fromkeys(answer.state for answer in answers):
                some = {answer.number: answer.detail for answer in answers if answer.state == state}
                moved += _move(connection, campaign.number, some, to=state, by=by, source=source)
            if runner is not None:
                runner.beat_within(connection)
        return moved

    def release(self, runner: lease.Runner, campaign: Campaign, numbers: Sequence[int]) -> None:
        """Give back deliveries that were claimed by `runner` and not begun."""
        table = deliveries.c
        mine = (table.campaign == campaign.number) & (table.runner == runner.number) & (table.state == "sending")
        values = {"state": "queued", "tries": table.tries - 1, "runner": None}
        with transaction(self.engine) as connection:
            connection.execute(update(deliveries).where(mine, table.number.in_(numbers)).values(values))

    def settle(self, campaign: Campaign, *, state: State, to: State, source: str, detail: str) -> int:
        """A person's decision on all deliveries in `state`; how many there were."""
        if state not in sources(to, "person"):
            raise LedgerError(f"a person may not move a delivery from {state} to {to}")
        done = 0
        table = deliveries.c
        query = select(table.number).where(table.campaign == campaign.number, table.state == state)
        with transaction(self.engine) as connection:
            while numbers := list(connection.execute(query.limit(_BATCH)).scalars()):
                some = dict.fromkeys(numbers, detail)
                done += _move(connection, campaign.number, some, to=to, by="person", source=source)
        return done

    def listed(self, campaign: Campaign, state: State, limit: int) -> list[tuple[int, str, str]]:
        """Line in the audience's file, recipient, last answer: of the first `limit` deliveries in `state`."""
        table, log = deliveries.c, attempts.c
        last = (log.campaign == table.campaign) & (log.number == table.number) & (log.serial == table.entries)
        query = select(table.number, table.recipient, func.coalesce(log.detail, ""))
        query = query.select_from(deliveries.outerjoin(attempts, last))
        query = query.where(table.campaign == campaign.number, table.state == state).order_by(table.number)
        with transaction(self.engine) as connection:
            return [tuple(row) for row in connection.execute(query.limit(limit))]

    def _unknown(self, connection: Connection, campaign: int, dead: Sequence[int]) -> None:
        table = deliveries.c
        query = select(table.number).where(table.campaign == campaign, table.state == "sending", table.runner.in_(dead))
        while numbers := list(connection.execute(query.limit(_BATCH)).scalars()):
            some = dict.fromkeys(numbers, "the sending program died before the answer came")
            _move(connection, campaign, some, to="unknown", by="recovery", source="policytool")
        ended = update(runners).where(runners.c.number.in_(dead))
        connection.execute(ended.values(ended=int(time.time())))


def _move(connection: Connection, campaign: int, details: dict[int, str], *, to: State, by: Actor, source: str) -> int:
    """The one place where a state changes after the claim: legal moves only, each with an entry in the log."""
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


def _new(connection: Connection, plan: Plan, again: str) -> int:
    table, alike = campaigns.c, _alike(plan)
    same = select(table.id).where(alike, table.audience_sha256 == plan.audience_sha256).order_by(table.number)
    before = list(connection.execute(same).scalars())
    if before and not again:
        todo = f'Send or look at {before[-1]}, or plan it once more with --again "the reason".'
        raise NoticeRefused(f"this was planned before: campaign {before[-1]}", todo=todo)
    siblings = connection.execute(select(func.count()).where(alike)).scalar_one()
    name = f"{plan.policy}-{plan.version}-{plan.channel}" + (f"-{siblings + 1}" if siblings else "")
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
        "repetition": len(before),
        "reason": again,
        "total": 0,
        "rejected": 0,
        "planned": int(time.time()),
    }
    number: int = connection.execute(insert(campaigns).values(values).returning(table.number)).scalar_one()
    rows = [
        {"campaign": number, "language": language, "position": at, "recipients": 0, "message": message}
        for at, (language, message) in enumerate(plan.contents.items())
    ]
    if rows:
        connection.execute(insert(contents), rows)
    return number


def _alike(plan: Plan) -> ColumnElement[bool]:
    """Campaigns that tell of the same version by the same channel."""
    table = campaigns.c
    return and_(table.policy == plan.policy, table.version == plan.version, table.channel == plan.channel)


def _total(connection: Connection, campaign: int, totals: Totals) -> None:
    values = {"total": totals.total, "rejected": totals.rejected}
    connection.execute(update(campaigns).where(campaigns.c.number == campaign).values(values))
    for language, recipients in totals.languages.items():
        here = (contents.c.campaign == campaign) & (contents.c.language == language)
        connection.execute(update(contents).where(here).values(recipients=recipients))


def _queued(campaign: int, one: Recipient) -> dict[str, Any]:
    place = {"campaign": campaign, "number": one.number, "recipient": one.recipient, "address": one.address}
    return {**place, "state": "queued", "tries": 0, "entries": 0}


def _row(connection: Connection, condition: Any) -> Row[Any]:
    row = connection.execute(select(campaigns).where(condition)).one_or_none()
    if row is None:
        todo = "`policytool notify status` lists the campaigns."
        raise NoticeRefused("there is no such campaign", todo=todo)
    return row


def _campaign(row: Row[Any]) -> Campaign:
    kept = Campaign.__dataclass_fields__
    values = {name: value for name, value in row._mapping.items() if name in kept}
    planned = datetime.datetime.fromtimestamp(row.planned, tz=datetime.UTC)
    return Campaign(**{**values, "effective": datetime.date.fromisoformat(row.effective), "planned": planned})
