"""`policytool events`: the small web server that providers report deliveries to."""

from __future__ import annotations

from pathlib import Path

import click

from policytool.cli import console
from policytool.config import load
from policytool.errors import UsageError
from policytool.notices.ledger.ledger import open_ledger


@click.command("events")
@click.option("--host", metavar="ADDRESS", help="Where to listen (events.host).")
@click.option("--port", type=click.IntRange(1, 65535), metavar="PORT", help="On which port (events.port).")
def command(host: str | None, port: int | None) -> None:
    """Receive reports of deliveries from SendGrid, Twilio and your own program, until Ctrl-C.

    Every report is verified by its signature, kept once, and settles what was unknown. Needs the events extra.
    Addresses: /sendgrid for the signed event webhook, /twilio for status callbacks and answers such as STOP,
    /webhook for the program that takes notices by webhook.

    \b
    Examples:
      policytool events
      policytool events --host 0.0.0.0 --port 8025
    """
    try:
        import uvicorn

        from policytool.notices.events.app import app
    except ModuleNotFoundError as error:
        todo = "Install it: pip install 'policytool[events]'."
        raise UsageError(f"receiving reports needs {error.name}", todo=todo) from error
    settings = load(Path.cwd())
    with open_ledger(settings) as ledger:
        server = app(ledger, settings)
        where, at = host or settings.events.host, port or settings.events.port
        console.tell(f"Waiting for reports on http://{where}:{at} … Ctrl-C ends it.")
        # No access log: addresses of requests carry ids of deliveries.
        uvicorn.run(server, host=where, port=at, log_level="warning", access_log=False, server_header=False)
