"""`policytool notice`: the policy's other notices, from a form to an approved notice that can be sent."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import click

from policytool.archive.archive import Archive
from policytool.cli import console, deciding, person, project, timestamp
from policytool.cli.layout import columns, many, paragraph
from policytool.cli.noticed import Notices, controller, state
from policytool.cli.noticed import value as notice_value
from policytool.cli.recovering import put_right
from policytool.errors import NoticeRefused
from policytool.forms import decide
from policytool.forms.approved import Approved, get, ids
from policytool.forms.desk import meant
from policytool.forms.draft import draft
from policytool.forms.form import Fault
from policytool.forms.model import KINDS, Kind
from policytool.forms.report import report as page
from policytool.forms.rules import Case
from policytool.notices import planning
from policytool.notices.occasion import of_form

_POLICY = click.option("--policy", metavar="POLICY", help="The policy, where there is more than one.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
_BY = click.option("--by", metavar="'NAME <MAIL>'", help="The person who decides (the one that git knows).")
_FORM = click.argument("notice", metavar="NOTICE")


@click.group("notice")
def command() -> None:
    """Write, check and approve the other notices that a policy promises.

    NOTICE is an id such as incident-1, or the form's file. An approved notice is previewed
    and sent like that of a version: `policytool notify plan --notice incident-1`.

    \b
    Examples:
      policytool notice new termination
      policytool notice check termination-1
      policytool notice approve termination-1 --reason "The board closed the shop"
    """


@command.command("new")
@click.argument("kind", type=click.Choice(KINDS))
@_POLICY
@_JSON
def new(kind: Kind, policy: str | None, as_json: bool) -> None:
    """Write a form for a notice of KIND, in every language of the policy in force.

    incident: after a security incident. termination: before the service ends; the earliest
    day is computed. affiliate: before an affiliate uses information for a new purpose.
    transfer: when another company takes over.

    \b
    Example:
      policytool notice new incident
    """
    with project.opened() as archive:
        chosen = archive.choose(policy)
        made = draft(archive, chosen, kind, project.today(), ids(archive, chosen))
        names = [file.relative_to(archive.root).as_posix() for file in made.files]
    if as_json:
        console.print_json({"policy": chosen, "notice": made.id, "files": names})
        return
    for name in names:
        console.out().print(name, markup=False)
    console.tell(f"Fill it in, then: policytool notice check {made.id}")


@command.command("check")
@_FORM
@_POLICY
@_JSON
def check(notice: str, policy: str | None, as_json: bool) -> int:
    """Tell every field of the form that is missing or wrong, each with its line.

    For the end of a service it also computes the earliest day: today and the days that the
    policy in force promises, or 30. Then it composes every message, as a campaign would.
    Exit code 1 while anything is missing or wrong.

    \b
    Example:
      policytool notice check incident-1
    """
    with project.opened() as archive:
        chosen, identifier = meant(archive, notice, policy)
        case, faults = decide.checked(archive, chosen, identifier, project.today())
        earliest = case.promised.earliest(project.today()) if case and case.form.kind == "termination" else None
        unsound = _unsound(archive, case) if case and not faults else None
    if as_json:
        value = {"policy": chosen, "notice": identifier, "ready": not faults and unsound is None, "earliest": earliest}
        messages = unsound.message if unsound else ""
        console.print_json({**value, "faults": [_fault(fault) for fault in faults], "messages": messages})
        return int(not value["ready"])
    for fault in faults:
        paragraph(console.out(), fault.message, mark=f"{fault.path}:{fault.line}: ")
        paragraph(console.out(), fault.todo, indent=4, style="dim")
    if faults:
        console.failure(f"{many(len(faults), 'field')} to be filled in or corrected.")
        return 1
    if unsound is not None:
        raise unsound
    if earliest:
        console.tell(f"The service may end on {earliest} or later, if everybody is told today.")
    console.out().print("Nothing is missing.", style="green")
    console.tell(f'Next: policytool notice approve {identifier} --reason "…"')
    return 0


@command.command("approve")
@_FORM
@_POLICY
@click.option("--reason", default="", metavar="TEXT", help="Why. The archive keeps it.")
@click.option("--emergency", default="", metavar="TEXT", help="Why people are told later than the policy promises.")
@_BY
@_JSON
def approve(notice: str, policy: str | None, reason: str, emergency: str, by: str | None, as_json: bool) -> None:
    """Approve the form as it lies there, in one commit with a record that joins the chain.

    What was approved is never edited: it can be withdrawn, and another one written.

    \b
    Example:
      policytool notice approve incident-1 --reason "Confirmed by the security team"
    """
    with project.opened() as archive:
        chosen, identifier = meant(archive, notice, policy)
        put_right(archive)
        known = identifier in ids(archive, chosen)
        case, faults = (None, ()) if known else decide.checked(archive, chosen, identifier, project.today(), emergency)
        if case and not faults and (unsound := _unsound(archive, case)) is not None:
            raise unsound
        one = decide.approve(
            archive,
            chosen,
            identifier,
            person.deciding(archive, by),
            now=project.now(),
            reason=reason,
            emergency=emergency,
            step=deciding.step,
        )
        if not known:
            timestamp.after(archive, chosen, one.id)
        _told(one, "was approved already" if known else "Approved", as_json=as_json, new=not known)
        if not as_json and not known:
            site = "" if one.public else " Tell people one by one first; a public notice: policytool notice publish."
            console.tell(f"Next: policytool notify preview --notice {one.id}.{site}")


@command.command("publish")
@_FORM
@_POLICY
@click.option("--reason", default="", metavar="TEXT", help="Why telling people one by one is impracticable.")
@click.option("--until", type=project.Day(), required=True, metavar="DATE", help="The last day on every page.")
@_BY
@_JSON
def publish(notice: str, policy: str | None, reason: str, until: datetime.date, by: str | None, as_json: bool) -> None:
    """Tell of an incident by a public notice too, where people cannot practicably be told one by one.

    The website gets a page for good, and points to it on every page until DATE.

    \b
    Example:
      policytool notice publish incident-1 --until 2027-03-01 --reason "No addresses of guests are kept"
    """
    with project.opened() as archive:
        chosen, identifier = meant(archive, notice, policy)
        put_right(archive)
        before = get(archive, chosen, identifier)
        who = person.deciding(archive, by)
        one = decide.publish(archive, before, who, now=project.now(), reason=reason, until=until)
        known = before.publication is not None
        _told(one, "was made public already" if known else "Made public", as_json=as_json, new=not known)
        if not as_json:
            console.tell("Next: policytool build, then publish the website.")


@command.command("withdraw")
@_FORM
@_POLICY
@click.option("--reason", default="", metavar="TEXT", help="Why. The archive and the website keep it.")
@_BY
@_JSON
def withdraw(notice: str, policy: str | None, reason: str, by: str | None, as_json: bool) -> None:
    """Take an approved notice back: nobody more is told, and its page says so.

    \b
    Example:
      policytool notice withdraw termination-1 --reason "A buyer was found"
    """
    with project.opened() as archive:
        chosen, identifier = meant(archive, notice, policy)
        put_right(archive)
        before = get(archive, chosen, identifier)
        one = decide.take_back(archive, before, person.deciding(archive, by), now=project.now(), reason=reason)
        known = before.withdrawal is not None
        _told(one, "was withdrawn already" if known else "Withdrawn", as_json=as_json, new=not known)
        if not as_json and not known:
            console.tell("If people were told, tell them that it does not hold: `policytool notify status`.")


@command.command("list")
@_POLICY
@_JSON
def list_all(policy: str | None, as_json: bool) -> None:
    """Every form and every approved notice.

    \b
    Example:
      policytool notice list
    """
    with project.opened() as archive:
        chosen = archive.choose(policy)
        notices = Notices.of(archive, chosen)
    found, waiting = notices.approved, notices.drafts
    if as_json:
        console.print_json({"policy": chosen, "drafts": list(waiting), "notices": [notice_value(one) for one in found]})
        return
    rows = [("notice", "about", "state", "approved", "by")]
    rows += [
        (one.id, one.form.day.isoformat(), state(one), f"{one.approval.when:%Y-%m-%d}", one.approval.name)
        for one in found
    ]
    rows += [(one, "", "form", "", "") for one in waiting]
    if len(rows) == 1:
        console.tell("There is none. Begin with: policytool notice new incident")
    else:
        columns(console.out(), rows)


@command.command("report")
@_FORM
@_POLICY
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to (NOTICE-report.html)."
)
def report(notice: str, policy: str | None, output: Path | None) -> None:
    """Write the regulator's copy of an approved incident.

    It lists authorities, times, categories and approximate numbers, and what people are told.
    The page opens in any browser and in Word, and is laid out to be printed.

    \b
    Example:
      policytool notice report incident-1
    """
    with project.opened() as archive:
        chosen, identifier = meant(archive, notice, policy)
        one = get(archive, chosen, identifier)
        if one.kind != "incident":
            raise NoticeRefused(f"{identifier} is no incident", todo="Only an incident is reported to a regulator.")
        data = page(one, controller(archive, one))
    target = output or Path(f"{identifier}-report.html")
    target.write_bytes(data)
    console.out().print(str(target), markup=False)


def _unsound(archive: Archive, case: Case) -> NoticeRefused | None:
    """Why the messages could not go out although nothing is missing in the form; None where they could."""
    try:
        planning.require_sound(archive, of_form(archive, case.form, project.today()))
    except NoticeRefused as error:
        return error
    return None


def _fault(fault: Fault) -> dict[str, Any]:
    return {"path": fault.path, "line": fault.line, "message": fault.message, "todo": fault.todo}


def _told(one: Approved, words: str, *, as_json: bool, new: bool) -> None:
    if as_json:
        console.print_json({**notice_value(one), "written": new})
    elif new:
        console.out().print(f"{words}: {one.policy} {one.id}.", style="green", markup=False)
    else:
        console.out().print(f"{one.policy} {one.id} {words}.", markup=False)
