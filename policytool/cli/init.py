"""`policytool init`: a ready-to-use policy project in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from policytool.cli import console
from policytool.cli.adoption import Adoption, adoption
from policytool.cli.asking import ask
from policytool.errors import UsageError
from policytool.release import project
from policytool.text.adopt.adopt import adopt
from policytool.text.contents import Entry, contents


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Start from the policy in this file: .txt, .md, .html or .docx.",
)
@click.option("--name", help="The company's name. [default: as the policy says, else Example Shop]")
@click.option("--email", help="Where people reach its privacy team. [default: as the policy says]")
@click.option("--url", help="Where the website will be published, such as https://policies.example.com.")
def command(folder: Path, source: Path | None, name: str | None, email: str | None, url: str | None) -> None:
    """Set up a policy project in FOLDER (here, unless given).

    Writes a starter policy, settings and a sample audience, and starts a git repository if there is none.
    Files that stand there already are left alone. With --from the project starts from the policy that you have:
    its headings, lists and clauses are rebuilt, and not a word is lost or changed.
    In a terminal you are asked for what the options leave open.

    \b
    Examples:
      policytool init my-policies
      policytool init my-policies --name "Milbas" --email privacy@milbas.example
      policytool init my-policies --from our-privacy-policy.docx
    """
    taken = None
    if source is not None:
        if (folder / project.POLICY).exists():
            todo = "Choose an empty folder, or edit the policy that is there."
            raise UsageError("this project has a policy already", path=folder / project.POLICY, todo=todo)
        taken = adoption(adopt(source), name=str(source))
    company = _company(name, email, url, taken)
    if console.interactive() and not project.begun(folder):
        company = ask(company, {key for key, value in (("name", name), ("email", email), ("url", url)) if value})
    made = project.start(folder, company, policy=taken.text if taken else "")
    for path in made.written:
        console.tell(f"  wrote {path}")
    for path in made.kept:
        console.tell(f"  kept  {path}", "dim")
    if taken is not None and source is not None:
        _report(taken, source)
    console.tell(f"Next: read {project.POLICY}, then `policytool release`.")


def _company(name: str | None, email: str | None, url: str | None, taken: Adoption | None) -> project.Company:
    metadata = taken.document.metadata if taken is not None else None
    controller = metadata.controller if metadata is not None else None
    standard = project.Company()
    return project.Company(
        name=name or (controller.name if controller else "") or standard.name,
        email=email or (controller.email if controller else "") or standard.email,
        url=url or "",
    )


def _report(taken: Adoption, source: Path) -> None:
    """What was read from the company's file, and what a person should check."""
    document, reading = taken.document, taken.reading
    console.tell("")
    console.tell(f"Taken over from {source}: {len(document.clauses)} clauses. Every word is there, in order.", "bold")
    console.tell("")
    console.tell("Contents, as read:")
    for entry in contents(document):
        _tell_entry(entry, 1)
    console.tell("")
    if reading.clause:
        console.tell(f"Your own tests of significance ({reading.clause}):")
        for item in reading.criteria:
            console.tell(f"  {item.kind:<13} {_short(item.text)}")
    else:
        console.tell("No list of significant changes was found; the six of GB/T 35273 will judge.")
    if taken.doubts:
        console.tell("")
        console.tell("Please check:", "bold")
        for doubt in taken.doubts:
            console.tell(f"  {f'line {doubt.line}: ' if doubt.line else ''}{doubt.what}")
    console.tell("")


def _tell_entry(entry: Entry, depth: int) -> None:
    console.tell(f"{'  ' * depth}{entry.marker}{' ' if entry.marker else ''}{entry.title}")
    for below in entry.below:
        _tell_entry(below, depth + 1)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 80 else f"{one_line[:79]}…"
