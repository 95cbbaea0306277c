"""The questions that a release asks in a terminal: the decision, its reason, the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click

from policytool.archive.record import FindingReason
from policytool.cli.layout import plain
from policytool.cli.project import Day
from policytool.errors import NotSignedOff
from policytool.release.model import Problem, Proposal, Signature
from policytool.release.reasons import given, wanting
from policytool.significance.model import Finding, Significance


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the person answered."""

    significance: Significance
    reason: str
    signature: Signature
    reasons: tuple[FindingReason, ...] = ()


def ask(
    proposal: Proposal,
    reason: str,
    known: tuple[str, str] | None,
    *,
    reasons: tuple[FindingReason, ...] = (),
    verb: str = "Release",
) -> Decision:
    """The decision of the person at the terminal. Raises NotSignedOff when they decline.

    What lowers the verdict is asked for each finding, unless `reason` or `reasons` say it already.
    """
    significance = proposal.significance
    if proposal.assessment is not None:
        other: Significance = "minor" if significance == "significant" else "significant"
        choice = click.prompt(
            f"Do you confirm that this revision is {significance}? (yes, no, or {other})",
            type=click.Choice(["yes", "no", other], case_sensitive=False),
            show_choices=False,
            err=True,
        )
        if choice == "no":
            raise NotSignedOff("nothing was released", todo="Edit the draft and run again when you are ready.")
        significance = other if choice == other else significance
        if significance == "minor" and proposal.assessment.significance == "significant" and not reasons:
            reason, reasons = _why(wanting(proposal.assessment), reason)
    signature = _signature(known)
    if not click.confirm(f"{verb} {proposal.policy} under the name {signature}?", err=True):
        raise NotSignedOff("nothing was released", todo="Run again when you are ready.")
    return Decision(significance=significance, reason=reason, signature=signature, reasons=reasons)


def _why(findings: list[Finding], reason: str) -> tuple[str, tuple[FindingReason, ...]]:
    """The reason where one is enough, else one for each finding."""
    if len(findings) <= 1:
        return reason or click.prompt("Why is it minor? The record keeps your reason", err=True), ()
    click.echo(f"Why is it minor? Say it for each of the {len(findings)} findings; the record keeps it.", err=True)
    return reason, tuple(_why_not(finding, number) for number, finding in enumerate(findings, 1))


def _why_not(finding: Finding, number: int) -> FindingReason:
    place = f"{finding.section}: " if finding.section else ""
    click.echo(f"\n{number}. {plain(place + finding.reason)}", err=True)
    while not (why := click.prompt("   Not significant, because", err=True).strip()):
        pass
    return given(finding, why)


def ask_consent(questions: tuple[Problem, ...]) -> dict[str, Any]:
    """The consent plan of the person at the terminal, as the options of the release."""
    for question in questions:
        click.echo(str(question), err=True)
    asked = click.prompt("Who is asked to agree? (Enter: nobody)", default="", show_default=False, err=True)
    if not asked.strip():
        return {"no_consent_reason": click.prompt("Why is nobody asked? The record keeps your reason", err=True)}
    until = click.prompt("Until which day can they answer?", type=Day(), err=True)
    return {"consent": asked, "consent_until": until}


def _signature(known: tuple[str, str] | None) -> Signature:
    offered = f"{known[0]} <{known[1]}>" if known else None
    while True:
        try:
            return Signature.parse(click.prompt("Your name and mail address", default=offered, err=True))
        except NotSignedOff as problem:
            click.echo(f"{problem.message}. Write: Ada Lawyer <ada@example.com>", err=True)
