"""`policytool compare`: redline and verdict of any two texts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from html import escape
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from policytool.archive.archive import Archive
from policytool.cli import console, layout, project
from policytool.config import load
from policytool.errors import TextError, UnknownVersion
from policytool.redline import html, markdown, terminal
from policytool.redline import json as redline_json
from policytool.redline.compare import compare
from policytool.redline.model import Redline
from policytool.redline.prove import prove
from policytool.significance import explain
from policytool.significance import json as significance_json
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.text import parse
from policytool.text.model import Document

FORMATS = ("terminal", "html", "markdown", "json", "docx", "pdf")
_BINARY = ("docx", "pdf")
WIDTH = 100
"""Columns at most, and where there is no terminal."""
_COLOUR = {"significant": "bold yellow", "minor": "bold green"}


@click.command("compare")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--policy", metavar="POLICY", help="Where there is more than one policy and no file is named.")
@click.option("--language", metavar="TAG", help="Compare translations, such as zh; the authoritative text if left out.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="terminal", help="What to write (terminal).")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to a file."
)
@click.option("--author", default="policytool", metavar="NAME", help="Whose tracked changes they are in Word.")
def command(
    old: str | None,
    new: str | None,
    policy: str | None,
    language: str | None,
    form: str,
    as_json: bool,
    output: Path | None,
    author: str,
) -> None:
    """Redline and verdict of any two texts.

    OLD and NEW are files, versions, days (the text in force on them) or `draft`. Left out,
    NEW is the draft and OLD the newest version. First comes the verdict, minor or significant,
    with the policy's own criteria that are met; then what changed, word by word.

    \b
    Examples:
      policytool compare                                 what the draft changes
      policytool compare 1.0 2.0                         two released versions
      policytool compare 2026-01-01 draft                since what was in force on that day
      policytool compare old.md new.md --json            for programs
      policytool compare 1.0 draft --format html -o redline.html
      policytool compare 1.0 draft --format docx -o redline.docx
      policytool compare 1.0 2.0 --language zh           the Chinese translation

    Without colour, deleted words stand in [-…-] and inserted ones in {+…+}.
    """
    form = "json" if as_json else form
    if form in _BINARY and output is None and sys.stdout.isatty():
        raise click.UsageError(f"A document for Word or print needs a file: add --output redline.{form}")
    redline = compare(*_texts(old, new, policy, language))
    prove(redline)
    settings = load(Path.cwd())
    assessment = assess(redline, settings=settings.significance, root=settings.root)
    if form == "terminal" and output is None:
        _show(redline, assessment)
        return
    data = _written(form, redline, assessment, author)
    if output is not None:
        _save(output, data)
        console.tell(f"{assessment.significance}; written to {output}")
    else:
        click.echo(data, nl=False)


def _texts(old: str | None, new: str | None, policy: str | None, language: str | None) -> tuple[Document, Document]:
    """The two texts; the project is opened only when one of them is no file."""
    with ExitStack() as stack:
        found: list[Document] = []
        archive: Archive | None = None
        chosen = ""
        for ref in (old, new if new is not None else "draft"):
            if ref is not None and _is_file(ref):
                found.append(parse.read(Path(ref)))
                continue
            if archive is None:
                archive = stack.enter_context(project.opened())
                chosen = archive.choose(policy)
            found.append(archive.resolve(chosen, ref or _newest(archive, chosen), language))
        first, second = found
        return first, second


def _is_file(ref: str) -> bool:
    """Whether `ref` names a file. Raises TextError for what is clearly meant as one but is not there."""
    path = Path(ref)
    if path.is_file():
        return True
    if path.suffix.casefold() in (".md", ".markdown", ".txt") or os.sep in ref:
        raise TextError("this is a folder" if path.is_dir() else "there is no such file", path=ref)
    return False


def _newest(archive: Archive, policy: str) -> str:
    versions = archive.versions(policy)
    if not versions:
        todo = "Release the draft first, or name two files."
        raise UnknownVersion(f"{policy} has no version yet that the draft could be compared with", todo=todo)
    return str(versions[-1].number)


def values(redline: Redline, assessment: Assessment) -> dict[str, Any]:
    """What `--json` prints; docs/schema/compare.json is its schema."""
    return {
        **significance_json.assessment(assessment),
        "old": {"name": redline.old.name, "title": redline.old.title},
        "new": {"name": redline.new.name, "title": redline.new.title},
        "limited": redline.limited,
        "changes": redline_json.changes(redline),
    }


def _written(form: str, redline: Redline, assessment: Assessment, author: str) -> bytes:
    if form == "docx":
        from policytool.redline import word  # the extra `word` may not be installed

        return word.write(redline, author=author, when=project.now())
    if form == "json":
        text = json.dumps(values(redline, assessment), ensure_ascii=False, indent=2) + "\n"
    elif form in ("html", "pdf"):
        text = html.page(redline, assessment_html=_verdict_html(assessment))
        if form == "pdf":
            from policytool.redline import pdf  # the extra `pdf` may not be installed

            return pdf.write(text)
    elif form == "markdown":
        heading = f"### {assessment.significance.capitalize()}\n\n{markdown.escape(assessment.explanation)}"
        text = markdown.render(redline, heading=heading)
    else:
        text = "".join(f"{line.plain}\n" for line in _lines(redline, assessment, WIDTH))
    return text.encode("utf-8", "replace")


def _verdict_html(assessment: Assessment) -> str:
    said = f'<h2 id="verdict">Verdict: {escape(assessment.significance)}</h2>'
    return f"{said}\n{explain.html(assessment)}"


def _show(redline: Redline, assessment: Assessment) -> None:
    """The verdict and the redline on the screen, through a pager where they are longer than it."""
    out = console.out()
    lines = list(_lines(redline, assessment, min(out.width, WIDTH) if out.is_terminal else WIDTH))
    if out.is_terminal and len(lines) > out.height:
        os.environ.setdefault("LESS", "-FRX")
        with out.pager(styles=not out.no_color):
            _print(out, lines)
    else:
        _print(out, lines)


def _print(out: Console, lines: list[Text]) -> None:
    for line in lines:
        out.print(line, no_wrap=True, overflow="ignore", crop=False)


def _lines(redline: Redline, assessment: Assessment, width: int) -> Iterator[Text]:
    names = [document.name or "text" for document in (redline.old, redline.new)]
    yield Text(layout.plain(" → ".join(names)), style="dim")
    for number, line in enumerate(explain.lines(assessment)):
        style = _COLOUR[assessment.significance] if number == 0 else "bold" if _heads(line) else ""
        yield from _wrapped(line, style, width)
    yield Text()
    for pieces in terminal.lines(redline, width=width):
        yield Text.assemble(*pieces)


def _save(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error


def _wrapped(line: str, style: str, width: int) -> Iterator[Text]:
    """The line broken to the width, below its first word."""
    bare = line.lstrip(" ")
    mark = "• " if bare.startswith("• ") else ""
    indent = " " * (len(line) - len(bare))
    shown = [(layout.plain(bare.removeprefix(mark)), style)]
    broken = [Text.assemble(*pieces) for pieces in terminal.wrapped(shown, width, indent + " " * len(mark))]
    if mark and broken:
        broken[0] = Text(indent + mark) + broken[0][len(indent + mark) :]
    yield from broken or [Text()]


def _heads(line: str) -> bool:
    """Whether the line names a criterion, above the findings that meet it."""
    return not line.startswith(" ") and ": “" in line[:20]
