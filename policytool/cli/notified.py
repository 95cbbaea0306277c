"""What `policytool notify` shows: campaigns, their numbers, and what a person has to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from policytool.cli import console
from policytool.cli.layout import columns, many, paragraph
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Standing
from policytool.notices.ledger.states import STATES, State
from policytool.notices.planning import Planned, public

_SHOWN = 10
_REVISIONS = frozenset({"first", "minor", "significant"})
"""What campaigns tell of, unless of another notice."""
_WORDS: dict[State, str] = {
    "queued": "wait to be sent",
    "sending": "in hand now",
    "accepted": "taken by the channel",
    "delivered": "reported as delivered",
    "bounced": "came back",
    "failed": "refused for good",
    "unknown": "interrupted before the answer: nobody can tell",
    "suppressed": "must not be written to",
    "cancelled": "not told: the campaign was cancelled",
}
_KINDS = {
    "address": "without a usable address",
    "duplicate": "named twice",
    "name": "with an unusable name",
    "key": "with an unusable id",
    "language": "with an unusable language",
    "columns": "with more or fewer cells than headings",
    "told": "told by another campaign",
}
"""What is wrong with a line that was left out, after a number."""
_STYLES: dict[State, str] = {"unknown": "bold yellow", "failed": "red", "bounced": "red"}


def show_planned(out: Console, planned: Planned) -> None:
    """A new campaign, and every line of the audience that was left out."""
    campaign = planned.campaign
    out.print(Text(campaign.id, style="bold"))
    about = f"in force from {campaign.effective}" if campaign.significance in _REVISIONS else str(campaign.effective)
    paragraph(out, f"{campaign.policy} {campaign.version}, {campaign.significance}, {about}.", indent=2)
    if public(campaign):
        paragraph(out, "The notice on the website, for everybody.", indent=2)
    else:
        spoken = ", ".join(f"{language} {count}" for language, count in planned.languages.items())
        paragraph(out, f"{many(campaign.total, 'recipient')} by {campaign.channel} ({spoken}).", indent=2)
        paragraph(out, f"The list is frozen: SHA-256 {campaign.audience_sha256[:16]}…", indent=2)
    if campaign.rejected:
        name, left = Path(campaign.audience_path).name, "is" if campaign.rejected == 1 else "are"
        title = f"{many(campaign.rejected, 'line')} of {name} {left} left out: {_kinds(planned.left_out)}."
        paragraph(out, title, indent=2, style="yellow")
        for problem in planned.problems[:_SHOWN]:
            paragraph(out, problem.reason, indent=4, mark=f"line {problem.line}: ")
        if campaign.rejected > _SHOWN:
            more = campaign.rejected - _SHOWN
            paragraph(out, f"and {more:,} more. `--problems FILE.csv` writes them all into a file.", indent=4)
    if planned.suppressed:
        who = many(planned.suppressed, "person", "people")
        paragraph(out, f"{who} of these must not be written to, and will not be: suppressed.", indent=2)
    step = "send" if public(campaign) else "preview"
    console.tell(f"Next: policytool notify {step} {campaign.id}")


def show_standing(ledger: Ledger, standing: Standing) -> None:
    """One campaign in full."""
    campaign, out = standing.campaign, console.out()
    out.print(Text(campaign.id, style="bold").append(f"  {standing.state}", style="not bold"))
    shown = [state for state in STATES if standing.counts[state]]
    rows = [("number", "state", ""), *((f"{standing.counts[state]:,}", state, _WORDS[state]) for state in shown)]
    columns(
        out, [*rows, (f"{campaign.total:,}", "in all", "")], indent=2, styles=[_STYLES.get(s, "") for s in shown] + [""]
    )
    if campaign.rejected:
        verb = "was" if campaign.rejected == 1 else "were"
        left = f"{many(campaign.rejected, 'line')} of the list {verb} left out when it was frozen."
        paragraph(out, left, indent=2, style="yellow")
    if not standing.adds_up:
        paragraph(out, "These numbers do not add up: the ledger was damaged.", indent=2, style="bold red")
    for state in ("queued", "unknown", "failed", "bounced"):
        if standing.counts[state] and (state != "queued" or standing.started):
            _list(ledger, standing, state)
    closed = any(one.step == "closed" for one in ledger.steps(campaign))
    following = _next(standing, closed=closed)
    if following:
        paragraph(console.err(), following, mark="Next: ")


def show_all(standings: Sequence[Standing]) -> None:
    """One line for each campaign."""
    if not standings:
        console.tell("Nothing has been planned yet. Plan with `policytool notify plan`.")
        return
    rows: list[tuple[str, ...]] = [("number", "campaign", "state", "in all", "told", "open", "not told")]
    for one in standings:
        counts = one.counts
        told = counts["accepted"] + counts["delivered"]
        unfinished = counts["queued"] + counts["sending"] + counts["unknown"]
        missed = counts["failed"] + counts["bounced"] + counts["suppressed"] + counts["cancelled"]
        numbers = (f"{number:,}" for number in (one.campaign.total, told, unfinished, missed))
        rows.append((str(one.campaign.number), one.campaign.id, one.state, *numbers))
    columns(console.out(), rows)


def planned_json(made: Sequence[Planned]) -> dict[str, Any]:
    """All new campaigns; at the top the one that has recipients of its own, else the first."""
    chief = next((one for one in made if not public(one.campaign)), made[0])
    return {**_planned(chief), "campaigns": [_planned(one) for one in made]}


def standings_json(standings: Sequence[Standing]) -> dict[str, Any]:
    """One campaign as an object; several with the newest at the top."""
    if len(standings) == 1:
        return standing_json(standings[0])
    newest = standing_json(standings[-1]) if standings else {}
    return {**newest, "campaigns": [standing_json(one) for one in standings]}


def standing_json(standing: Standing) -> dict[str, Any]:
    campaign = standing.campaign
    return {
        "campaign": campaign.id,
        "number": campaign.number,
        "policy": campaign.policy,
        "version": campaign.version,
        "channel": campaign.channel,
        "state": standing.state,
        "held": campaign.held,
        "total": campaign.total,
        "deliveries": standing.counts,
        "adds_up": standing.adds_up,
        "per_minute": round(standing.pace * 60),
        "seconds_left": standing.seconds_left,
        "needs_person": standing.needs_person,
        "rejected": campaign.rejected,
        "audience_sha256": campaign.audience_sha256,
        "again": campaign.reason,
        "planned": campaign.planned.isoformat(),
    }


def _planned(planned: Planned) -> dict[str, Any]:
    campaign = planned.campaign
    return {
        "campaign": campaign.id,
        "number": campaign.number,
        "policy": campaign.policy,
        "version": campaign.version,
        "significance": campaign.significance,
        "effective": campaign.effective,
        "channel": campaign.channel,
        "total": campaign.total,
        "languages": dict(planned.languages),
        "audience": campaign.audience_path,
        "audience_sha256": campaign.audience_sha256,
        "suppressed": planned.suppressed,
        "rejected": campaign.rejected,
        "left_out": dict(planned.left_out),
        "problems": [{"line": one.line, "kind": one.kind, "reason": one.reason} for one in planned.problems],
    }


def _kinds(left_out: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {_KINDS.get(kind, kind)}" for kind, count in left_out.items())


def _list(ledger: Ledger, standing: Standing, state: State) -> None:
    out, found = console.out(), ledger.listed(standing.campaign, state, _SHOWN)
    rows = [row for row in found if row[2]]
    if not rows:
        return
    out.print()
    paragraph(out, f"{state.capitalize()}:", indent=2)
    for line, recipient, detail in rows:
        mark = f"line {line}, {recipient}: " if not public(standing.campaign) else ""
        paragraph(out, detail, indent=4, mark=mark)
    if standing.counts[state] > len(rows):
        paragraph(out, f"and {standing.counts[state] - len(rows):,} more.", indent=4)


def _next(standing: Standing, *, closed: bool) -> str:
    name, counts = standing.campaign.id, standing.counts
    if standing.running:
        left = standing.seconds_left
        return f"wait: it is being sent{f', for about {_time(left)} more' if left else ''}."
    if counts["unknown"]:
        found = many(counts["unknown"], "delivery", "deliveries")
        return (
            f"look for {found} in the server's log, then decide: `policytool notify settle {name} --accept` "
            f"counts them as told, `--resend` sends them again."
        )
    if counts["queued"] and standing.campaign.held:
        return f"policytool notify resume {name}"
    if counts["queued"]:
        return f"policytool notify send {name}"
    if counts["failed"] or counts["bounced"]:
        return f"tell these people by another channel, such as policytool notify escalate {name} --to sms"
    if standing.state in {"finished", "cancelled"} and not closed:
        when = "" if public(standing.campaign) else "once it is known what came back, "
        return f"{when}policytool notify close {name}"
    return ""


def _time(seconds: int) -> str:
    """ "40 seconds", "12 minutes", "3 hours"."""
    if seconds < 120:
        return f"{seconds} seconds"
    return f"{seconds // 60} minutes" if seconds < 7200 else f"{seconds // 3600} hours"
