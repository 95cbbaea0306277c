"""The queue of batches, kept by Procrastinate beside the ledger. Losing a job loses nobody: the ledger is the truth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.schema import SchemaManager
from sqlalchemy.engine import make_url

from policytool.config import Settings
from policytool.errors import ChannelError, LedgerError, UsageError

QUEUE = "notices"
SIZE = 500
"""Deliveries in a batch."""
_LOCK = 0x706F6C75
"""Number of the advisory lock under which one process makes the tables."""
_DEAD = 30.0
"""Seconds without a heartbeat after which a worker counts as dead."""
_AGAIN = RetryStrategy(max_attempts=30, wait=20, retry_exceptions=[ChannelError, LedgerError])


def address(settings: Settings) -> str:
    """The ledger's database as PostgreSQL's own programs name it. Raises UsageError where it is another one."""
    url = make_url(settings.ledger.url)
    if url.get_backend_name() != "postgresql":
        todo = "Set `ledger.url` to a PostgreSQL database, or send with `policytool notify send` alone."
        raise UsageError("workers need the ledger in PostgreSQL", todo=todo)
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def prepare(conninfo: str) -> None:
    """Make Procrastinate's tables where there are none. Raises LedgerError."""
    try:
        with psycopg.connect(conninfo) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            found = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
            if found == (None,):
                connection.execute(SchemaManager.get_schema())
    except psycopg.Error as error:
        todo = "Look whether the database runs and lets this user make tables."
        raise LedgerError(f"the queue cannot be prepared: {str(error).strip().splitlines()[0]}", todo=todo) from error


def working(conninfo: str, batch: Callable[[str], float]) -> App:
    """The application of a worker, which does `batch` for the campaign that a job names.

    `batch` gives the seconds after which another job shall look at the campaign again; 0.0 for none.
    """

    def work(campaign: str) -> None:
        later = batch(campaign)
        if later:
            defer(conninfo, campaign, 1, later=later)

    app = App(connector=PsycopgConnector(conninfo=conninfo))
    _task(app, work)
    return app


def defer(conninfo: str, campaign: str, queued: int, *, later: float = 0.0) -> int:
    """Put a job into the queue for every batch of `queued` deliveries; how many. Raises LedgerError.

    They may be taken after `later` seconds.
    """
    prepare(conninfo)
    jobs = -(-queued // SIZE)
    app = App(connector=SyncPsycopgConnector(conninfo=conninfo))
    task = _task(app, _nothing)
    with app.open():
        waiting = task.configure(schedule_in={"seconds": round(later)}) if later else task
        waiting.batch_defer(*({"campaign": campaign} for _ in range(jobs)))
    return jobs


async def rescue(app: App) -> int:
    """Let others do the jobs whose workers died; how many. What was in their hands the ledger knows."""
    stalled = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=_DEAD)
    count = 0
    for job in stalled:
        await app.job_manager.retry_job(job)
        count += 1
    return count


def _task(app: App, work: Callable[[str], None]) -> Any:
    return app.task(name="policytool.batch", queue=QUEUE, retry=_AGAIN)(work)


def _nothing(campaign: str) -> None:
    """Whoever only defers jobs does none."""
