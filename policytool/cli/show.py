"""`policytool show`: the text in force on a day, byte for byte."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator

import click

from policytool.archive.archive import Archive
from policytool.archive.model import Version, standing
from policytool.cli import console, project
from policytool.cli.recipient import agreement, given
from policytool.errors import UsageError
from policytool.release import decision as decided
from policytool.release import json
from policytool.significance import explain
from policytool.text import source


@click.command("show")
@project.policy_named
@click.option("--at", "day", type=project.Day(), metavar="DATE", help="The version in force on this day (today).")
@click.option("--version", "number", metavar="V", help="This version, whether in force or not.")
@click.option("--agreed", metavar="V", help="The version that binds a person who agreed to V and to nothing since.")
@click.option("--recipient", "key", metavar="KEY", help="The version that binds this person, by the list of consents.")
@click.option("--consents", metavar="LIST", help="With --recipient: who agreed to what (notices.consents).")
@click.option("--decision", is_flag=True, help="Who decided what, when and why, and by which findings; not the text.")
@click.option("--language", metavar="TAG", help="A translation, such as zh; the authoritative text if left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with the text, its dates and hashes.")
def command(
    policy: str | None,
    policy_option: str | None,
    day: datetime.date | None,
    number: str | None,
    agreed: str | None,
    key: str | None,
    consents: str | None,
    decision: bool,
    language: str | None,
    as_json: bool,
) -> None:
    """Print the text in force on a day.

    The text goes out exactly as it was released, metadata included, so that it can be
    saved and checked by its SHA-256. Which version it is stands on stderr.

    \b
    Examples:
      policytool show                              the text in force today
      policytool show --at 2026-03-01              the text in force on that day
      policytool show --agreed 1.1                 the text that binds whoever did not agree to more
      policytool show --recipient 4711             the text that binds this person
      policytool show --version 1.1 > old.md       a released version, into a file
      policytool show --version 1.1 --decision     who decided that it was minor, and why
    """
    if number and (day or agreed or key):
        raise click.UsageError("Choose one of --version and --at, --agreed or --recipient.")
    if (agreed and key) or (consents and not key):
        raise click.UsageError("Choose one of --agreed and --recipient; --consents goes with --recipient.")
    with project.opened() as archive:
        chosen = project.meant(archive, policy, policy_option)
        when = day or project.today()
        if key:
            agreed = _agreed(archive, chosen, key, consents, when)
        if agreed:
            version = archive.binding(chosen, when, agreed)
        else:
            version = archive.version(chosen, number) if number else archive.in_force(chosen, when)
        if decision:
            _decision(version, as_json=as_json)
            return
        data = archive.source(version, language)
        if as_json:
            console.print_json(_json(archive, version, language, when, data))
            return
        _tell(archive, version, language, when)
        if agreed:
            console.tell(f"It binds whoever agreed to {agreed} and to nothing since.")
        _write(data)


def _decision(version: Version, *, as_json: bool) -> None:
    """The sign-off as the record keeps it, then the verdict with its findings."""
    assessment = version.record.assessment
    if as_json:
        console.print_json({**json.version(version), "assessment": json.assessment(assessment)})
        return
    for line in (*decided.lines(version), *(("", *explain.lines(assessment)) if assessment else ())):
        click.echo("".join(character for character in line if character.isprintable()))


def _agreed(archive: Archive, policy: str, key: str, consents: str | None, day: datetime.date) -> str:
    """The version that this person agreed to by the list: the first for the silent.

    Raises UsageError without a list.
    """
    if not (consents or archive.settings.notices.consents):
        todo = "Name it with --consents LIST, or in the settings: notices.consents."
        raise UsageError("nobody said where the list of consents is", todo=todo)
    found = agreement(given(archive, policy, key, consents), day)
    if found:
        return found
    archive.in_force(policy, day)
    return str(archive.versions(policy)[0].number)


def _tell(archive: Archive, version: Version, language: str | None, when: datetime.date) -> None:
    tag = language or version.languages[0]
    stands = standing(version, archive.released(version.policy), when)
    console.tell(
        f"{version.policy} {version.number} ({tag}), published {version.published}, "
        f"effective {version.effective}, {stands} on {when}"
    )
    if version.withdrawal:
        console.tell(f"It was withdrawn on {version.withdrawal.when.date()}: {version.withdrawal.reason}", "yellow")
    for line in _overruled(version):
        console.tell(line)
    console.tell(f"SHA-256 {version.record.texts[tag].sha256}", "dim")


def _overruled(version: Version) -> Iterator[str]:
    """Who replaced the verdict by another, and why."""
    signed, assessment = version.record.sign_off, version.record.assessment
    if assessment is None or signed.decision != "overridden":
        return
    why = f": {signed.reason}" if signed.reason else ""
    yield f"The verdict was {assessment.significance}; {signed.name} signed off as {signed.significance}{why}"
    for each in signed.reasons:
        yield f"  {each.found}"
        yield f"    not significant, because: {each.reason}"


def _json(archive: Archive, version: Version, language: str | None, when: datetime.date, data: bytes) -> object:
    tag = language or version.languages[0]
    entry = version.record.texts[tag]
    return {
        "policy": version.policy,
        "version": str(version.number),
        "language": tag,
        "published": version.published,
        "effective": version.effective,
        "day": when,
        "standing": standing(version, archive.released(version.policy), when),
        "blob": entry.blob,
        "sha256": entry.sha256,
        "text": data.decode("utf-8"),
    }


def _write(data: bytes) -> None:
    """To a person what can be read, to a file or a pipe the very bytes."""
    if sys.stdout.isatty():
        click.echo(source.level(data.decode("utf-8")), nl=False)
    else:
        click.echo(data, nl=False)
