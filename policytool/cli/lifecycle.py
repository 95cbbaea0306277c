"""`policytool notify approve`, `pause`, `resume`, `cancel`, `close`, `log`: the life of a campaign."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from policytool.cli import console, notified, project
from policytool.cli.layout import columns, many, plain
from policytool.cli.person import acting, named
from policytool.config import load
from policytool.notices import closing, life
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.model import Campaign
from policytool.notices.ledger.steps import Entry, Person

_LONGEST = 200
_ID = click.argument("campaign", metavar="CAMPAIGN")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
_WHY = click.option("--reason", default="", metavar="TEXT", help="Why, for the record.")


@click.command("approve")
@_ID
@named
@_JSON
def approve(campaign: str, name: str, email: str, as_json: bool) -> None:
    """Approve CAMPAIGN, its messages and its list exactly as they are frozen, under your name.

    Whether an approval is needed, and whose, is said by the setting notices.approval.

    \b
    Example:
      policytool notify approve privacy-policy-2.0-smtp --name "Bo Counsel" --email bo@shop.example
    """
    settings = load(Path.cwd())
    with open_ledger(settings) as ledger:
        found, by = ledger.campaign(campaign), acting(name, email)
        new = life.approve(ledger, found, by, settings.notices)
        console.tell(f"{by} approves {found.id}." if new else f"{by} had approved {found.id} before.")
        missing = life.lacking(ledger.steps(found), settings.notices)
        if missing:
            console.tell(f"It may not be sent yet: {missing}.", "yellow")
        _show(ledger, found.id, as_json=as_json)


@click.command("pause")
@_ID
@_WHY
@named
@_JSON
def pause(campaign: str, reason: str, name: str, email: str, as_json: bool) -> None:
    """Stop CAMPAIGN, also where it is being sent now, until somebody lets it go on.

    \b
    Example:
      policytool notify pause privacy-policy-2.0-smtp --reason "Waiting for the call centre"
    """
    _decide(life.pause, campaign, reason, acting(name, email), ("is paused", "was paused before"), as_json=as_json)


@click.command("resume")
@_ID
@_WHY
@named
@_JSON
def resume(campaign: str, reason: str, name: str, email: str, as_json: bool) -> None:
    """Let a paused CAMPAIGN go on. Nothing is sent yet: run `send` again.

    \b
    Example:
      policytool notify resume privacy-policy-2.0-smtp
    """
    _decide(life.resume, campaign, reason, acting(name, email), ("may go on", "was not paused"), as_json=as_json)


@click.command("cancel")
@_ID
@click.option("--reason", required=True, metavar="TEXT", help="Why, for the record.")
@named
@_JSON
def cancel(campaign: str, reason: str, name: str, email: str, as_json: bool) -> None:
    """Tell nobody more by CAMPAIGN, for good. Who was told stays told, and counted.

    Whoever was not told can be told by another campaign.

    \b
    Example:
      policytool notify cancel privacy-policy-2.0-smtp --reason "The list was last year's"
    """
    _decide(
        life.cancel, campaign, reason, acting(name, email), ("is cancelled", "was cancelled before"), as_json=as_json
    )


@click.command("close")
@_ID
@named
@_JSON
def close(campaign: str, name: str, email: str, as_json: bool) -> None:
    """Write the closing statement of a finished CAMPAIGN beside the release, and commit it.

    Its numbers add up to the frozen list; it names nobody who was told. Run it when reports of undelivered
    messages have come in. Run again after later reports, it writes a further statement that names the first.

    \b
    Example:
      policytool notify close privacy-policy-2.0-smtp
    """
    with project.opened() as archive, open_ledger(archive.settings) as ledger:
        found = ledger.campaign(campaign)
        now = datetime.datetime.now(tz=datetime.UTC)
        closed = closing.close(archive, ledger, found, acting(name, email), now)
        if as_json:
            console.print_json({"campaign": found.id, "path": closed.path, "sha256": closed.statement.sha256})
        else:
            console.tell("Written and committed:" if closed.new else "Nothing changed since:")
            console.out().print(closed.path, soft_wrap=True)


@click.command("log")
@_ID
@_JSON
def log(campaign: str, as_json: bool) -> None:
    """What people decided about CAMPAIGN, with who and when. No recipient is named.

    \b
    Example:
      policytool notify log privacy-policy-2.0-smtp
    """
    with open_ledger(load(Path.cwd())) as ledger:
        found = ledger.campaign(campaign)
        entries = ledger.steps(found)
        if as_json:
            console.print_json({"campaign": found.id, "steps": [_entry_json(one) for one in entries]})
        elif entries:
            rows = [("when (UTC)", "step", "by", ""), *(_row(one) for one in entries)]
            columns(console.out(), rows)
        else:
            console.tell("Nothing was recorded: this campaign comes from an older policytool.")


def _decide(
    deed: Callable[[Ledger, Campaign, Person, str], bool],
    campaign: str,
    reason: str,
    by: Person,
    words: tuple[str, str],
    *,
    as_json: bool,
) -> None:
    with open_ledger(load(Path.cwd())) as ledger:
        found = ledger.campaign(campaign)
        new = deed(ledger, found, by, plain(reason)[:_LONGEST])
        console.tell(f"{found.id} {words[0] if new else words[1]}.")
        _show(ledger, found.id, as_json=as_json)


def _show(ledger: Ledger, campaign: str, *, as_json: bool) -> None:
    standing = ledger.standing(ledger.campaign(campaign))
    if as_json:
        console.print_json(notified.standing_json(standing))
    else:
        counts = ", ".join(
            f"{many(number, 'recipient')} {state}" for state, number in standing.counts.items() if number
        )
        console.out().print(f"{campaign}: {standing.state} ({counts})", soft_wrap=True, highlight=False)


def _row(entry: Entry) -> tuple[str, str, str, str]:
    return f"{entry.at:%Y-%m-%d %H:%M}", entry.step, str(entry.by), entry.detail


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "step": entry.step,
        "name": entry.by.name,
        "email": entry.by.email,
        "detail": entry.detail,
    }


COMMANDS = (approve, pause, resume, cancel, close, log)
