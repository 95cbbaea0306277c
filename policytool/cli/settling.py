"""`policytool notify settle` and `suppress`: what a person decides about deliveries and addresses."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from policytool.cli import console, notified
from policytool.cli.layout import many
from policytool.cli.person import acting, named
from policytool.config import load
from policytool.errors import NoticeRefused, UsageError
from policytool.notices.address import checked, mailbox, phone
from policytool.notices.ledger.ledger import open_ledger
from policytool.notices.ledger.states import State

_LONGEST = 200


@click.command("settle")
@click.argument("campaign", metavar="CAMPAIGN")
@click.option("--resend", "decision", flag_value="queued", help="Queue them again: somebody may be told twice.")
@click.option("--accept", "decision", flag_value="accepted", help="Count them as told: somebody may not have been.")
@click.option("--failed", is_flag=True, help="With --resend: those that were refused, rather than the unknown.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the record.")
@named
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def settle(campaign: str, decision: str | None, failed: bool, reason: str, name: str, email: str, as_json: bool) -> int:
    """Decide about the deliveries of CAMPAIGN of which nobody knows whether they arrived.

    \b
    Examples:
      policytool notify settle privacy-policy-2.0-smtp --accept --reason "The server's log shows them all"
      policytool notify settle privacy-policy-2.0-smtp --resend
    """
    if decision is None or (failed and decision != "queued"):
        raise click.UsageError("Say --resend or --accept." if decision is None else "--failed goes with --resend.")
    state: State = "failed" if failed else "unknown"
    to: State = "queued" if decision == "queued" else "accepted"
    detail = reason.strip()[:_LONGEST] or "decided by a person"
    with open_ledger(load(Path.cwd())) as ledger:
        found = ledger.campaign(campaign)
        if ledger.standing(found).running:
            raise NoticeRefused(f"{found.id} is being sent now", todo="Wait until it ends, then decide.")
        by = acting(name, email)
        done = ledger.settle(found, state=state, to=to, source=by.name[:80], detail=detail)
        if done:
            ledger.note(found, "settled", by, f"{done} {state}, now {to}: {detail}")
        standing = ledger.standing(found)
        if as_json:
            console.print_json({**notified.standing_json(standing), "settled": done})
        else:
            settled = f"{many(done, 'delivery', 'deliveries')} settled."
            console.tell(settled if done else f"None was {state}: there is nothing to decide.")
            notified.show_standing(ledger, standing)
        return int(standing.needs_person)


@click.command("suppress")
@click.argument("address", metavar="ADDRESS")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the record.")
@click.option("--lift", is_flag=True, help="Write to ADDRESS again.")
def suppress(address: str, reason: str, lift: bool) -> int:
    """Never write to ADDRESS again, in any campaign.

    Addresses that do not exist are suppressed on their own when a mail server says so. Somebody who
    unsubscribed from advertising is not to be suppressed: a notice that the policy promises is none.
    ADDRESS is a mail address, a phone number with its country code, or id:1001 for somebody who is told by webhook.
    The ledger keeps a keyed hash of it, not the address.

    \b
    Examples:
      policytool notify suppress gone@example.com --reason "Account deleted on request"
      policytool notify suppress +4915112345678 --reason "Asked by letter"
      policytool notify suppress gone@example.com --lift
    """
    known = _known(address.strip())
    with open_ledger(load(Path.cwd())) as ledger:
        hashed = ledger.secret.address(known)
        if lift:
            lifted = ledger.lift(hashed)
            console.tell("Campaigns write to this address again." if lifted else "This address was not suppressed.")
            return 0 if lifted else 1
        ledger.suppress({hashed: reason.strip()[:_LONGEST] or f"suppressed by {getpass.getuser()[:80]}"})
        console.tell("No campaign writes to this address from now on.")
        return 0


_ID = "id:"


def _known(text: str) -> str:
    """The one form in which a channel writes to it. Raises UsageError."""
    try:
        if text.startswith(_ID):
            return checked(text.removeprefix(_ID).strip(), "key")
        return phone(text) if text.startswith(("+", "00")) else mailbox(text)
    except ValueError as error:
        todo = "Write a mail address such as name@example.com, a phone number such as +86 139 1234 5678, or id:1001."
        raise UsageError(str(error), todo=todo) from error


COMMANDS = (settle, suppress)
