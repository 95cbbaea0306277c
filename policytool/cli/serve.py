"""policytool serve: the website with the draft, while somebody edits."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from policytool import config
from policytool.cli import console, project


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this computer.")
@click.option("--today", type=project.Day(), metavar="DATE", help="Show the site of that day.  [default: today]")
def command(port: int, today: datetime.date | None) -> None:
    """Show the website on this computer, with the draft, while you edit.

    Each policy gets a page of its draft: the verdict, what to settle before a release, and
    the redline. Save the file, and the page in your browser is the new one. A draft that
    cannot be read says what is wrong, and in which line. Nothing is published: only this
    computer can open the pages. Stop with Ctrl+C.

    \b
    Examples:
      policytool serve
      policytool serve --port 8080 --today 2026-12-23
    """
    from policytool.website.serve import serve  # MkDocs takes a while to load

    def ready(url: str) -> None:
        console.tell("Open this address in your browser; stop with Ctrl+C.")
        click.echo(url)

    serve(config.load(Path.cwd()), port=port, today=today, tell=console.tell, ready=ready)
