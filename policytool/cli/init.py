"""`policytool init`: a ready-to-use policy project in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from policytool.cli import console
from policytool.release import project


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--name", default="Example Shop", show_default=True, help="The company's name.")
@click.option("--email", default="privacy@example.com", show_default=True, help="Where people reach its privacy team.")
@click.option("--url", default="", help="Where the website will be published, such as https://policies.example.com.")
def command(folder: Path, name: str, email: str, url: str) -> None:
    """Set up a policy project in FOLDER (here, unless given).

    Writes a starter policy, settings and a sample audience, and starts a git repository if there is none.
    Files that stand there already are left alone.

    \b
    Examples:
      policytool init my-policies
      policytool init my-policies --name "Milbas" --email privacy@milbas.example
    """
    made = project.start(folder, project.Company(name=name, email=email, url=url))
    for path in made.written:
        console.tell(f"  wrote {path}")
    for path in made.kept:
        console.tell(f"  kept  {path}", "dim")
    console.tell("Next: edit policy_docs/privacy-policy.md, then `policytool release`.")
