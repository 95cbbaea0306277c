"""`policytool check`: everything about the drafts that blocks a release, for people and for CI."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from policytool.archive.archive import Archive
from policytool.cli import console, project
from policytool.cli.layout import many, paragraph
from policytool.release.check import check
from policytool.release.model import Problem
from policytool.release.report import github, sarif, values


@click.command("check")
@project.policy_named
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="For people, programs, GitHub's workflows, or code scanning.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(policy: str | None, policy_option: str | None, form: str, as_json: bool) -> int:
    """Everything about the drafts that blocks a release: metadata, dates, promises, links, translations, criteria.

    Exit code 1 if something blocks; warnings alone do not.

    \b
    Examples:
      policytool check
      policytool check --format github        in a GitHub workflow
      policytool check --format sarif > policytool.sarif
    """
    with project.opened() as archive:
        one = archive.choose(policy or policy_option) if policy or policy_option else None
        names = [one] if one else archive.policies() or [archive.choose(None)]
        found = {name: check(archive, archive.settings, name, project.today()) for name in names}
        prefix = _prefix(archive)
    problems = [problem for listed in found.values() for problem in listed]
    if as_json or form == "json":
        console.print_json(_json(found))
    elif form == "sarif":
        console.print_json(sarif(problems, prefix))
    elif form == "github":
        click.echo(github(problems, prefix), nl=False)
    else:
        for name, listed in found.items():
            _show(console.out(), name, listed)
    return 1 if any(problem.blocks for problem in problems) else 0


def _prefix(archive: Archive) -> str:
    """From the repository's top to the project: CI names files from the top."""
    inner = archive.repository.path(archive.root)
    return "" if inner == "." else f"{inner}/"


def _json(found: dict[str, tuple[Problem, ...]]) -> dict[str, object]:
    policies = [
        {"policy": name, "passed": not any(p.blocks for p in listed), "problems": [values(p) for p in listed]}
        for name, listed in found.items()
    ]
    return {"passed": all(policy["passed"] for policy in policies), "policies": policies}


def _show(out: Console, policy: str, problems: tuple[Problem, ...]) -> None:
    out.print(Text(policy, style="bold"))
    for problem in problems:
        mark, style = ("error    ", "red") if problem.blocks else ("warning  ", "yellow")
        paragraph(out, str(problem), indent=2, mark=mark, style=style)
        if problem.todo:
            paragraph(out, problem.todo, indent=2 + len(mark))
    blocking = sum(problem.blocks for problem in problems)
    warnings = len(problems) - blocking
    if blocking:
        paragraph(out, f"{many(blocking, 'thing blocks', 'things block')} a release.", indent=2, style="bold red")
    else:
        rest = f", {many(warnings, 'warning')}" if warnings else ""
        paragraph(out, f"Nothing blocks a release{rest}.", indent=2, style="green")
