"""`policytool sign-off`: keep a person's decision on exactly this draft, for whoever releases it."""

from __future__ import annotations

import datetime

import click

from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.cli import console, deciding, project, signing, verdict
from policytool.cli.deciding import Choices
from policytool.cli.recovering import put_right
from policytool.errors import NotSignedOff
from policytool.release import json
from policytool.release.held import Held
from policytool.release.model import Proposal, Signature
from policytool.release.perform import planned_channels, refuse
from policytool.release.sign_off import sign_off


@click.command("sign-off")
@project.policy_named
@click.option("--by", metavar="'NAME <MAIL>'", help="The person who decides. Asked for in a terminal.")
@deciding.options
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout; asks nothing.")
def command(policy: str | None, policy_option: str | None, by: str | None, as_json: bool, **options: object) -> None:
    """Confirm or override the verdict on the draft, so that somebody else can release it.

    The decision is committed together with the draft. It counts for exactly these texts:
    one changed word, and the release asks for a new one. Push it, so that the person or
    the program that releases has it.

    \b
    Examples:
      policytool sign-off
      policytool sign-off --by "Ada Lawyer <ada@example.com>"
      policytool sign-off --by "Ada Lawyer <ada@example.com>" --override minor \\
                          --reason "Only the layout of the list changed"
    """
    choices = Choices(**options)  # type: ignore[arg-type]
    with project.opened() as archive:
        chosen = project.meant(archive, policy, policy_option)
        put_right(archive)
        today = project.today()
        proposal = deciding.proposed(archive, chosen, choices, today)
        head = archive.head
        found = _decide(archive, proposal, choices, by, today, as_json=as_json)
        if as_json:
            console.print_json({**json.signed(found.signed, found.sha256), "written": archive.head != head})
            return
        decision, new = found.signed.sign_off, archive.head != head
        kept = "Signed off" if new else "This was signed off already"
        console.out().print(
            f"{kept}: {chosen} {found.signed.version}, {decision.significance}, by {found.signature}.", style="green"
        )
        share = "share it with `git push`, then " if worktree.shared(archive.repository) else ""
        console.tell(f"Next: {share}release it with `policytool release`, here or elsewhere.")


def _decide(
    archive: Archive, proposal: Proposal, choices: Choices, by: str | None, today: datetime.date, *, as_json: bool
) -> Held:
    if not as_json:
        verdict.show(console.err(), proposal, planned_channels(archive.settings, proposal, notify=False), today)
    asking = console.interactive() and not as_json
    if proposal.questions and asking:
        proposal, choices = deciding.answered(archive, proposal, choices, today)
    refuse(proposal.blocking)
    if by:
        signature = Signature.parse(by)
    elif asking:
        known = worktree.identity(archive.repository)
        kept = deciding.reasons(archive, proposal, choices)
        decision = signing.ask(proposal, choices.reason, known, reasons=kept, verb="Sign off")
        if decision.significance != proposal.significance:
            proposal = deciding.proposed(archive, proposal.policy, choices, today, override=decision.significance)
        signature, choices = decision.signature, deciding.with_decision(choices, decision)
    else:
        raise _unnamed(proposal)
    return sign_off(
        archive,
        proposal,
        signature,
        now=project.now(),
        reason=choices.reason,
        reasons=deciding.reasons(archive, proposal, choices),
        effective=choices.effective,
        step=deciding.step,
    )


def _unnamed(proposal: Proposal) -> NotSignedOff:
    todo = 'If you agree, run again with --by "Your Name <you@example.com>". Nothing was written.'
    return deciding.nobody(proposal, todo)
