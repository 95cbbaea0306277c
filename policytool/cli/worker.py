"""`policytool worker`: sends batches of campaigns, beside other workers on other computers."""

from __future__ import annotations

from pathlib import Path

import click

from policytool.cli import console, project
from policytool.config import Settings, load
from policytool.errors import UsageError
from policytool.notices.ledger.ledger import open_ledger
from policytool.notices.ledger.model import Campaign


@click.command("worker")
@click.option("--until-empty", is_flag=True, help="End when nothing is left in the queue.")
def command(until_empty: bool) -> None:
    """Take batches of campaigns that were sent with --workers, until Ctrl-C. Needs the workers extra.

    The ledger must be in PostgreSQL, and the list of recipients must lie at the same path on every computer.
    Start as many as you like: no delivery is sent by two of them, and one that dies loses nobody.

    \b
    Examples:
      policytool notify send privacy-policy-2.0-smtp --workers --yes
      policytool worker
    """
    settings = load(Path.cwd())
    conninfo = database(settings)
    from policytool.notices.workers import worker
    from policytool.notices.workers.station import Station

    with open_ledger(settings) as ledger:
        station = Station(ledger=ledger, settings=settings, today=project.today, tell=console.tell)
        console.tell("Waiting for batches … Ctrl-C ends it." if not until_empty else "Taking what is in the queue …")
        worker.run(conninfo, station, until_empty=until_empty)


def database(settings: Settings) -> str:
    """Where the queue is. Raises UsageError where the workers extra or PostgreSQL is missing."""
    try:
        from policytool.notices.workers import queue
    except ModuleNotFoundError as error:
        todo = "Install it: pip install 'policytool[workers]'."
        raise UsageError(f"workers need {error.name}", todo=todo) from error
    return queue.address(settings)


def defer(conninfo: str, campaign: Campaign, queued: int) -> int:
    """Put the batches of a campaign into the queue; how many."""
    from policytool.notices.workers import queue

    return queue.defer(conninfo, campaign.id, queued)
