"""A worker: takes batches from the queue until it is told to stop, and picks up what dead workers left."""

from __future__ import annotations

import asyncio
import contextlib
import signal

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from policytool.errors import LedgerError
from policytool.notices.workers.journal import journal
from policytool.notices.workers.queue import QUEUE, prepare, rescue, working
from policytool.notices.workers.station import Station

_ROUND = 20.0
"""Seconds between searches for jobs of dead workers."""


def run(conninfo: str, station: Station, *, until_empty: bool) -> None:
    """Work until SIGINT or SIGTERM, or until the queue is empty. What is in hand is brought to its end.

    Raises LedgerError when the database cannot be reached.
    """
    prepare(conninfo)
    app = working(conninfo, station.batch)
    try:
        with journal(station.tell):
            asyncio.run(_run(app, station, until_empty=until_empty))
    except (ConnectorException, OSError) as error:
        todo = "Look whether the database runs, then start the worker again. Nobody was lost."
        raise LedgerError(f"the queue cannot be reached: {error}", todo=todo) from error
    finally:
        station.close()


async def _run(app: App, station: Station, *, until_empty: bool) -> None:
    async with app.open_async():
        await rescue(app)
        working = asyncio.create_task(
            app.run_worker_async(
                queues=[QUEUE],
                wait=not until_empty,
                concurrency=1,
                install_signal_handlers=False,
                delete_jobs="successful",
                fetch_job_polling_interval=1.0,
            )
        )
        searching = asyncio.create_task(_search(app))
        stopped = _on_signal(station, working)
        try:
            await working
        except asyncio.CancelledError:
            if not stopped.is_set():
                raise
        finally:
            searching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await searching


async def _search(app: App) -> None:
    while True:
        await asyncio.sleep(_ROUND)
        with contextlib.suppress(ConnectorException):
            await rescue(app)


def _on_signal(station: Station, working: asyncio.Task[None]) -> asyncio.Event:
    """Stops the work in good order; the event tells that it was asked for."""
    asked = asyncio.Event()

    def stop() -> None:
        asked.set()
        station.stop.set()
        working.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    return asked
