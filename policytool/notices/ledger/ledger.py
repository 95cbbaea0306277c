"""The ledger's operations. Each one is stored durably before it returns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Select, func, select, update
from sqlalchemy.exc import IntegrityError

from policytool.config import Settings
from policytool.errors import LedgerError, NoticeRefused
from policytool.notices.ledger import erasure, plans, rates, steps, suppressions
from policytool.notices.ledger import runners as lease
from policytool.notices.ledger.database import database, transaction
from policytool.notices.ledger.model import Answer, Campaign, Held, Plan, Recipient, Standing, Totals, counts
from policytool.notices.ledger.moves import move
from policytool.notices.ledger.reports import Report, Taken, take
from policytool.notices.ledger.schema import attempts, campaigns, contents, deliveries, runners
from policytool.notices.ledger.secret import Secret
from policytool.notices.ledger.states import Actor, State, sources
from policytool.notices.ledger.steps import NOBODY, Entry, Person, Step


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
        self,
        plan: Plan,
        recipients: Iterable[Recipient],
        totals: Callable[[], Totals],
        *,
        again: str = "",
        siblings: int | None = None,
        by: Person = NOBODY,
    ) -> Campaign:
        """A new campaign with all its deliveries queued; `totals` is asked once all recipients were read.

        `siblings` is what `siblings` gave before `told` was asked. Raises NoticeRefused where the same was planned
        before and `again` gives no reason, or where another campaign like it was planned meanwhile.
        """
        try:
            with transaction(self.engine) as connection:
                if siblings not in (None, plans.siblings(connection, plan)):
                    raise _at_once()
                number = plans.new(connection, plan, again)
                plans.queue(connection, number, recipients)
                plans.total(connection, number, totals())
                suppressions.apply(connection, number, plan.channel)
                steps.add(connection, number, "planned", by, again)
                return plans.campaign(plans.row(connection, campaigns.c.number == number))
        except IntegrityError as error:
            raise _at_once() from error

    def siblings(self, plan: Plan) -> int:
        """How many campaigns there are of the same version by the same channel."""
        with transaction(self.engine) as connection:
            return plans.siblings(connection, plan)

    def told(self, plan: Plan) -> Iterator[bytes]:
        """The hashes of all who were told of the same version by the same channel, or may have been, or will be."""
        with transaction(self.engine) as connection:
            yield from plans.told(connection, plan)

    def campaigns(self) -> tuple[Campaign, ...]:
        """All campaigns, oldest first."""
        with transaction(self.engine) as connection:
            rows = connection.execute(select(campaigns).order_by(campaigns.c.number)).all()
            return tuple(plans.campaign(row) for row in rows)

    def campaign(self, name: str) -> Campaign:
        """The campaign with the id or the number `name`. Raises NoticeRefused."""
        short = name.isascii() and name.isdigit() and len(name) < 10
        with transaction(self.engine) as connection:
            return plans.campaign(
                plans.row(connection, campaigns.c.number == int(name) if short else campaigns.c.id == name)
            )

    def contents(self, campaign: Campaign) -> dict[str, bytes]:
        """The frozen messages by language, the authoritative one first."""
        with transaction(self.engine) as connection:
            query = select(contents.c.language, contents.c.message).where(contents.c.campaign == campaign.number)
            rows = connection.execute(query.order_by(contents.c.position))
            return {row.language: row.message for row in rows}

    def languages(self, campaign: Campaign) -> dict[str, int]:
        """How many people get the message in each language, the authoritative one first."""
        with transaction(self.engine) as connection:
            query = select(contents.c.language, contents.c.recipients).where(contents.c.campaign == campaign.number)
            rows = connection.execute(query.order_by(contents.c.position))
            return {row.language: row.recipients for row in rows}

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
            pace = lease.pace(connection, tuple(alive))
        lease.bury(self.folder, dead.values())
        return Standing(campaign=campaign, counts=counts(found), started=started, running=bool(alive), pace=pace)

    def steps(self, campaign: Campaign) -> tuple[Entry, ...]:
        """What people decided about the campaign, oldest first."""
        with transaction(self.engine) as connection:
            return steps.read(connection, campaign.number)

    def note(self, campaign: Campaign, step: Step, by: Person, detail: str = "", *, held: Held | None = None) -> None:
        """Keep a step, and with it whether the campaign is held. Raises NoticeRefused where it was cancelled.

        "cancelled" takes everybody out of the queue, also those whom a running `send` gives back later.
        """
        try:
            with transaction(self.engine) as connection:
                if held is not None and not plans.hold(connection, campaign.number, held):
                    raise NoticeRefused(f"{campaign.id} was cancelled", todo="Plan a new campaign.")
                steps.add(connection, campaign.number, step, by, detail)
                if held == "cancelled":
                    _cancel(connection, campaign.number)
        except IntegrityError as error:
            todo = f"Look at `policytool notify status {campaign.id}` and run again."
            raise NoticeRefused("somebody else decided at the same moment", todo=todo) from error

    @contextmanager
    def running(self, campaign: Campaign) -> Iterator[lease.Runner]:
        """A runner of the campaign for the time of the block. Who must not be written to leaves the queue first."""
        with transaction(self.engine) as connection:
            suppressions.apply(connection, campaign.number, campaign.channel)
        with lease.running(self.engine, self.folder, campaign.number) as runner:
            yield runner

    def claim(self, runner: lease.Runner, campaign: Campaign, *, after: int, size: int) -> list[Recipient]:
        """Take up to `size` queued deliveries beyond line `after`, in order: they are `sending` when this returns.

        No two runners get the same one. An empty list: there is none left.
        """
        return self.step(runner, campaign, [], [], after=after, size=size)

    def step(
        self,
        runner: lease.Runner,
        campaign: Campaign,
        answers: Sequence[Answer],
        untouched: Sequence[int],
        *,
        after: int,
        size: int,
    ) -> list[Recipient]:
        """Store the answers to one batch, give back what was not begun, and claim the next batch: one durable write.

        A `size` of 0 claims nothing, and neither does a campaign that a person stopped.
        """
        rows: list[Recipient] = []
        with transaction(self.engine) as connection:
            self._store(connection, campaign, answers, by="runner", source=campaign.channel)
            if untouched:
                _give_back(connection, runner.number, campaign.number, untouched)
            held = plans.held(connection, campaign.number)
            if held == "cancelled":
                _cancel(connection, campaign.number)
            while size and not held:
                rows = _claimed(connection, runner.number, campaign.number, after, size)
                # Others may have taken all of these between the look and the hold (PostgreSQL).
                if rows or not connection.execute(_queue(campaign.number, after, 1)).first():
                    break
            runner.beat_within(connection, sent=sum(answer.state != "queued" for answer in answers))
        return rows

    def record(self, campaign: Campaign, answers: Sequence[Answer], *, by: Actor, source: str) -> int:
        """Store what became of deliveries; how many could be moved. The others stay: the move would not be legal."""
        with transaction(self.engine) as connection:
            return self._store(connection, campaign, answers, by=by, source=source)

    def report(self, reports: Iterable[Report]) -> Taken:
        """Take reports of a provider in, each once. They are stored when this returns."""
        with transaction(self.engine) as connection:
            return take(connection, self.secret, reports)

    def pass_through(self, channel: str, count: int, per_minute: int) -> float:
        """0.0 where `count` messages may leave by `channel` now; else the seconds to wait before asking again."""
        with transaction(self.engine) as connection:
            return rates.pass_through(connection, channel, count, per_minute)

    def erase(self, recipients: Sequence[str], addresses: Sequence[bytes], by: Person) -> int:
        """Forget one person in every campaign, by all that they are known by; how many deliveries were theirs."""
        with transaction(self.engine) as connection:
            found = erasure.erase(connection, recipients, addresses)
            for campaign, count in found.items():
                steps.add(connection, campaign, "erased", by, str(count))
        return sum(found.values())

    def suppress(self, reasons: Mapping[bytes, str], channel: str = "") -> None:
        """Never write to these addresses again, hash → why, in any campaign of a channel or at all, until lifted."""
        with transaction(self.engine) as connection:
            suppressions.add(connection, reasons, channel)

    def lift(self, address: bytes) -> bool:
        """Allow to write to an address again; whether it was suppressed."""
        with transaction(self.engine) as connection:
            return suppressions.lift(connection, address)

    def settle(self, campaign: Campaign, *, state: State, to: State, source: str, detail: str) -> int:
        """A person's decision on all deliveries in `state`; how many there were."""
        if state not in sources(to, "person"):
            raise LedgerError(f"a person may not move a delivery from {state} to {to}")
        done = 0
        table = deliveries.c
        query = select(table.number).where(table.campaign == campaign.number, table.state == state)
        query = query.where(table.recipient != erasure.ERASED) if to == "queued" else query
        with transaction(self.engine) as connection:
            while numbers := list(connection.execute(query.limit(plans.BATCH)).scalars()):
                some = dict.fromkeys(numbers, detail)
                done += move(connection, campaign.number, some, to=to, by="person", source=source)
        return done

    def missed(self, campaign: Campaign, states: Sequence[State]) -> dict[int, str]:
        """Line → recipient of the deliveries in `states`, those of erased people left out."""
        table = deliveries.c
        query = select(table.number, table.recipient).where(table.campaign == campaign.number, table.state.in_(states))
        with transaction(self.engine) as connection:
            return {row.number: row.recipient for row in connection.execute(query) if row.recipient != erasure.ERASED}

    def listed(self, campaign: Campaign, state: State, limit: int) -> list[tuple[int, str, str]]:
        """Line in the audience's file, recipient, last answer: of the first `limit` deliveries in `state`."""
        table, log = deliveries.c, attempts.c
        last = (log.campaign == table.campaign) & (log.number == table.number) & (log.serial == table.entries)
        query = select(table.number, table.recipient, func.coalesce(log.detail, ""))
        query = query.select_from(deliveries.outerjoin(attempts, last))
        query = query.where(table.campaign == campaign.number, table.state == state).order_by(table.number)
        with transaction(self.engine) as connection:
            return [tuple(row) for row in connection.execute(query.limit(limit))]

    def _store(
        self, connection: Connection, campaign: Campaign, answers: Sequence[Answer], *, by: Actor, source: str
    ) -> int:
        moved = 0
        for state in dict.fromkeys(answer.state for answer in answers):
            some = {answer.number: answer.detail for answer in answers if answer.state == state}
            moved += move(connection, campaign.number, some, to=state, by=by, source=source)
        return moved

    def _unknown(self, connection: Connection, campaign: int, dead: Sequence[int]) -> None:
        table = deliveries.c
        query = select(table.number).where(table.campaign == campaign, table.state == "sending", table.runner.in_(dead))
        while numbers := list(connection.execute(query.limit(plans.BATCH)).scalars()):
            some = dict.fromkeys(numbers, "the sending program died before the answer came")
            move(connection, campaign, some, to="unknown", by="recovery", source="policytool")
        ended = update(runners).where(runners.c.number.in_(dead))
        connection.execute(ended.values(ended=int(time.time())))


