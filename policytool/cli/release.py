"""`policytool release`: judge the draft, take a person's decision, date, record, commit and tag."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass

import click

from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.archive.record import ConsentPlan
from policytool.cli import console, project, signing, verdict
from policytool.cli.layout import days
from policytool.errors import NotSignedOff, ReleaseRefused
from policytool.release import json
from policytool.release.model import Proposal, Signature
from policytool.release.perform import perform, planned_channels, refuse, signed
from policytool.release.propose import propose
from policytool.release.recover import interrupted, recover
from policytool.significance.model import Significance


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """The options of one call."""

    sign_off: str | None
    override: Significance | None
    reason: str
    published: datetime.date | None
    effective: datetime.date | None
    emergency: str
    consent: str
    consent_until: datetime.date | None
    no_consent_reason: str
    notify: bool
    translation_later: bool
    dry_run: bool
    as_json: bool


@click.command("release")
@project.policy_named
@click.option("--sign-off", metavar="'NAME <MAIL>'", help="The person who decides. Asked for in a terminal.")
@click.option("--override", type=click.Choice(["minor", "significant"]), help="Replace the verdict.")
@click.option("--reason", default="", metavar="TEXT", help="Why; needed to lower a significant verdict.")
@click.option("--published", type=project.Day(), metavar="DATE", help="The day of posting (today).")
@click.option("--effective", type=project.Day(), metavar="DATE", help="The day of effect (by the settings' lead time).")
@click.option("--emergency", default="", metavar="TEXT", help="Why the day of effect cannot wait for the lead time.")
@click.option("--consent", default="", metavar="WHO", help="Who is asked before a revision leaves users with less.")
@click.option("--consent-until", type=project.Day(), metavar="DATE", help="The last day for their answer.")
@click.option("--no-consent-reason", default="", metavar="TEXT", help="Why nobody is asked.")
@click.option("--notify", is_flag=True, help="Plan all notice channels for a minor revision too.")
@click.option("--translation-later", is_flag=True, help="Leave out translations that were not revised.")
@click.option("--dry-run", is_flag=True, help="Show verdict, number and dates; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout; asks nothing.")
def command(policy: str | None, policy_option: str | None, **options: object) -> None:
    """Judge the draft, sign off, date, record and tag a new version.

    A significant revision raises the first number, a minor one the second. The release
    is one commit with the policy's files and its record; push it to publish it. If
    anything fails on the way, everything is as it was before.

    \b
    Examples:
      policytool release --dry-run
      policytool release --sign-off "Ada Lawyer <ada@example.com>"
      policytool release --sign-off "Ada Lawyer <ada@example.com>" --effective 2026-12-31
      policytool release --effective 2026-12-01 --emergency "A court order takes effect that day" \\
                         --sign-off "Ada Lawyer <ada@example.com>"
      policytool release --override minor --reason "Only the layout of the list changed" \\
                         --sign-off "Ada Lawyer <ada@example.com>"
    """
    wanted = _Wanted(**options)  # type: ignore[arg-type]
    with project.opened() as archive:
        chosen = project.meant(archive, policy, policy_option)
        done = _put_right(archive, chosen, wanted)
        if done is not None:
            _report(archive, done, wanted)
            return
        today = project.today()
        proposal = _propose(archive, chosen, wanted, wanted.override, today)
        if wanted.dry_run:
            _rehearse(archive, proposal, wanted, today)
            return
        _report(archive, _release(archive, proposal, wanted, today), wanted)


def _put_right(archive: Archive, policy: str, wanted: _Wanted) -> Version | None:
    """Finish or take back a release that was interrupted; the version, where this very policy's was finished."""
    title = interrupted(archive)
    if title is not None and wanted.dry_run:
        raise ReleaseRefused(f"the release of {title} was interrupted", todo="Run again without --dry-run first.")
    recovered = recover(archive)
    if recovered is None:
        return None
    outcome = "its commit was there and it is finished now" if recovered.finished else "it was taken back"
    console.tell(f"The release of {recovered.title} was interrupted: {outcome}.", "yellow")
    name, _, number = recovered.title.partition(" ")
    return archive.version(policy, number) if recovered.finished and name == policy else None


def _propose(
    archive: Archive, policy: str, wanted: _Wanted, override: Significance | None, today: datetime.date
) -> Proposal:
    return propose(
        archive,
        archive.settings,
        policy,
        today,
        effective=wanted.effective,
        published=wanted.published,
        override=override,
        translation_later=wanted.translation_later,
        emergency=wanted.emergency,
        consent=_consent(wanted),
    )


def _consent(wanted: _Wanted) -> ConsentPlan | None:
    """The plan that the options make. Raises UsageError for half a plan, or two."""
    asked, waived = " ".join(wanted.consent.split()), " ".join(wanted.no_consent_reason.split())
    if asked and waived:
        raise click.UsageError("Choose one of --consent and --no-consent-reason.")
    if bool(asked) != (wanted.consent_until is not None):
        raise click.UsageError("Give --consent WHO and --consent-until DATE together.")
    return ConsentPlan(asked=asked, until=wanted.consent_until, waived=waived) if asked or waived else None


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


def _release(archive: Archive, proposal: Proposal, wanted: _Wanted, today: datetime.date) -> Version:
    if not wanted.as_json:
        verdict.show(console.err(), proposal, planned_channels(archive.settings, proposal, notify=wanted.notify), today)
    if proposal.questions and console.interactive() and not wanted.as_json:
        wanted = dataclasses.replace(wanted, **signing.ask_consent(proposal.questions))
        proposal = _propose(archive, proposal.policy, wanted, wanted.override, today)
    refuse(proposal.blocking)
    reason = wanted.reason
    if wanted.sign_off:
        signature = Signature.parse(wanted.sign_off)
    elif console.interactive() and not wanted.as_json:
        decision = signing.ask(proposal, reason, worktree.identity(archive.repository))
        if decision.significance != proposal.significance:
            proposal = _propose(archive, proposal.policy, wanted, decision.significance, today)
            refuse(proposal.blocking)
        signature, reason = decision.signature, decision.reason
    else:
        raise _unsigned(proposal)
    now = project.now()
    signed(proposal, signature, reason, now)
    return perform(
        archive, archive.settings, proposal, signature, now=now, reason=reason, notify=wanted.notify, step=_step
    )


def _unsigned(proposal: Proposal) -> NotSignedOff:
    if proposal.previous is None:
        message = f"{proposal.policy} {proposal.number} is ready, but nobody has signed off"
    else:
        message = f"this revision is {proposal.significance} ({proposal.number}), and nobody has signed off"
    todo = 'If you agree, run again with --sign-off "Your Name <you@example.com>". Nothing was written.'
    return NotSignedOff(message, todo=todo)


def _step(name: str) -> None:
    if name.startswith(("write", "commit", "tag")):
        console.tell(f"  {name}", "dim")


def _report(archive: Archive, version: Version, wanted: _Wanted) -> None:
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
