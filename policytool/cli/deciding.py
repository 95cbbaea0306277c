"""The options by which a person decides on a draft, shared by `sign-off` and `release`, and the proposal they make."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from policytool.archive.acts import SignedDraft
from policytool.archive.archive import Archive
from policytool.archive.record import ConsentPlan, FindingReason
from policytool.cli import console, project, signing
from policytool.errors import NotSignedOff
from policytool.release import reasons as forms
from policytool.release.model import Proposal
from policytool.release.propose import propose
from policytool.significance.model import Significance

_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the options say about the draft."""

    override: Significance | None = None
    reason: str = ""
    reasons: Path | None = None
    """A form with a reason for each finding."""
    kept: tuple[FindingReason, ...] = ()
    """The reasons that were given before, or in the terminal."""
    published: datetime.date | None = None
    effective: datetime.date | None = None
    emergency: str = ""
    consent: str = ""
    consent_until: datetime.date | None = None
    no_consent_reason: str = ""
    translation_later: bool = False

    @classmethod
    def of(cls, signed: SignedDraft, languages: int, published: datetime.date | None) -> Choices:
        """Those that were made when the draft, which has so many `languages`, was signed off."""
        decision, consent = signed.sign_off, signed.consent or ConsentPlan()
        return cls(
            override=decision.significance if signed.verdict else None,
            reason=decision.reason,
            kept=decision.reasons,
            published=published,
            effective=signed.effective,
            emergency=decision.emergency,
            consent=consent.asked,
            consent_until=consent.until,
            no_consent_reason=consent.waived,
            translation_later=len(signed.texts) < languages,
        )

    @property
    def decided(self) -> bool:
        """Whether any of them belongs to a decision that was made."""
        return dataclasses.replace(self, published=None) != Choices()


def options(function: _Function) -> _Function:
    """The options of Choices, without the day of posting."""
    for option in reversed(
        (
            click.option("--override", type=click.Choice(["minor", "significant"]), help="Replace the verdict."),
            click.option("--reason", default="", metavar="TEXT", help="Why; needed to lower a significant verdict."),
            click.option(
                "--reasons",
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help="A reason for each finding, where there are several; the form is written if there is none yet.",
            ),
            click.option(
                "--effective",
                type=project.Day(),
                metavar="DATE",
                help="The day of effect (by the settings' lead time).",
            ),
            click.option(
                "--emergency", default="", metavar="TEXT", help="Why the day of effect cannot wait for the lead time."
            ),
            click.option(
                "--consent", default="", metavar="WHO", help="Who is asked before a revision leaves users with less."
            ),
            click.option("--consent-until", type=project.Day(), metavar="DATE", help="The last day for their answer."),
            click.option("--no-consent-reason", default="", metavar="TEXT", help="Why nobody is asked."),
            click.option("--translation-later", is_flag=True, help="Leave out translations that were not revised."),
        )
    ):
        function = option(function)
    return function


def proposed(
    archive: Archive, policy: str, choices: Choices, today: datetime.date, *, override: Significance | None = None
) -> Proposal:
    """The draft judged with these choices; `override` stands in for theirs."""
    return propose(
        archive,
        archive.settings,
        policy,
        today,
        effective=choices.effective,
        published=choices.published,
        override=override or choices.override,
        translation_later=choices.translation_later,
        emergency=choices.emergency,
        consent=plan(choices),
    )


def plan(choices: Choices) -> ConsentPlan | None:
    """The consent plan that the options make. Raises UsageError for half a plan, or two."""
    asked, waived = " ".join(choices.consent.split()), " ".join(choices.no_consent_reason.split())
    if asked and waived:
        raise click.UsageError("Choose one of --consent and --no-consent-reason.")
    if bool(asked) != (choices.consent_until is not None):
        raise click.UsageError("Give --consent WHO and --consent-until DATE together.")
    return ConsentPlan(asked=asked, until=choices.consent_until, waived=waived) if asked or waived else None


def answered(archive: Archive, proposal: Proposal, choices: Choices, today: datetime.date) -> tuple[Proposal, Choices]:
    """The proposal with the answers of the person at the terminal to its questions."""
    choices = dataclasses.replace(choices, **signing.ask_consent(proposal.questions))
    return proposed(archive, proposal.policy, choices, today), choices


def reasons(archive: Archive, proposal: Proposal, choices: Choices) -> tuple[FindingReason, ...]:
    """The reasons for lowering the verdict: kept already, or of the form.

    Raises NotSignedOff where the form is not filled in; one that is not there yet is written.
    """
    if choices.reasons is None or not proposal.lowered:
        return choices.kept
    if choices.reasons.exists():
        return forms.read(choices.reasons, proposal)
    if choices.reasons.resolve().parent == archive.folder.resolve():
        raise click.UsageError("Every file in the policies' folder is read as a policy: keep the reasons elsewhere.")
    choices.reasons.write_text(forms.form(proposal), encoding="utf-8")
    todo = "Fill it in and run the same command again."
    raise NotSignedOff("a form for the reasons was written; nothing was decided yet", path=choices.reasons, todo=todo)


def with_decision(choices: Choices, decision: signing.Decision) -> Choices:
    """The choices with what the person at the terminal answered."""
    return dataclasses.replace(choices, reason=decision.reason, reasons=None, kept=decision.reasons)


def nobody(proposal: Proposal, todo: str) -> NotSignedOff:
    """The refusal of what nobody decided."""
    if proposal.previous is None:
        message = f"{proposal.policy} {proposal.number} is ready, but nobody has signed off"
    else:
        message = f"this revision is {proposal.significance} ({proposal.number}), and nobody has signed off"
    return NotSignedOff(message, todo=todo)


def step(name: str) -> None:
    """Tell a step of a change that people want to know of."""
    if name.startswith(("write", "commit", "tag")):
        console.tell(f"  {name}", "dim")
