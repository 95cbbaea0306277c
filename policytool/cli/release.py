"""`policytool release`: judge the draft, take a person's decision, date, record, commit and tag."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import click

from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.cli import console, deciding, project, signing, timestamp, verdict
from policytool.cli.deciding import Choices
from policytool.cli.layout import days
from policytool.cli.recovering import put_right
from policytool.errors import NotSignedOff
from policytool.release import json
from policytool.release.held import Held, agree, held, outdated
from policytool.release.model import Proposal, Signature
from policytool.release.perform import perform, planned_channels, refuse, signed


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """The options of one call, the decision apart."""

    sign_off: str | None
    notify: bool
    dry_run: bool
    as_json: bool


@click.command("release")
@project.policy_named
@click.option("--sign-off", metavar="'NAME <MAIL>'", help="The person who decides. Asked for in a terminal.")
@click.option("--published", type=project.Day(), metavar="DATE", help="The day of posting (today).")
@deciding.options
@click.option("--notify", is_flag=True, help="Plan all notice channels for a minor revision too.")
@click.option("--dry-run", is_flag=True, help="Show verdict, number and dates; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout; asks nothing.")
def command(
    policy: str | None,
    policy_option: str | None,
    sign_off: str | None,
    notify: bool,
    dry_run: bool,
    as_json: bool,
    **options: object,
) -> None:
    """Judge the draft, sign off, date, record and tag a new version.

    A significant revision raises the first number, a minor one the second. The release
    is one commit with the policy's files and its record; push it to publish it. If
    anything fails on the way, everything is as it was before. A draft that was signed
    off before, with `policytool sign-off`, is released under that decision.

    \b
    Examples:
      policytool release --dry-run
      policytool release --sign-off "Ada Lawyer <ada@example.com>"
      policytool release --sign-off "Ada Lawyer <ada@example.com>" --effective 2026-12-31
      policytool release --effective 2026-12-01 --emergency "A court order takes effect that day" \\
                         --sign-off "Ada Lawyer <ada@example.com>"
      policytool release --override minor --reason "Only the layout of the list changed" \\
                         --sign-off "Ada Lawyer <ada@example.com>"
      policytool release --override minor --reasons why.md --sign-off "Ada Lawyer <ada@example.com>"
    """
    wanted = _Wanted(sign_off=sign_off, notify=notify, dry_run=dry_run, as_json=as_json)
    choices = Choices(**options)  # type: ignore[arg-type]
    with project.opened() as archive:
        chosen = project.meant(archive, policy, policy_option)
        done = _finished(archive, chosen, wanted)
        if done is not None:
            _report(archive, done, wanted)
            return
        today = project.today()
        waiting = held(archive, chosen) if sign_off is None else None
        if waiting is not None:
            choices = _decided_before(archive, waiting, choices)
        proposal = deciding.proposed(archive, chosen, choices, today)
        if waiting is not None:
            agree(waiting, proposal)
        if dry_run:
            _rehearse(archive, proposal, wanted, today)
            return
        _report(archive, _release(archive, proposal, wanted, choices, waiting, today), wanted)


def _finished(archive: Archive, policy: str, wanted: _Wanted) -> Version | None:
    """The version, where an interrupted release of this very policy was finished just now."""
    recovered = put_right(archive, dry_run=wanted.dry_run)
    if recovered is None or recovered.what != "release" or not recovered.finished:
        return None
    name, _, number = recovered.title.partition(" ")
    return archive.version(policy, number) if name == policy else None


def _decided_before(archive: Archive, waiting: Held, choices: Choices) -> Choices:
    """What the person chose who signed off. Raises UsageError for options that would change it."""
    decision = waiting.signed.sign_off
    if choices.decided:
        told = f"{waiting.signature} signed off this draft on {decision.when.date()}"
        raise click.UsageError(f"{told}. Leave out what they decided, or decide anew with --sign-off.")
    console.tell(f"Signed off by {waiting.signature} on {decision.when.date()}.")
    languages = archive.draft_languages(waiting.signed.policy)
    return Choices.of(waiting.signed, len(languages), choices.published)


def _rehearse(archive: Archive, proposal: Proposal, wanted: _Wanted, today: datetime.date) -> None:
    channels = planned_channels(archive.settings, proposal, notify=wanted.notify)
    if wanted.as_json:
        console.print_json({**json.proposal(proposal, channels), "dry_run": True, "released": False})
    else:
        verdict.show(console.out(), proposal, channels, today)
    refuse(tuple(problem for problem in proposal.blocking if problem not in proposal.questions))
    for question in proposal.questions:
        console.tell(f"To be answered at the release: {question}\n{question.todo}", "yellow")
    console.tell("Nothing was written (--dry-run).")


def _release(
    archive: Archive,
    proposal: Proposal,
    wanted: _Wanted,
    choices: Choices,
    waiting: Held | None,
    today: datetime.date,
) -> Version:
    if not wanted.as_json:
        verdict.show(console.err(), proposal, planned_channels(archive.settings, proposal, notify=wanted.notify), today)
    asking = console.interactive() and not wanted.as_json
    if proposal.questions and asking:
        proposal, choices = deciding.answered(archive, proposal, choices, today)
    refuse(proposal.blocking)
    if waiting is not None:
        signature = waiting.signature
    elif wanted.sign_off:
        signature = Signature.parse(wanted.sign_off)
    elif asking:
        kept = deciding.reasons(archive, proposal, choices)
        decision = signing.ask(proposal, choices.reason, worktree.identity(archive.repository), reasons=kept)
        if decision.significance != proposal.significance:
            proposal = deciding.proposed(archive, proposal.policy, choices, today, override=decision.significance)
            refuse(proposal.blocking)
        signature, choices = decision.signature, deciding.with_decision(choices, decision)
    else:
        raise _unsigned(archive, proposal)
    now, reasons = project.now(), deciding.reasons(archive, proposal, choices)
    if waiting is None:
        signed(proposal, signature, choices.reason, now, reasons)
    return perform(
        archive,
        archive.settings,
        proposal,
        signature,
        now=now,
        reason=choices.reason,
        reasons=reasons,
        notify=wanted.notify,
        held=waiting,
        step=deciding.step,
    )


def _unsigned(archive: Archive, proposal: Proposal) -> NotSignedOff:
    stale = outdated(archive, proposal.policy)
    todo = 'If you agree, run again with --sign-off "Your Name <you@example.com>". Nothing was written.'
    if stale is None:
        return deciding.nobody(proposal, todo)
    told = f"the draft was edited since {stale.signature} signed it off on {stale.signed.sign_off.when.date()}"
    return NotSignedOff(told, todo="Have it signed off again: `policytool sign-off`. Nothing was written.")


def _report(archive: Archive, version: Version, wanted: _Wanted) -> None:
    timestamp.after(archive, version.policy, str(version.number))
    if wanted.as_json:
        console.print_json({**json.version(version), "dry_run": False, "released": True})
        return
    lead = days((version.effective - project.today()).days)
    console.out().print(
        f"Released {version.policy} {version.number}, in force from {version.effective} ({lead}).", style="green"
    )
    share = " and share it: git push --follow-tags" if worktree.shared(archive.repository) else ""
    console.tell(f"Next: build the website with `policytool build`{share}.")
    if set(version.record.notice_plan.channels) - {"website"}:
        console.tell("Then tell the users: `policytool notify plan`.")
