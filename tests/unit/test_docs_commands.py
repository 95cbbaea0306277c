"""The manual describes every command and option, its examples are commands that exist, and it invents none."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from policytool import errors
from policytool.cli.main import policytool
from policytool.text.parse import parse
from tests.docs_console import DOCS, Example, arguments, examples

PAGES = sorted(DOCS.rglob("*.md"))


def commands(group: click.Group, name: str = "policytool") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        yield f"{name} {word}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")


COMMANDS = dict(commands(policytool))
OPTIONS = [
    (name, max(parameter.opts, key=len))
    for name, command in COMMANDS.items()
    for parameter in command.params
    if isinstance(parameter, click.Option) and not parameter.hidden
]


def sections(page: str) -> dict[str, str]:
    """Heading → everything below it up to the next heading of any level."""
    found: dict[str, str] = {}
    heading = ""
    for clause in parse((DOCS / page).read_text(encoding="utf-8")).clauses:
        if clause.kind == "heading":
            heading = clause.text
        found[heading] = found.get(heading, "") + clause.text + "\n"
    return found


SECTIONS = sections("commands.md")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_with_an_example(name: str) -> None:
    assert name in SECTIONS
    assert isinstance(COMMANDS[name], click.Group) or f"$ {name}" in SECTIONS[name]


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_every_option_is_described(name: str, option: str) -> None:
    assert re.search(rf"{re.escape(option)}(?![\w-])", SECTIONS[name]), f"docs/commands.md: {name} {option}"


@pytest.mark.parametrize("name", [name for name in SECTIONS if name.startswith("policytool ")])
def test_no_command_and_no_option_is_invented(name: str) -> None:
    assert name in COMMANDS
    told = {line.split("\t")[0] for line in SECTIONS[name].splitlines() if "\t" in line}
    options = {word for cell in told for word in re.findall(r"--[\w-]+", cell)}
    assert options <= {"--help"} | {opt for parameter in COMMANDS[name].params for opt in parameter.opts}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_examples_are_commands_that_exist(page: Path) -> None:
    for example in examples(page):
        words = arguments(example.command)
        if words is not None:
            _understood(example, words)


def _understood(example: Example, words: list[str]) -> None:
    command: click.Command = policytool
    while isinstance(command, click.Group):
        if words[:1] in ([], ["--version"], ["--help"]):
            return
        child = command.get_command(click.Context(command), words[0])
        assert child is not None, f"{example.page}: {example.command}"
        command, words = child, words[1:]
    command.make_parser(click.Context(command)).parse_args(list(words))


def test_every_exit_code_is_explained() -> None:
    page = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    codes = {0, 130, 3} | {kind.exit_code for kind in kinds}
    assert codes >= {0, 1, 2, 3, 130}
    for code in codes:
        assert f"| `{code}` |" in page


SOURCE = " ".join(
    re.sub(r'"\s*\n\s*f?"', "", module.read_text(encoding="utf-8"))
    for module in (DOCS.parent / "policytool").rglob("*.py")
)
SAYINGS = [
    (page, clause.text.split("\t")[0])
    for page in ("troubleshooting.md", "releasing.md")
    for clause in parse((DOCS / page).read_text(encoding="utf-8")).clauses
    if clause.kind == "row" and clause.level > 1 and clause.path[-1] not in {"Exit codes"}
    if page == "troubleshooting.md" or clause.path[-1] == "When it is refused"
]


@pytest.mark.parametrize(("page", "saying"), SAYINGS)
def test_messages_are_quoted_as_the_program_says_them(page: str, saying: str) -> None:
    for part in saying.replace("privacy-policy", "…").split("…"):
        words = part.strip(" (),:")
        assert len(words) < 5 or words in SOURCE, f"docs/{page}: {saying}"
