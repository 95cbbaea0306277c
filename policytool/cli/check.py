"""`policytool check`: everything about the drafts that blocks a release, for people and for CI."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import click
from rich.console import Console
from rich.text import Text

from policytool.archive.archive import Archive
from policytool.cli import console, project
from policytool.cli.layout import many, paragraph
from policytool.release.check import Checked, check
from policytool.release.comment import comment
from policytool.release.model import Problem
from policytool.release.report import github, sarif, values


@click.command("check")
@project.policy_named
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif", "markdown"]),
    default="text",
    help="For people, programs, GitHub's workflows, code scanning, or a comment on a pull request.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(policy: str | None, policy_option: str | None, form: str, as_json: bool) -> int:
    """Everything about the drafts that blocks a release: metadata, dates, promises, links, translations, criteria.

    Exit code 1 if something blocks; warnings alone do not. The format markdown adds verdict
    and redline, and stays below the size of a comment.

    \b
    Examples:
      policytool check
      policytool check --format github        in a GitHub workflow
      policytool check --format sarif > policytool.sarif
    """
    with project.opened() as archive:
        one = archive.choose(policy or policy_option) if policy or policy_option else None
        names = [one] if one else archive.policies() or [archive.choose(None)]
        found = [check(archive, archive.settings, name, project.today()) for name in names]
        prefix = _prefix(archive)
    problems = [problem for checked in found for problem in checked.problems]
    if as_json or form == "json":
        console.print_json(_json(found))
    elif form == "sarif":
        console.print_json(sarif([problem for checked in found for problem in _placed(archive, checked)], prefix))
    elif form == "github":
        click.echo(github(problems, prefix), nl=False)
    elif form == "markdown":
        click.echo(comment(found), nl=False)
    else:
        for checked in found:
            _show(console.out(), checked)
    return 0 if all(checked.passed for checked in found) else 1


def _prefix(archive: Archive) -> str:
    """From the repository's top to the project: CI names files from the top."""
    inner = archive.repository.path(archive.root)
    return "" if inner == "." else f"{inner}/"


def _placed(archive: Archive, checked: Checked) -> Iterator[Problem]:
    """The problems, each at a file, since code scanning takes none without: the policy's, where it is no other."""
    files = archive.drafts.files(checked.policy)
    file = archive.drafts.name(next(iter(files.values()))) if files else f"{checked.policy}.md"
    for problem in checked.problems:
        yield problem if problem.path else dataclasses.replace(problem, path=file)


def _json(found: list[Checked]) -> dict[str, object]:
    policies = [
        {"policy": one.policy, "passed": one.passed, "problems": [values(problem) for problem in one.problems]}
        for one in found
    ]
    return {"passed": all(one.passed for one in found), "policies": policies}


def _show(out: Console, checked: Checked) -> None:
    out.print(Text(checked.policy, style="bold"))
    for problem in checked.problems:
        mark, style = ("error    ", "red") if problem.blocks else ("warning  ", "yellow")
        paragraph(out, str(problem), indent=2, mark=mark, style=style)
        if problem.todo:
            paragraph(out, problem.todo, indent=2 + len(mark))
    blocking = sum(problem.blocks for problem in checked.problems)
    warnings = len(checked.problems) - blocking
    if blocking:
        paragraph(out, f"{many(blocking, 'thing blocks', 'things block')} a release.", indent=2, style="bold red")
    else:
        rest = f", {many(warnings, 'warning')}" if warnings else ""
        paragraph(out, f"Nothing blocks a release{rest}.", indent=2, style="green")
