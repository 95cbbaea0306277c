"""`policytool criteria`: the policy's own tests of significance, and how each was understood."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from policytool.archive.open import open_archive
from policytool.cli import console
from policytool.cli.layout import columns, paragraph, plain
from policytool.config import Settings, load
from policytool.significance import criteria
from policytool.significance import json as significance_json
from policytool.significance.model import CriteriaReading
from policytool.text import parse
from policytool.text.model import Document


@click.command()
@click.argument("policy", metavar="[POLICY|FILE]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(policy: str | None, as_json: bool) -> None:
    """Show the tests of significance that a policy states, each with the kind of change
    it was understood to mean. POLICY is the name of a policy of this project (its draft is
    read) or the path of any text.

    \b
    Examples:
      policytool criteria
      policytool criteria privacy-policy --json
      policytool criteria ../downloads/their-policy.md
    """
    settings = load(Path.cwd())
    document = _document(policy, settings)
    reading = criteria.read(document, pack=settings.significance.pack)
    if as_json:
        console.print_json(significance_json.criteria(reading))
    else:
        _print(document, reading)


def _document(policy: str | None, settings: Settings) -> Document:
    if policy and Path(policy).is_file():
        return parse.read(Path(policy))
    with open_archive(settings) as archive:
        return archive.draft(archive.choose(policy))


def _print(document: Document, reading: CriteriaReading) -> None:
    out = console.out()
    if reading.clause:
        paragraph(out, f"{document.title or document.name} lists its tests under {reading.clause}:", style="bold")
        paragraph(out, f"“{reading.introduction}”", indent=2)
    rows = [("kind", "clause", "the policy's own words")]
    rows += [(_kind(c.kind or "", c.pinned), c.id, _short(c.text)) for c in reading.criteria]
    rows += [("not understood", c.id, _short(c.text)) for c in reading.unbound]
    out.print()
    columns(out, rows, indent=2)
    out.print()
    if reading.clause:
        paragraph(
            out, "Other important changes count as well: the list is open." if reading.open else "The list is closed."
        )
    for warning in reading.warnings:
        console.err().print(Text(warning, style="yellow"))


def _kind(kind: str, pinned: bool) -> str:
    return f"{kind} (pinned)" if pinned else kind


def _short(text: str) -> str:
    line = plain(text)
    return line if len(line) <= 100 else line[:99].rsplit(" ", 1)[0] + " …"
