"""`policytool status`: where each policy stands."""

from __future__ import annotations

import datetime
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from policytool.archive.model import Standing, Version, standing
from policytool.cli import console, project
from policytool.cli.layout import columns, days, many, paragraph
from policytool.cli.noticed import Notices, notice_lines, value
from policytool.release import json
from policytool.release.message import consent
from policytool.release.standing import Status, next_step, status

_STYLES: dict[Standing, str] = {
    "in force": "bold green",
    "upcoming": "bold yellow",
    "superseded": "",
    "withdrawn": "dim",
}


@click.command("status")
@project.policy_named
@click.option("--today", "day", type=project.Day(), metavar="DATE", help="Tell it for this day.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(policy: str | None, policy_option: str | None, day: datetime.date | None, as_json: bool) -> int:
    """Where each policy stands: its versions, what is in force, what is upcoming, what the draft changes.

    \b
    Examples:
      policytool status
      policytool status privacy-policy --today 2026-12-31
    """
    with project.opened() as archive:
        when = day or project.today()
        one = archive.choose(policy or policy_option) if policy or policy_option else None
        found = [status(archive, name, when) for name in ([one] if one else archive.policies())]
        if not found:
            archive.choose(None)
        notices = {entry.policy: Notices.of(archive, entry.policy) for entry in found}
    if as_json:
        console.print_json({"today": when, "policies": [_json(entry, notices[entry.policy]) for entry in found]})
    else:
        for number, entry in enumerate(found):
            if number:
                console.out().print()
            _show(console.out(), entry, notices[entry.policy])
    troubles = [entry.trouble for entry in found if entry.trouble is not None]
    for trouble in troubles:
        console.error(trouble)
    return max((trouble.exit_code for trouble in troubles), default=0)


def _show(out: Console, entry: Status, notices: Notices) -> None:
    out.print(Text(entry.title or entry.policy, style="bold").append(f"  {entry.policy}", style="not bold dim"))
    paragraph(out, _binding(entry), indent=2)
    for version in entry.upcoming:
        when = days((version.effective - entry.day).days)
        paragraph(out, f"Upcoming: {version.number}, from {version.effective} ({when}).", indent=2, style="yellow")
    for version in (*([entry.in_force] if entry.in_force else []), *entry.upcoming):
        if version.record.consent:
            paragraph(out, f"Consent to {version.number}: {consent(version.record.consent)}.", indent=2)
    if entry.versions:
        out.print()
        _table(out, entry)
        out.print()
    for version in entry.versions:
        if version.withdrawal:
            act = version.withdrawal
            told = f"{version.number} was withdrawn on {act.when.date()} by {act.name}: {act.reason}"
            paragraph(out, told, indent=2, style="dim")
    for line in notice_lines(notices):
        paragraph(out, line, indent=2)
    paragraph(out, _draft(entry), indent=2)
    paragraph(out, next_step(entry), indent=2, mark="Next: ")


def _binding(entry: Status) -> str:
    if entry.in_force is not None:
        return f"In force: {entry.in_force.number}, since {entry.in_force.effective}."
    return "Nothing is in force yet." if entry.latest else "Nothing has been released yet."


def _table(out: Console, entry: Status) -> None:
    newest_first = entry.versions[::-1]
    stands = [standing(version, entry.versions, entry.day) for version in newest_first]
    rows = [("version", "published", "effective", "standing", "significance", "signed off by")]
    for version, where in zip(newest_first, stands, strict=True):
        dates = (version.published.isoformat(), version.effective.isoformat())
        rows.append((str(version.number), *dates, where, _significance(version), _person(version)))
    columns(out, rows, indent=2, styles=[_STYLES[where] for where in stands])


def _person(version: Version) -> str:
    return "imported, nobody" if version.imported else version.record.sign_off.name


def _significance(version: Version) -> str:
    assessment, signed = version.record.assessment, version.record.sign_off
    if assessment is None:
        return "first version"
    met = f" ({', '.join(assessment.kinds)})" if assessment.kinds and signed.significance == "significant" else ""
    marks = (", overridden" if signed.decision == "overridden" else "") + (", emergency" if signed.emergency else "")
    return signed.significance + met + marks


def _draft(entry: Status) -> str:
    if entry.trouble is not None:
        return "Draft: cannot be read."
    if entry.draft is None:
        return "Draft: there is none."
    if entry.waiting is not None:
        decision = entry.waiting.signed.sign_off
        told = f"{decision.significance} ({entry.waiting.signed.version}), by {decision.name} on {decision.when.date()}"
        return f"Draft: signed off as {told}, waits for its release."
    if entry.latest is None:
        return f"Draft: ready to become {entry.draft.number}, in {', '.join(entry.draft.drafts)}."
    if not entry.draft.changed:
        return f"Draft: says the same as {entry.latest.number}."
    changes = len(entry.draft.redline.changes) if entry.draft.redline else 0
    verdict = f"The verdict: {entry.draft.significance}, so it would be {entry.draft.number}."
    waits = " Nobody has signed off yet." if entry.stage == "assessed" else ""
    return f"Draft: {many(changes, 'clause')} changed since {entry.latest.number}. {verdict}{waits}"


def _json(entry: Status, notices: Notices) -> dict[str, Any]:
    return {
        "policy": entry.policy,
        "title": entry.title,
        "in_force": str(entry.in_force.number) if entry.in_force else None,
        "upcoming": [
            {
                "version": str(version.number),
                "effective": version.effective,
                "days": (version.effective - entry.day).days,
            }
            for version in entry.upcoming
        ],
        "versions": [
            {**json.version(version), "standing": standing(version, entry.versions, entry.day)}
            for version in entry.versions
        ],
        "stage": entry.stage,
        "draft": _draft_json(entry),
        "signed_off": json.signed(entry.waiting.signed, entry.waiting.sha256) if entry.waiting else None,
        "interrupted": entry.interrupted,
        "notices": [value(one) for one in notices.approved],
        "notice_drafts": list(notices.drafts),
        "next": next_step(entry),
    }


def _draft_json(entry: Status) -> dict[str, Any] | None:
    if entry.trouble is not None:
        return {"error": entry.trouble.message, "where": entry.trouble.where, "todo": entry.trouble.todo}
    if entry.draft is None:
        return None
    return {
        "differs": entry.draft.changed,
        "changes": len(entry.draft.redline.changes) if entry.draft.redline else None,
        "significance": entry.draft.significance if entry.draft.assessment else None,
        "version": str(entry.draft.number),
        "languages": list(entry.draft.drafts),
        "problems": [str(problem) for problem in entry.draft.blocking],
        "warnings": [str(problem) for problem in entry.draft.warnings],
    }
