"""`policytool criteria`: the policy's own tests of significance, and how each was understood."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from policytool.cli import console, layout, project
from policytool.config import load
from policytool.significance import criteria
from policytool.significance.model import CriteriaReading, Criterion
from policytool.text import parse
from policytool.text.model import Document


@click.command("criteria")
@click.argument("policy", metavar="[POLICY|FILE]", required=False)
@click.option("--policy", "policy_option", metavar="POLICY", help="The same as POLICY.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with the tests, bound and unbound.")
def command(policy: str | None, policy_option: str | None, as_json: bool) -> None:
    """Show the tests by which the policy itself calls a change significant.

    Each test is quoted as the draft states it, with the kind that it was understood as. A test that could not
    be understood is listed too; pin it to a kind in the metadata. Exit code 1 when there is one.

    \b
    Examples:
      policytool criteria                  the draft of the only policy here
      policytool criteria our-policy.md    any file
      policytool criteria --json
    """
    pack = load(Path.cwd()).significance.pack
    reading = criteria.read(_document(policy, policy_option), pack=pack)
    if as_json:
        console.print_json(_json(reading))
    else:
        _show(reading)
    if reading.unbound:
        raise click.exceptions.Exit(1)


def _document(policy: str | None, policy_option: str | None) -> Document:
    if policy and (policy.endswith(".md") or "/" in policy):
        return parse.read(Path(policy))
    with project.opened() as archive:
        return archive.draft(project.meant(archive, policy, policy_option))


def _show(reading: CriteriaReading) -> None:
    out = console.out()
    if reading.introduction:
        layout.paragraph(out, f"“{reading.introduction}”", style="bold")
    elif reading.criteria:
        layout.paragraph(out, f"Tests of {reading.criteria[0].source}", style="bold")
    out.print()
    for criterion in reading.criteria:
        label = f"  {criterion.kind or '':<13}"
        layout.paragraph(out, criterion.text + (" (pinned)" if criterion.pinned else ""), mark=label)
    for criterion in reading.unbound:
        layout.paragraph(out, criterion.text, mark=f"  {'not understood':<13} ", style="red")
    for warning in reading.warnings:
        console.err().print(Text(warning, style="yellow"))


def _json(reading: CriteriaReading) -> dict[str, object]:
    return {
        "criteria": [_criterion(criterion) for criterion in reading.criteria],
        "clause": reading.clause,
        "introduction": reading.introduction,
        "open": reading.open,
        "unbound": [_criterion(criterion) for criterion in reading.unbound],
        "warnings": list(reading.warnings),
    }


def _criterion(criterion: Criterion) -> dict[str, object]:
    return {
        "id": criterion.id,
        "kind": criterion.kind,
        "text": criterion.text,
        "pinned": criterion.pinned,
        "source": criterion.source,
    }