def _queue(campaign: int, after: int, size: int) -> Select[tuple[int]]:
    """The next `size` of the queue beyond line `after`, held; each runner passes over what another one holds."""
    table = deliveries.c
    waiting = select(table.number).where(table.campaign == campaign, table.state == "queued", table.number > after)
    return waiting.order_by(table.number).limit(size).with_for_update(skip_locked=True)


def _claimed(connection: Connection, runner: int, campaign: int, after: int, size: int) -> list[Recipient]:
    """Take up to `size` from the queue for this runner alone."""
    table, picked = deliveries.c, _queue(campaign, after, size).cte("picked").prefix_with("MATERIALIZED")
    here = (table.campaign == campaign) & (table.state == "queued") & table.number.in_(select(picked.c.number))
    take = update(deliveries).where(here).values(state="sending", runner=runner, tries=table.tries + 1)
    rows = connection.execute(take.returning(table.number, table.recipient, table.address, table.tries)).all()
    taken = (Recipient(number=row[0], recipient=row[1], address=row[2], tries=row[3]) for row in rows)
    return sorted(taken, key=lambda one: one.number)


def _cancel(connection: Connection, campaign: int) -> None:
    table = deliveries.c
    query = select(table.number).where(table.campaign == campaign, table.state == "queued").limit(plans.BATCH)
    while numbers := list(connection.execute(query).scalars()):
        some = dict.fromkeys(numbers, "the campaign was cancelled")
        move(connection, campaign, some, to="cancelled", by="person", source="policytool")


def _give_back(connection: Connection, runner: int, campaign: int, numbers: Sequence[int]) -> None:
    table = deliveries.c
    mine = (table.campaign == campaign) & (table.runner == runner) & (table.state == "sending")
    values = {"state": "queued", "tries": table.tries - 1, "runner": None}
    connection.execute(update(deliveries).where(mine, table.number.in_(numbers)).values(values))


def _at_once() -> NoticeRefused:
    todo = "Look at `policytool notify status` and run again."
    return NoticeRefused("another campaign was planned at the same moment", todo=todo)
