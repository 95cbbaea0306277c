"""policytool build: the policy website."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from policytool import config
from policytool.cli import console


@click.command("build")
@click.option(
    "--site-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.  [default: site]"
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Build the site of that day, such as 2026-12-23.  [default: today]",
)
@click.option("--strict", is_flag=True, help="Fail on any warning.")
def command(site_dir: Path | None, today: datetime.datetime | None, strict: bool) -> None:
    """Build the policy website: the same as `mkdocs build`.

    It holds every version at a permanent address, what each one changed, the notice of an
    upcoming version on every page, feeds, and notices.json for your other pages. Build it
    once a day: on the day a version takes effect its notice goes and its text comes.

    \b
    Examples:
      policytool build
      policytool build --strict --site-dir public
      policytool build --today 2026-12-23     how the site will look on that day
    """
    from policytool.website.build import build  # MkDocs takes a while to load

    settings = config.load(Path.cwd())
    folder = build(settings, site_dir=site_dir, today=today.date() if today else None, strict=strict)
    console.tell(f"The website is built. Open {folder / 'index.html'}")
    click.echo(folder)
