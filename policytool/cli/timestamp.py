"""`policytool timestamp`: have records stamped by an authority for time stamps (RFC 3161)."""

from __future__ import annotations

from collections.abc import Iterator

import click

from policytool.archive.archive import Archive
from policytool.cli import console, project
from policytool.cli.recovering import put_right
from policytool.errors import PolicytoolError
from policytool.forms.approved import get, ids
from policytool.forms.read import kind_of
from policytool.release import stamps


@click.command("timestamp")
@click.argument("version", required=False)
@click.option("--policy", metavar="POLICY", help="The policy, where there is more than one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(version: str | None, policy: str | None, as_json: bool) -> None:
    """Have the record of VERSION, or of a notice, stamped by the authority of the settings.

    Without VERSION: every record that has no time stamp yet. A time stamp proves to others
    that the record was there at that moment. Releases ask for theirs on their own, and
    finish without one where the authority cannot be reached.

    \b
    Examples:
      policytool timestamp
      policytool timestamp 2.0
    """
    with project.opened() as archive:
        chosen = archive.choose(policy)
        put_right(archive)
        wanted = [_named(archive, chosen, version)] if version else list(_lacking(archive, chosen))
        made = [name for name in wanted if stamps.stamp(archive, chosen, name)]
    if as_json:
        console.print_json({"policy": chosen, "stamped": made})
    elif made:
        console.out().print(f"Stamped: {', '.join(made)}.", style="green")
    else:
        console.out().print("Nothing lacks a time stamp.")


def after(archive: Archive, policy: str, name: str) -> None:
    """Ask for the time stamp of a record just written, where the settings want one. It never stops anything."""
    if not archive.settings.release.timestamp_url:
        return
    try:
        stamps.stamp(archive, policy, name)
        console.tell(f"  time stamp of {name}", "dim")
    except PolicytoolError as error:
        console.tell(f"No time stamp: {error.message}. Everything else is done. Later: policytool timestamp.", "yellow")


def _named(archive: Archive, policy: str, name: str) -> str:
    return get(archive, policy, name).id if kind_of(name) else str(archive.version(policy, name).number)


def _lacking(archive: Archive, policy: str) -> Iterator[str]:
    names = [str(version.number) for version in archive.released(policy)] + list(ids(archive, policy))
    yield from (name for name in names if stamps.stamped(archive, policy, name) is None)
