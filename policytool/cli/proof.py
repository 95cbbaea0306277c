"""`policytool proof`: everything that proves one version, or what one person was told, to hand over."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from policytool.cli import console, project, recipient
from policytool.cli.layout import many
from policytool.release.bundle import write
from policytool.release.proof import SUMS, proof


@click.command("proof")
@click.argument("version", required=False)
@click.option("--policy", metavar="POLICY", help="The policy, where there is more than one.")
@click.option(
    "--recipient", "key", metavar="KEY", help="What this person was told: their id in the lists of recipients."
)
@click.option("--agreed", metavar="V", help="With --recipient: the version that this person agreed to (the first).")
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
    day: datetime.date | None,
    output: Path | None,
    as_json: bool,
) -> int:
    """Put everything that proves VERSION into a folder or a .zip file.

    Texts, redline, verdict, sign-off and record, the version before, the SHA-256 of
    each file, and a page that says how to check them by hand with git and sha256sum.
    The same version gives the same bytes, whenever it is made.

    With --recipient instead: what one person was told, when, by which channel, with
    every answer of the providers, and which version binds this person.

    \b
    Examples:
      policytool proof 2.0
      policytool proof 2.0 --output for-the-regulator.zip
      policytool proof --recipient 4711
      policytool proof --recipient 4711 --agreed 1.1 --at 2026-12-31
    """
    if key is not None:
        if version or output:
            raise click.UsageError("With --recipient there is neither a VERSION nor an --output.")
        return recipient.show(policy, key, agreed, day or project.today(), as_json=as_json)
    if version is None or agreed or day:
        raise click.UsageError("Name a VERSION, or a person with --recipient KEY.")
    _version(version, policy, output, as_json=as_json)
    return 0


def _version(version: str, policy: str | None, output: Path | None, *, as_json: bool) -> None:
    with project.opened() as archive:
        chosen = archive.choose(policy)
        proven = archive.version(chosen, version)
        target = output or Path(f"{chosen}-{proven.number}-proof")
        files = proof(archive, proven)
    written = write(files, target)
    if as_json:
        console.print_json(
            {
                "policy": chosen,
                "version": str(proven.number),
                "path": str(target),
                "written": written,
                "record_sha256": proven.record_sha256,
                "files": list(files),
            }
        )
        return
    console.out().print(str(target), markup=False)
    console.tell(f"{many(len(files), 'file')}{'' if written else ', there already'}. Start with README.md and {SUMS}.")
