"""The life of a campaign: planned, approved, sent, paused, cancelled; who may do what, and what was done."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from policytool.config import NoticeSettings
from policytool.errors import NoticeRefused
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Campaign, Standing
from policytool.notices.ledger.steps import Entry, Person, Step


def content(ledger: Ledger, campaign: Campaign) -> str:
    """SHA-256 of what a person approves: every message, the list of recipients, the channel."""
    parts = [campaign.channel, campaign.audience_sha256]
    parts += [f"{tag} {hashlib.sha256(built).hexdigest()}" for tag, built in ledger.contents(campaign).items()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def approvals(entries: Sequence[Entry]) -> list[Entry]:
    """The steps by which people approved a campaign."""
    return [entry for entry in entries if entry.step == "approved"]


def lacking(entries: Sequence[Entry], settings: NoticeSettings) -> str:
    """What approval the settings still want before a campaign is sent to everybody; empty where none."""
    if settings.approval == "none":
        return ""
    given = approvals(entries)
    if settings.approval == "named":
        return "" if given else "nobody has approved it"
    planner = _planner(entries)
    if any(not _same(planner, entry.by) for entry in given):
        return ""
    return f"a second person besides {planner} has to approve it" if planner else "a second person has to approve it"


def approve(ledger: Ledger, campaign: Campaign, by: Person, settings: NoticeSettings) -> bool:
    """Keep that `by` approves the campaign as it is frozen; False where they did before. Raises NoticeRefused."""
    entries, standing = ledger.steps(campaign), ledger.standing(campaign)
    if any(_same(entry.by, by) for entry in approvals(entries)):
        return False
    _not_over(standing)
    planner = _planner(entries)
    if settings.approval == "second-person" and (planner is None or _same(planner, by)):
        todo = 'Somebody else runs: policytool notify approve … --name "…" --email "…".'
        raise NoticeRefused(f"{by} planned {campaign.id}, so a second person has to approve it", todo=todo)
    ledger.note(campaign, "approved", by, content(ledger, campaign))
    return True


def may_send(ledger: Ledger, campaign: Campaign, settings: NoticeSettings) -> None:
    """Raises NoticeRefused where the campaign is paused or cancelled, or an approval is missing."""
    if campaign.held:
        last = _last(ledger.steps(campaign), "paused" if campaign.held == "paused" else "cancelled")
        who = f" by {last.by}: {last.detail}" if last else ""
        todo = f"`policytool notify resume {campaign.id}` lets it go on." if campaign.held == "paused" else ""
        raise NoticeRefused(f"{campaign.id} was {campaign.held}{who}", todo=todo or "Plan a new campaign.")
    missing = lacking(ledger.steps(campaign), settings)
    if missing:
        todo = f'Look at the preview, then: policytool notify approve {campaign.id} --name "…" --email "…".'
        raise NoticeRefused(f"{campaign.id} may not be sent yet: {missing}", todo=todo)


def pause(ledger: Ledger, campaign: Campaign, by: Person, reason: str) -> bool:
    """Stop the campaign, also where it is being sent now; False where it was paused before. Raises NoticeRefused."""
    if campaign.held == "paused":
        return False
    _not_over(ledger.standing(campaign))
    ledger.note(campaign, "paused", by, reason, held="paused")
    return True


def resume(ledger: Ledger, campaign: Campaign, by: Person, reason: str) -> bool:
    """Let a paused campaign be sent again; False where it was not paused. Raises NoticeRefused."""
    if not campaign.held:
        return False
    ledger.note(campaign, "resumed", by, reason, held="")
    return True


def cancel(ledger: Ledger, campaign: Campaign, by: Person, reason: str) -> bool:
    """Tell nobody more by this campaign; False where it was cancelled before. Raises NoticeRefused.

    Whoever was told stays told. What is in hand at this moment is brought to its end.
    """
    if campaign.held == "cancelled":
        return False
    _not_over(ledger.standing(campaign))
    ledger.note(campaign, "cancelled", by, reason, held="cancelled")
    return True


def _not_over(standing: Standing) -> None:
    if standing.state in {"finished", "cancelled"}:
        raise NoticeRefused(f"{standing.campaign.id} is {standing.state}: there is nothing left to decide")
    if not standing.counts["queued"] and not standing.counts["sending"]:
        todo = f"Settle what is unknown: policytool notify settle {standing.campaign.id}."
        raise NoticeRefused(f"nobody is left in the queue of {standing.campaign.id}", todo=todo)


def _planner(entries: Sequence[Entry]) -> Person | None:
    planned = _last(entries, "planned")
    return planned.by if planned and planned.by.name else None


def _last(entries: Sequence[Entry], step: Step) -> Entry | None:
    return next((entry for entry in reversed(entries) if entry.step == step), None)


def _same(one: Person | None, other: Person) -> bool:
    """Whether mail address or name agree: somebody who changes just one of them is still the same person."""
    if one is None:
        return False
    mails = one.email and one.email.casefold() == other.email.casefold()
    return bool(mails) or " ".join(one.name.split()).casefold() == " ".join(other.name.split()).casefold()
