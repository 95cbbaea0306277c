"""`policytool proof`: everything that proves one version, to hand over."""

from __future__ import annotations

from pathlib import Path

import click

from policytool.cli import console, project
from policytool.cli.layout import many
from policytool.release.bundle import write
from policytool.release.proof import SUMS, proof


@click.command("proof")
@click.argument("version")
@click.option("--policy", metavar="POLICY", help="The policy, where there is more than one.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder, or a file that ends with .zip (POLICY-VERSION-proof).",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(version: str, policy: str | None, output: Path | None, as_json: bool) -> None:
    """Put everything that proves VERSION into a folder or a .zip file.

    Texts, redline, verdict, sign-off and record, the version before, the SHA-256 of
    each file, and a page that says how to check them by hand with git and sha256sum.
    The same version gives the same bytes, whenever it is made.

    \b
    Examples:
      policytool proof 2.0
      policytool proof 2.0 --output for-the-regulator.zip
    """
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
