"""policytool publish: the website in its place, in one step."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from policytool import config
from policytool.cli import console, project


@click.command("publish")
@click.option(
    "--to",
    required=True,
    metavar="PLACE",
    help="A folder that a web server shows, or gh-pages: the branch of that name.",
)
@click.option("--today", type=project.Day(), metavar="DATE", help="Publish the site of that day.  [default: today]")
@click.option("--push", is_flag=True, help="With gh-pages: push the branch to origin.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(to: str, today: datetime.date | None, push: bool, dry_run: bool, as_json: bool) -> None:
    """Build the website and put it in its place, in one step: readers get the old site or
    the new one, never a mixture, whenever the computer stops.

    Nothing is published when the build gives a warning, when a page, a version or a text
    that is published already would be lost or altered, or when the place holds something
    other than a policy website. Publish on every release and once a day.

    \b
    Examples:
      policytool publish --to /srv/www/policies
      policytool publish --to gh-pages --push
      policytool publish --to gh-pages --dry-run     what would change
    """
    from policytool.website.publish import publish  # MkDocs takes a while to load

    done = publish(config.load(Path.cwd()), to, today or project.today(), dry_run=dry_run, push=push)
    if as_json:
        lists = {"new": list(done.new), "changed": list(done.changed), "gone": list(done.gone)}
        console.print_json({"where": done.where, "published": done.anything and not dry_run, **lists})
        return
    counts = f"{len(done.new)} new, {len(done.changed)} changed, {len(done.gone)} gone"
    if not done.anything:
        console.tell("Published already: nothing is new.")
    elif dry_run:
        console.tell(f"This would publish {counts}. Nothing was changed.")
    else:
        console.tell(f"Published: files {counts}." + (" Pushed to origin." if push else ""))
    click.echo(done.where)
