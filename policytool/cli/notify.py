"""`policytool notify`: plan, preview, send and follow the notices to users."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.archive.open import open_archive
from policytool.cli import bounces, console, escalate, lifecycle, notified, project, settling, worker
from policytool.cli.interrupt import interruptible
from policytool.cli.layout import many
from policytool.cli.listing import listing
from policytool.cli.person import acting, named
from policytool.config import Settings, load
from policytool.errors import ArchiveError, NoticeRefused, UnknownVersion, UsageError
from policytool.forms.approved import get, ids
from policytool.forms.decide import checked
from policytool.forms.desk import meant
from policytool.notices import life, planning, preview, sending
from policytool.notices.audience import COLUMNS, Columns
from policytool.notices.channels.catalogue import Form, described
from policytool.notices.gate import Gate
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.model import Campaign
from policytool.notices.occasion import About, Occasion, find, in_time, may_tell, occasion, of_form
from policytool.notices.segment import Segment
from policytool.notices.source import columns, opened
from policytool.release.promises.kept import late

INTERRUPTED = 130
"""Exit code after Ctrl-C."""
_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_ID = click.argument("campaign", metavar="CAMPAIGN")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")


@click.group("notify")
def command() -> None:
    """Plan, preview, send and follow the notices to users.

    Each person is told once, and every delivery is accounted for: what was interrupted
    at the wrong moment is listed as unknown until you decide, and never sent again on its own.

    \b
    Examples:
      policytool notify plan --version 2.0 --audience customers.csv --channel smtp
      policytool notify preview privacy-policy-2.0-smtp
      policytool notify send privacy-policy-2.0-smtp --test you@example.com --yes
      policytool notify send privacy-policy-2.0-smtp
      policytool notify status
    """


@command.command("plan")
@click.option("--policy", metavar="POLICY", help="Which policy, where there is more than one.")
@click.option("--version", metavar="VERSION", help="The released version to tell of (the newest).")
@click.option("--notice", metavar="NOTICE", help="Another notice that was approved, such as incident-1, or its form.")
@click.option("--audience", metavar="LIST", help="The list of recipients: a CSV file, or an audience of the settings.")
@click.option("--channel", "wanted", metavar="CHANNEL", multiple=True, help="Repeat for several.")
@click.option(
    "--column",
    "headings",
    multiple=True,
    metavar="NAME=HEADING",
    help="The heading that stands for email, phone, key, name or another column. Repeat for several.",
)
@click.option(
    "--segment",
    "segments",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Only people of this region, language or accepted version, such as region=EU. Repeat to narrow.",
)
@click.option("--problems", type=_FILE, metavar="FILE.csv", help="Write every line that is left out into FILE.csv.")
@click.option("--again", default="", metavar="REASON", help="Plan once more what was planned before.")
@named
@_JSON
def plan(
    policy: str | None,
    version: str | None,
    notice: str | None,
    audience: str | None,
    wanted: tuple[str, ...],
    headings: tuple[str, ...],
    segments: tuple[str, ...],
    problems: Path | None,
    again: str,
    name: str,
    email: str,
    as_json: bool,
) -> None:
    """Compose the notice, check and freeze the list of recipients. Nothing is sent.

    The list is a CSV file in UTF-8 whose first line names the columns: id, email, name, language.
    Only email is needed. Lines that cannot be written to are listed with their numbers.
    An audience of the settings may also be a SELECT in a database; its rows are copied, and the copy is the list.
    Without --channel, what the release planned is planned: the website alone for a minor revision.

    \b
    Examples:
      policytool notify plan --version 2.0 --audience customers.csv --channel smtp
      policytool notify plan --channel website
      policytool notify plan --audience export.csv --column email=Mail --column key="Customer no"
      policytool notify plan --audience customers.csv --segment region=EU --segment accepted!=2.0
      policytool notify plan --audience customers --problems left-out.csv
      policytool notify plan --notice incident-1 --audience customers.csv --channel smtp
    """
    given = _columns(headings, segments)
    with project.opened() as archive, open_ledger(archive.settings) as ledger, listing(problems) as listed:
        found = _about(archive, policy, version, notice)
        people = opened(audience, archive.settings) if audience else None
        used = columns(audience, archive.settings, given) if audience else given
        made, why, by = [], again.strip(), acting(name, email)
        for one in planning.plan_all(
            archive, ledger, found, wanted, people, columns=used, again=why, by=by, listing=listed
        ):
            made.append(one)
            notified.show_planned(console.err() if as_json else console.out(), one)
        if as_json:
            console.print_json(notified.planned_json(made))
        if isinstance(found, Version):
            _told_late(archive, found)


@command.command("preview")
@click.argument("campaign", metavar="[CAMPAIGN]", required=False)
@click.option("--policy", metavar="POLICY", help="Without a campaign: which policy, where there is more than one.")
@click.option("--version", metavar="VERSION", help="Without a campaign: the released version (the newest).")
@click.option("--notice", metavar="NOTICE", help="Without a campaign: another notice, or a form not yet approved.")
@click.option("--language", metavar="TAG", help="This language alone.")
@click.option("--output", type=_FOLDER, default="artefacts/notices", metavar="FOLDER", help="Where to write.")
def show(
    campaign: str | None,
    policy: str | None,
    version: str | None,
    notice: str | None,
    language: str | None,
    output: Path,
) -> None:
    """Write every message of CAMPAIGN into a folder, and a page that shows them side by side.

    Without CAMPAIGN: what a campaign would send of a released version, by every channel, beside the notice on
    the built website; or of another notice.

    \b
    Examples:
      policytool notify preview privacy-policy-2.0-smtp
      policytool notify preview --version 2.0 --language zh --output /tmp/look
      policytool notify preview --notice incident-1
    """
    if campaign and (policy or version or notice):
        raise click.UsageError("Name a campaign, or what it would tell of, not both.")
    name, looks, tip = _frozen(campaign) if campaign else _composed(policy, version, notice)
    languages = list(dict.fromkeys(tag for forms in looks.values() for tag in forms))
    if not languages:
        raise UsageError(f"{name} sends no messages", todo="Run `policytool build` and look at the website.")
    if language and language not in languages:
        raise UsageError(f"there is no message in {language!r}", todo=f"Languages: {', '.join(languages)}.")
    page = preview.write(name, looks, [language] if language else languages, output, tip=tip)
    console.tell("Nothing was sent. Open this page:")
    console.out().print(str(page), soft_wrap=True)


def _frozen(campaign: str) -> tuple[str, dict[str, dict[str, Form]], Path | None]:
    with open_ledger(load(Path.cwd())) as ledger:
        found = ledger.campaign(campaign)
        return found.id, {found.channel: sending.forms(ledger, found)}, None


def _composed(
    policy: str | None, version: str | None, notice: str | None
) -> tuple[str, dict[str, dict[str, Form]], Path | None]:
    with project.opened() as archive:
        drawn_up = _drawn_up(archive, notice, policy)
        about = drawn_up or _about(archive, policy, version, notice)
        tip = planning.tip(about, archive.settings, project.today()) if isinstance(about, Version) else None
        found = occasion(archive, about)
        return f"{found.policy}-{found.name}", planning.looks(archive, found), tip


def _drawn_up(archive: Archive, notice: str | None, policy: str | None) -> Occasion | None:
    """What a form would tell that nobody approved yet. Raises NoticeRefused while anything in it is wrong."""
    if notice is None:
        return None
    chosen, identifier = meant(archive, notice, policy)
    if identifier in ids(archive, chosen):
        return None
    case, faults = checked(archive, chosen, identifier, project.today())
    if case is None or faults:
        todo = f"policytool notice check {identifier} lists them."
        raise NoticeRefused(f"{many(len(faults), 'field')} of {identifier} is missing or wrong", todo=todo)
    return of_form(archive, case.form, project.today())


def _about(archive: Archive, policy: str | None, version: str | None, notice: str | None) -> About:
    if notice is None:
        return _version(archive, policy, version)
    if version:
        raise click.UsageError("Choose one of --version and --notice.")
    chosen, identifier = meant(archive, notice, policy)
    return get(archive, chosen, identifier)


@command.command("send")
@_ID
@click.option("--yes", is_flag=True, help="Do not ask; needed without a terminal.")
@click.option("--test", "test", metavar="ADDRESS", help="Send one copy in each language to ADDRESS alone.")
@click.option("--workers", is_flag=True, help="Leave the sending to `policytool worker`, on one computer or many.")
@click.option("--audience", metavar="FILE.csv", help="Where the list lies now, if it was moved.")
@_JSON
def send(campaign: str, yes: bool, test: str | None, workers: bool, audience: str | None, as_json: bool) -> int:
    """Send what is queued in CAMPAIGN, or go on where sending was interrupted.

    Ctrl-C finishes the message in hand and stops; run the command again to go on.
    Exit code 1: somebody was not told, or may not have been, and a person has to look; 130: interrupted.

    \b
    Examples:
      policytool notify send privacy-policy-2.0-smtp --test you@example.com --yes
      policytool notify send privacy-policy-2.0-smtp
      policytool notify send privacy-policy-2.0-smtp --workers
    """
    settings = load(Path.cwd())
    with open_ledger(settings) as ledger:
        found = ledger.campaign(campaign)
        if workers:
            return _left_to_workers(ledger, found, settings, yes=yes, as_json=as_json)
        out = sending.channel(found, settings, project.today())
        if test:
            _agreed(f"Send a test of {found.id} to {test}?", yes)
            told = sending.send_test(ledger, found, out, test)
            ledger.note(found, "tested", acting("", ""), many(len(told), "language"))
            console.tell(f"{many(len(told), 'test message')} accepted for {test}. The campaign itself is untouched.")
            return 0
        stopped = _send(ledger, found, out, settings, audience, yes=yes)
        standing = ledger.standing(found)
        if as_json:
            console.print_json(notified.standing_json(standing))
        else:
            notified.show_standing(ledger, standing)
        if stopped:
            return INTERRUPTED
        return 0 if standing.state == "finished" and not standing.needs_person else 1


def _told_late(archive: Archive, version: Version) -> None:
    """Says so where the notice comes later than was promised: late it is still better than never."""
    before = [other for other in archive.versions(version.policy) if other.number < version.number]
    if not before:
        return  # the first version revises nothing
    why = late(archive.document(before[-1]), version.record.sign_off.significance, version.effective, project.today())
    if why:
        console.tell(f"The notice is late: {why}.", "yellow")


def _still_comes(found: Campaign, settings: Settings, *, begins: bool) -> None:
    """Raises NoticeRefused for what was withdrawn, or where a campaign that `begins` today comes too late."""
    with suppress(ArchiveError), open_archive(settings) as archive:
        about = find(archive, found.policy, found.version)
        may_tell(about)
        if begins and isinstance(about, Version):
            _told_late(archive, about)
        if begins and found.parent is None:
            in_time(about, described(found.channel).public, project.today())


def _send(ledger: Ledger, found: Campaign, out: Any, settings: Settings, audience: str | None, *, yes: bool) -> bool:
    """Whether it was interrupted."""
    queued = ledger.standing(found).counts["queued"]
    if not queued:
        console.tell("Nothing is queued, so nothing was sent.")
        return False
    gate = Gate.of(ledger, found.channel, settings.notices)
    gate.refuse_when_quiet()
    _cleared(ledger, found, settings, queued, yes=yes)
    people = sending.audience(found, audience, settings)
    with interruptible(queued) as (stop, progress):
        sending.send(ledger, found, out, people=people, stop=stop, progress=progress, gate=gate if gate.set else None)
    until = gate.quiet_until()
    if until is not None:
        console.tell(f"Stopped: the quiet hours of {found.channel} last until {until:%H:%M}.", "yellow")
    if stop.is_set():
        console.tell("Stopped. Nobody was lost: run the same command again to go on.", "yellow")
    return stop.is_set()


def _cleared(ledger: Ledger, found: Campaign, settings: Settings, queued: int, *, yes: bool) -> None:
    """Raises NoticeRefused unless the campaign may be sent, and a person said so, which is kept."""
    life.may_send(ledger, found, settings.notices)
    _still_comes(found, settings, begins=not ledger.standing(found).started)
    _agreed(f"Send {found.policy} {found.version} to {many(queued, 'recipient')} by {found.channel}?", yes)
    ledger.note(found, "sending", acting("", ""), f"{queued} queued")


def _left_to_workers(ledger: Ledger, found: Campaign, settings: Settings, *, yes: bool, as_json: bool) -> int:
    queued, conninfo = ledger.standing(found).counts["queued"], worker.database(settings)
    if queued:
        _cleared(ledger, found, settings, queued, yes=yes)
        jobs = worker.defer(conninfo, found, queued)
        console.tell(f"{many(jobs, 'batch', 'batches')} in the queue. `policytool worker` sends them.")
    else:
        console.tell("Nothing is queued, so nothing was sent.")
    if as_json:
        console.print_json(notified.standing_json(ledger.standing(found)))
    return 0


@command.command("status")
@click.argument("campaign", metavar="[CAMPAIGN]", required=False)
@_JSON
def status(campaign: str | None, as_json: bool) -> int:
    """Where CAMPAIGN stands, or all campaigns.

    \b
    Examples:
      policytool notify status
      policytool notify status privacy-policy-2.0-smtp --json
    """
    with open_ledger(load(Path.cwd())) as ledger:
        chosen = (ledger.campaign(campaign),) if campaign else ledger.campaigns()
        standings = [ledger.standing(one) for one in chosen]
        if as_json:
            console.print_json(notified.standings_json(standings))
        elif campaign:
            notified.show_standing(ledger, standings[0])
        else:
            notified.show_all(standings)
        return int(any(one.needs_person for one in standings))


@command.command("list")
@_JSON
def all_campaigns(as_json: bool) -> None:
    """All campaigns with their numbers, the oldest first.

    \b
    Example:
      policytool notify list
    """
    with open_ledger(load(Path.cwd())) as ledger:
        standings = [ledger.standing(one) for one in ledger.campaigns()]
    if as_json:
        console.print_json({"campaigns": [notified.standing_json(one) for one in standings]})
    else:
        notified.show_all(standings)


def _columns(headings: tuple[str, ...], segments: tuple[str, ...]) -> Columns:
    names = {}
    for pair in headings:
        column, equals, heading = pair.partition("=")
        if column not in COLUMNS or not equals or not heading.strip():
            raise click.BadParameter(
                f"{pair!r}: write {', '.join(COLUMNS)} = a heading of the list, such as email=Mail."
            )
        names[column] = heading
    return Columns(names=names, segments=tuple(Segment.read(text) for text in segments))


def _version(archive: Archive, policy: str | None, number: str | None) -> Version:
    chosen = archive.choose(policy)
    if number:
        return archive.version(chosen, number)
    versions = archive.versions(chosen)
    if not versions:
        raise UnknownVersion(f"{chosen} has no released version", todo="Release one with `policytool release`.")
    return versions[-1]


def _agreed(question: str, yes: bool) -> None:
    """Raises NoticeRefused unless a person said yes."""
    if yes:
        return
    if not console.interactive():
        raise NoticeRefused("nobody agreed to send", todo="Run again with --yes. Nothing was sent.")
    if not click.confirm(question, err=True):
        raise NoticeRefused("you did not agree", todo="Nothing was sent.")


for _further in (*lifecycle.COMMANDS, *settling.COMMANDS, *escalate.COMMANDS, bounces.bounces):
    command.add_command(_further)
