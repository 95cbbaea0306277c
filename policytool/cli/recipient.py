"""What `policytool proof --recipient` shows: one person's deliveries, and the version that binds them."""

from __future__ import annotations

import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.cli import console, project
from policytool.cli.layout import paragraph
from policytool.errors import UnknownVersion
from policytool.notices.consents import Answer, answers
from policytool.notices.consents import agreed as accepted
from policytool.notices.ledger.evidence import Told, is_there, of_recipient
from policytool.notices.ledger.ledger import open_ledger
from policytool.release.message import consent

_WORDS = {
    "queued": "waits to be sent",
    "sending": "in hand now",
    "accepted": "taken by the channel",
    "delivered": "reported as delivered",
    "bounced": "came back",
    "failed": "refused for good",
    "unknown": "interrupted before the answer: nobody can tell",
    "suppressed": "not written to",
    "cancelled": "cancelled before it was sent",
}


def show(
    policy: str | None, key: str, agreed: str | None, consents: str | None, day: datetime.date, *, as_json: bool
) -> int:
    """Print it; exit code 1 where neither the ledger nor the list of consents knows anything of this person."""
    with project.opened() as archive:
        chosen = archive.choose(policy)
        told = _told(archive, chosen, key)
        found = () if agreed else given(archive, chosen, key, consents)
        by_list = agreement(found, day)
        agreed = agreed or by_list
        binding = _binding(archive, chosen, agreed, day)
        if as_json:
            values = {"policy": chosen, "recipient": key, "day": day, "agreed": agreed}
            values |= {"binding": _version(binding), "answers": [_answer(one) for one in found]}
            console.print_json({**values, "deliveries": [_json(one) for one in told]})
        else:
            _show(console.out(), key, told)
            _answered(console.out(), found)
            _bound(console.out(), archive, chosen, binding, agreed, day)
        return 0 if told or found else 1


def given(archive: Archive, policy: str, key: str, consents: str | None) -> tuple[Answer, ...]:
    """This person's answers by the list that `consents` or the settings name; none where neither names one."""
    settings = archive.settings
    where = consents or settings.notices.consents
    if not where:
        return ()
    if not consents and where not in settings.notices.audiences:
        where = str(settings.root / where)
    return answers(where, settings, key, archive.released(policy))


def agreement(found: tuple[Answer, ...], day: datetime.date) -> str | None:
    """The version that these answers agree to on `day`; None for the silent."""
    last = accepted(found, day)
    return str(last.version.number) if last else None


def _told(archive: Archive, policy: str, key: str) -> list[Told]:
    if not is_there(archive.settings):
        return []
    with open_ledger(archive.settings) as ledger:
        return [one for one in of_recipient(ledger, key) if one.campaign.policy == policy]


def _binding(archive: Archive, policy: str, agreed: str | None, day: datetime.date) -> Version | None:
    """The version that binds on `day` whoever agreed to `agreed`, or to the first version, and to nothing since."""
    versions = archive.versions(policy)
    if agreed is None and not versions:
        return None
    try:
        return archive.binding(policy, day, agreed or str(versions[0].number))
    except UnknownVersion:
        if agreed is not None:
            raise
        return None


def _show(out: Console, key: str, told: list[Told]) -> None:
    out.print(Text(key, style="bold"))
    if not told:
        paragraph(out, "The ledger on this computer knows of no delivery to this person.", indent=2, style="yellow")
    for one in told:
        campaign = one.campaign
        title = f"{campaign.policy} {campaign.version}, {campaign.significance}, by {campaign.channel}: {one.state}"
        paragraph(out, title, indent=2, style="bold")
        paragraph(out, f"delivery {one.delivery}, planned {campaign.planned:%Y-%m-%d %H:%M} UTC", indent=4, style="dim")
        for event in one.events:
            words = event.detail or _WORDS.get(event.state, event.state)
            mark = f"{event.at:%Y-%m-%d %H:%M:%S} UTC  {event.state:<10}  "
            paragraph(out, f"{words} ({event.source})", indent=4, mark=mark)


def _bound(
    out: Console, archive: Archive, policy: str, binding: Version | None, agreed: str | None, day: datetime.date
) -> None:
    if binding is None:
        paragraph(out, f"On {day} no version of {policy} binds this person.", indent=2)
        return
    assumed = f"agreed to {agreed}" if agreed else "was there from the first version on"
    words = f"On {day} {policy} {binding.number} binds this person, who {assumed} and has agreed to nothing since."
    paragraph(out, words, indent=2)
    for version in archive.versions(policy):
        if version.number > binding.number and version.record.consent and version.record.consent.asked:
            paragraph(out, f"{version.number} asks for consent: {consent(version.record.consent)}.", indent=2)
    if agreed is None:
        paragraph(
            out,
            "If the person agreed to a later version, name it with --agreed, or the list of consents with --consents.",
            indent=2,
            style="dim",
        )


def _answered(out: Console, found: tuple[Answer, ...]) -> None:
    for one in found:
        words = "agreed to" if one.agrees else "did not agree to"
        when = f"on {one.day}" if one.day else "on a day that the list does not name"
        paragraph(out, f"{when}: {words} {one.version.number} (line {one.line} of the list of consents)", indent=2)


def _answer(one: Answer) -> dict[str, Any]:
    return {"line": one.line, "version": str(one.version.number), "day": one.day, "agrees": one.agrees}


def _version(version: Version | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {"version": str(version.number), "effective": version.effective, "record_sha256": version.record_sha256}


def _json(one: Told) -> dict[str, Any]:
    campaign = one.campaign
    return {
        "campaign": campaign.id,
        "version": campaign.version,
        "significance": campaign.significance,
        "channel": campaign.channel,
        "delivery": one.delivery,
        "state": one.state,
        "planned": campaign.planned,
        "record_sha256": campaign.record_sha256,
        "events": [
            {"at": event.at, "state": event.state, "source": event.source, "detail": event.detail}
            for event in one.events
        ],
    }
