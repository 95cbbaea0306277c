"""`policytool notify`: plan, preview, send and follow the notices to users."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import click

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.cli import console, notified, project
from policytool.cli.interrupt import interruptible
from policytool.cli.layout import many
from policytool.config import load
from policytool.errors import NoticeRefused, UnknownVersion, UsageError
from policytool.notices import planning, preview, sending
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.model import Campaign

INTERRUPTED = 130
"""Exit code after Ctrl-C."""
_FILE = click.Path(dir_okay=False, path_type=Path)
_ID = click.argument("campaign", metavar="CAMPAIGN")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")


@click.group("notify")
def command() -> None:
    """Plan, preview, send and follow the notices to users.

    Each person is told once, and every delivery is accounted for: what was interrupted
    at the wrong moment is listed as unknown until you decide, and never sent again on its own.

    \b
    Examples:
      policytool notify plan --version 2.0 --audience customers.csv --channel smtp
      policytool notify preview privacy-policy-2.0-smtp
      policytool notify send privacy-policy-2.0-smtp --test you@example.com --yes
      policytool notify send privacy-policy-2.0-smtp
      policytool notify status
    """


@command.command("plan")
@click.option("--policy", metavar="POLICY", help="Which policy, where there is more than one.")
@click.option("--version", metavar="VERSION", help="The released version to tell of (the newest).")
@click.option("--audience", type=_FILE, metavar="FILE.csv", help="The list of recipients.")
@click.option("--channel", "wanted", type=click.Choice(planning.CHANNELS), multiple=True, help="Repeat for several.")
@click.option("--again", default="", metavar="REASON", help="Plan once more what was planned before.")
@_JSON
def plan(
    policy: str | None, version: str | None, audience: Path | None, wanted: tuple[str, ...], again: str, as_json: bool
) -> None:
    """Compose the notice, check and freeze the list of recipients. Nothing is sent.

    The list is a CSV file in UTF-8 whose first line names the columns: id, email, name, language.
    Only email is needed. Lines that cannot be written to are listed with their numbers.
    Without --channel, what the release planned is planned: the website alone for a minor revision.

    \b
    Examples:
      policytool notify plan --version 2.0 --audience customers.csv --channel smtp
      policytool notify plan --channel website
    """
    with project.opened() as archive, open_ledger(archive.settings) as ledger:
        found = _version(archive, policy, version)
        made = []
        for one in planning.plan_all(archive, ledger, found, wanted, audience, again=again.strip()):
            made.append(one)
            notified.show_planned(console.err() if as_json else console.out(), one)
        if as_json:
            console.print_json(notified.planned_json(made))
        late = (project.today() - found.effective).days
        if late >= 0:
            console.tell(f"This version has been in force since {found.effective}: the notice is late.", "yellow")


@command.command("preview")
@_ID
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default="artefacts/notices", metavar="FOLDER"
)
def show(campaign: str, folder: Path) -> None:
    """Write every message of CAMPAIGN into FOLDER, and a page that shows them side by side.

    \b
    Example:
      policytool notify preview privacy-policy-2.0-smtp
    """
    with open_ledger(load(Path.cwd())) as ledger:
        found = ledger.campaign(campaign)
        messages = ledger.contents(found)
    if not messages:
        raise UsageError(f"{found.id} sends no messages", todo="Run `policytool build` and look at the website.")
    console.out().print(str(preview.write(found, messages, folder)))


@command.command("send")
@_ID
@click.option("--yes", is_flag=True, help="Do not ask; needed without a terminal.")
@click.option("--test", "test", metavar="ADDRESS", help="Send one copy in each language to ADDRESS alone.")
@click.option("--audience", type=_FILE, metavar="FILE.csv", help="Where the list lies now, if it was moved.")
@_JSON
def send(campaign: str, yes: bool, test: str | None, audience: Path | None, as_json: bool) -> int:
    """Send what is queued in CAMPAIGN, or go on where sending was interrupted.

    Ctrl-C finishes the message in hand and stops; run the command again to go on.
    Exit code 1: somebody was not told, or may not have been, and a person has to look; 130: interrupted.

    \b
    Examples:
      policytool notify send privacy-policy-2.0-smtp --test you@example.com --yes
      policytool notify send privacy-policy-2.0-smtp
    """
    settings = load(Path.cwd())
    with open_ledger(settings) as ledger:
        found = ledger.campaign(campaign)
        out = sending.channel(found, settings, project.today())
        if test:
            _agreed(f"Send a test of {found.id} to {test}?", yes)
            told = sending.send_test(ledger, found, out, test)
            console.tell(f"{many(len(told), 'test message')} accepted for {test}. The campaign itself is untouched.")
            return 0
        stopped = _send(ledger, found, out, audience, yes=yes)
        standing = ledger.standing(found)
        if as_json:
            console.print_json(notified.standing_json(standing))
        else:
            notified.show_standing(ledger, standing)
        if stopped:
            return INTERRUPTED
        return 0 if standing.state == "finished" and not standing.needs_person else 1


def _send(ledger: Ledger, found: Campaign, out: Any, audience: Path | None, *, yes: bool) -> bool:
    """Whether it was interrupted."""
    queued = ledger.standing(found).counts["queued"]
    if not queued:
        console.tell("Nothing is queued, so nothing was sent.")
        return False
    _agreed(f"Send {found.policy} {found.version} to {many(queued, 'recipient')} by {found.channel}?", yes)
    with interruptible(queued) as (stop, progress):
        sending.send(ledger, found, out, audience=audience, stop=stop, progress=progress)
    if stop.is_set():
        console.tell("Stopped. Nobody was lost: run the same command again to go on.", "yellow")
    return stop.is_set()


@command.command("status")
@click.argument("campaign", metavar="[CAMPAIGN]", required=False)
@_JSON
def status(campaign: str | None, as_json: bool) -> int:
    """Where CAMPAIGN stands, or all campaigns.

    \b
    Examples:
      policytool notify status
      policytool notify status privacy-policy-2.0-smtp --json
    """
    with open_ledger(load(Path.cwd())) as ledger:
        chosen = (ledger.campaign(campaign),) if campaign else ledger.campaigns()
        standings = [ledger.standing(one) for one in chosen]
        if as_json:
            console.print_json(notified.standings_json(standings))
        elif campaign:
            notified.show_standing(ledger, standings[0])
        else:
            notified.show_all(standings)
        return int(any(one.needs_person for one in standings))


@command.command("settle")
@_ID
@click.option("--resend", "decision", flag_value="queued", help="Queue them again: somebody may be told twice.")
@click.option("--accept", "decision", flag_value="accepted", help="Count them as told: somebody may not have been.")
@click.option("--failed", is_flag=True, help="With --resend: those that were refused, rather than the unknown.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the record.")
@_JSON
def settle(campaign: str, decision: str | None, failed: bool, reason: str, as_json: bool) -> int:
    """Decide about the deliveries of CAMPAIGN of which nobody knows whether they arrived.

    \b
    Examples:
      policytool notify settle privacy-policy-2.0-smtp --accept --reason "The server's log shows them all"
      policytool notify settle privacy-policy-2.0-smtp --resend
    """
    if decision is None or (failed and decision != "queued"):
        raise click.UsageError("Say --resend or --accept." if decision is None else "--failed goes with --resend.")
    with open_ledger(load(Path.cwd())) as ledger:
        found = ledger.campaign(campaign)
        before = ledger.standing(found)
        if before.running:
            raise NoticeRefused(f"{found.id} is being sent now", todo="Wait until it ends, then decide.")
        to = "queued" if decision == "queued" else "accepted"
        detail = reason.strip() or "decided by a person"
        state = "failed" if failed else "unknown"
        done = ledger.settle(found, state=state, to=to, source=getpass.getuser()[:80], detail=detail[:200])  # type: ignore[arg-type]
        standing = ledger.standing(found)
        if as_json:
            console.print_json({**notified.standing_json(standing), "settled": done})
        else:
            console.tell(f"{many(done, 'delivery', 'deliveries')} settled.")
            notified.show_standing(ledger, standing)
        return int(standing.needs_person)


def _version(archive: Archive, policy: str | None, number: str | None) -> Version:
    chosen = archive.choose(policy)
    if number:
        return archive.version(chosen, number)
    versions = archive.versions(chosen)
    if not versions:
        raise UnknownVersion(f"{chosen} has no released version", todo="Release one with `policytool release`.")
    return versions[-1]


def _agreed(question: str, yes: bool) -> None:
    """Raises NoticeRefused unless a person said yes."""
    if yes:
        return
    if not console.interactive():
        raise NoticeRefused("nobody agreed to send", todo="Run again with --yes. Nothing was sent.")
    if not click.confirm(question, err=True):
        raise NoticeRefused("you did not agree", todo="Nothing was sent.")
