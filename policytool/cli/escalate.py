"""`policytool notify escalate` and `erase`: people who were not reached, and people who want to be forgotten."""

from __future__ import annotations

from pathlib import Path

import click

from policytool.cli import console, notified, project
from policytool.cli.layout import many
from policytool.cli.person import acting, named
from policytool.config import load
from policytool.errors import NoticeRefused
from policytool.notices import planning
from policytool.notices.address import forms
from policytool.notices.audience import USUAL, Columns
from policytool.notices.channels.catalogue import described
from policytool.notices.ledger.ledger import open_ledger
from policytool.notices.ledger.states import State
from policytool.notices.occasion import find
from policytool.notices.planning import Following
from policytool.notices.source import columns, opened

_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")


@click.command("escalate")
@click.argument("campaign", metavar="CAMPAIGN")
@click.option("--to", "channel", required=True, metavar="CHANNEL", help="Such as sms or letter; website for everybody.")
@click.option("--audience", metavar="LIST", help="Another list with their addresses; the same one without it.")
@click.option("--suppressed", is_flag=True, help="Also those whom CAMPAIGN was not allowed to write to.")
@named
@_JSON
def escalate(
    campaign: str, channel: str, audience: str | None, suppressed: bool, name: str, email: str, as_json: bool
) -> None:
    """Plan another campaign, by CHANNEL, for exactly those whom CAMPAIGN did not reach: bounced and failed.

    They are found by their line in the same list, or by id in another one. Nothing is sent.
    Where telling them one by one is impracticable, plan a public notice: --to website.

    \b
    Examples:
      policytool notify escalate privacy-policy-2.0-smtp --to sms
      policytool notify escalate privacy-policy-2.0-sms --to letter --audience addresses.csv
    """
    states: tuple[State, ...] = ("bounced", "failed", "suppressed") if suppressed else ("bounced", "failed")
    described(channel)
    with project.opened() as archive, open_ledger(archive.settings) as ledger:
        found, by = ledger.campaign(campaign), acting(name, email)
        missed = ledger.missed(found, states)
        if not missed:
            todo = f"`policytool notify status {found.id}` tells where it stands."
            raise NoticeRefused(f"{found.id} has nobody who was not reached", todo=todo)
        people = None if described(channel).public else opened(audience or found.audience_path, archive.settings)
        made = planning.plan(
            archive,
            ledger,
            find(archive, found.policy, found.version),
            channel,
            people,
            columns=columns(audience, archive.settings, USUAL) if audience else Columns.kept_as(found.columns),
            again=f"for those whom {found.id} did not reach",
            by=by,
            after=Following(campaign=found, missed=missed),
        )
        ledger.note(found, "escalated", by, f"{made.campaign.id}: {made.campaign.total} of {len(missed)}")
        if as_json:
            console.print_json({**notified.planned_json([made]), "missed": len(missed), "parent": found.id})
            return
        notified.show_planned(console.out(), made)
        left = len(missed) - made.campaign.total
        if left > 0 and not described(channel).public:
            console.tell(f"{many(left, 'person', 'people')} cannot be reached by {channel} either.", "yellow")


@click.command("erase")
@click.argument("recipient", metavar="RECIPIENT")
@named
@_JSON
def erase(recipient: str, name: str, email: str, as_json: bool) -> int:
    """Forget one person in the ledger: RECIPIENT is your id of them, or an address.

    Every number stays as it was: the deliveries are kept without anything that leads to the person.
    Somebody who still waits to be told leaves the queue. A suppressed address stays suppressed.

    \b
    Examples:
      policytool notify erase 1001
      policytool notify erase ada@example.com
    """
    with open_ledger(load(Path.cwd())) as ledger:
        known = forms(recipient.strip())
        addresses = [ledger.secret.address(form) for form in known]
        done = ledger.erase([ledger.secret.recipient(form) for form in known], addresses, acting(name, email))
    if as_json:
        console.print_json({"erased": done})
    elif done:
        console.tell(f"{many(done, 'delivery', 'deliveries')} no longer lead to this person.")
        console.tell("The list of recipients is yours: take the person out of it once its campaigns are finished.")
    else:
        console.tell("The ledger knows nobody by this id or address.")
    return 0 if done else 1


COMMANDS = (escalate, erase)
