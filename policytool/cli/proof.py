"""`policytool proof`: everything that proves one version, or what one person was told, to hand over."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.cli import console, project, recipient
from policytool.cli.layout import many
from policytool.cli.noticed import controller
from policytool.forms.approved import get
from policytool.forms.proof import proof as notice_proof
from policytool.forms.read import kind_of
from policytool.notices.frozen import messages
from policytool.notices.ledger.evidence import is_there
from policytool.notices.ledger.ledger import open_ledger
from policytool.release.bundle import write
from policytool.release.proof import SUMS, proof


@click.command("proof")
@click.argument("version", required=False)
@click.option("--policy", metavar="POLICY", help="The policy, where there is more than one.")
@click.option(
    "--recipient", "key", metavar="KEY", help="What this person was told: their id in the lists of recipients."
)
@click.option("--agreed", metavar="V", help="With --recipient: the version that this person agreed to (the first).")
@click.option("--consents", metavar="LIST", help="With --recipient: the list of who agreed to what (notices.consents).")
@click.option(
    "--at", "day", type=project.Day(), metavar="DATE", help="With --recipient: what binds on this day (today)."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder, or a file that ends with .zip (POLICY-VERSION-proof).",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(
    version: str | None,
    policy: str | None,
    key: str | None,
    agreed: str | None,
    consents: str | None,
    day: datetime.date | None,
    output: Path | None,
    as_json: bool,
) -> int:
    """Put everything that proves VERSION into a folder or a .zip file.

    Texts, redline, verdict, sign-off and record, the version before, closing
    statements and, where this computer has the ledger, the messages; the SHA-256 of
    each file, and a page that says how to check them by hand with git and sha256sum.

    With a notice such as incident-1 instead: its texts, its record and everything that
    was decided about it, the closing statements, and the regulator's copy.

    With --recipient instead: what one person was told, when, by which channel, with
    every answer of the providers, and which version binds this person.

    \b
    Examples:
      policytool proof 2.0
      policytool proof 2.0 --output for-the-regulator.zip
      policytool proof incident-1
      policytool proof --recipient 4711
      policytool proof --recipient 4711 --agreed 1.1 --at 2026-12-31
    """
    if key is not None:
        if version or output:
            raise click.UsageError("With --recipient there is neither a VERSION nor an --output.")
        return recipient.show(policy, key, agreed, consents, day or project.today(), as_json=as_json)
    if version is None or agreed or consents or day:
        raise click.UsageError("Name a VERSION, a notice, or a person with --recipient KEY.")
    if kind_of(version):
        _notice(version, policy, output, as_json=as_json)
        return 0
    _version(version, policy, output, as_json=as_json)
    return 0


def _notice(identifier: str, policy: str | None, output: Path | None, *, as_json: bool) -> None:
    with project.opened() as archive:
        one = get(archive, archive.choose(policy), identifier)
        files = notice_proof(archive, one, controller(archive, one))
    about = {"policy": one.policy, "notice": one.id, "record_sha256": one.sha256}
    _handed_over(files, output or Path(f"{one.policy}-{one.id}-proof"), about, as_json=as_json)


def _version(version: str, policy: str | None, output: Path | None, *, as_json: bool) -> None:
    with project.opened() as archive:
        chosen = archive.choose(policy)
        proven = archive.version(chosen, version)
        target = output or Path(f"{chosen}-{proven.number}-proof")
        files = proof(archive, proven, _told(archive, proven))
    about = {"policy": chosen, "version": str(proven.number), "record_sha256": proven.record_sha256}
    _handed_over(files, target, about, as_json=as_json)


def _handed_over(files: dict[str, bytes], target: Path, about: dict[str, str], *, as_json: bool) -> None:
    written = write(files, target)
    if as_json:
        console.print_json({**about, "path": str(target), "written": written, "files": list(files)})
        return
    console.out().print(str(target), markup=False)
    console.tell(f"{many(len(files), 'file')}{'' if written else ', there already'}. Start with README.md and {SUMS}.")


def _told(archive: Archive, version: Version) -> dict[str, bytes]:
    """The messages about the version, where this computer keeps the ledger."""
    if not is_there(archive.settings):
        return {}
    with open_ledger(archive.settings) as ledger:
        return messages(ledger, version)
