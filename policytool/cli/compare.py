"""`policytool compare`: redline and verdict of any two texts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from policytool.archive.model import Version
from policytool.cli import console, layout, project, translated
from policytool.cli import since as summing
from policytool.cli.texts import Texts
from policytool.config import load
from policytool.redline import html, markdown, terminal
from policytool.redline import json as redline_json
from policytool.redline.compare import compare
from policytool.redline.labels import labels
from policytool.redline.model import Redline
from policytool.redline.parity import parity
from policytool.redline.prove import prove
from policytool.significance import explain
from policytool.significance import json as significance_json
from policytool.significance.assess import assess
from policytool.significance.model import Assessment

FORMATS = ("terminal", "html", "markdown", "json", "docx", "pdf")
_BINARY = ("docx", "pdf")
WIDTH = 100
"""Columns at most, and where there is no terminal."""
_COLOUR = {"significant": "bold yellow", "minor": "bold green"}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is written: the redline, its verdict, and with `--since` the revisions that it sums up."""

    redline: Redline
    assessment: Assessment
    revisions: tuple[Version, ...] | None = None
    draft: bool = False
    """Whether the draft comes last in the sum."""


@click.command("compare")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--policy", metavar="POLICY", help="Where there is more than one policy and no file is named.")
@click.option("--language", metavar="TAG", help="Compare translations, such as zh; the authoritative text if left out.")
@click.option("--since", metavar="REF", help="Sum up all revisions since this version or day; then name NEW alone.")
@click.option("--translation", metavar="TAG", help="Compare OLD with its translation: structure, numbers, addresses.")
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
    since: str | None,
    translation: str | None,
    form: str,
    as_json: bool,
    output: Path | None,
    author: str,
) -> int:
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
      policytool compare --since 1.0                     all revisions since 1.0, up to the draft
      policytool compare 2.0 --translation zh            do the two languages of 2.0 agree?

    With --translation words are not compared; the exit code is 1 where the two languages differ.

    Without colour, deleted words stand in [-…-] and inserted ones in {+…+}.
    """
    form = "json" if as_json else form
    if form in _BINARY and output is None and sys.stdout.isatty():
        raise click.UsageError(f"A document for Word or print needs a file: add --output redline.{form}")
    if translation is not None:
        return _translated(old or "draft", new, policy, translation, form)
    if since is not None:
        if new is not None:
            raise click.UsageError("With --since name one text at most: policytool compare --since 1.0 2.0")
        old, new = since, old or "draft"
    with ExitStack() as stack:
        texts = Texts(stack, policy, language)
        documents = texts.read(old), texts.read(new if new is not None else "draft")
        summed = texts.between(since, new or "draft") if since is not None else None
    redline = compare(*documents)
    prove(redline)
    settings = load(Path.cwd())
    shown = Shown(
        redline=redline,
        assessment=assess(redline, settings=settings.significance, root=settings.root),
        revisions=summed,
        draft=new == "draft",
    )
    _write(shown, form, output, author)
    return 0


def _write(shown: Shown, form: str, output: Path | None, author: str) -> None:
    if form == "terminal" and output is None:
        _show(shown)
        return
    if shown.redline.limited and form in _BINARY:
        console.tell(labels(shown.redline).limited)
    data = _written(form, shown, author)
    if output is not None:
        _save(output, data)
        console.tell(f"{shown.assessment.significance}; written to {output}")
    else:
        click.echo(data, nl=False)


def _translated(ref: str, other: str | None, policy: str | None, language: str, form: str) -> int:
    """Tell whether the text of `ref` and its translation agree; 1 where they do not."""
    if other is not None or form not in ("terminal", "json"):
        raise click.UsageError("With --translation name one text, and no format but json.")
    with ExitStack() as stack:
        texts = Texts(stack, policy, None)
        first, second = texts.read(ref), texts.read(ref, language)
    names = [document.metadata.language if document.metadata else "?" for document in (first, second)]
    found = parity(first, second)
    if form == "json":
        console.print_json(translated.values(found, *names))
    else:
        for line in translated.lines(found, *names):
            layout.paragraph(console.out(), line.strip(), indent=len(line) - len(line.lstrip()))
    return 1 if found else 0


def values(shown: Shown) -> dict[str, Any]:
    """What `--json` prints; docs/schema/compare.json is its schema."""
    redline = shown.redline
    summed = {} if shown.revisions is None else {"revisions": summing.values(shown.revisions)}
    return {
        **significance_json.assessment(shown.assessment),
        **summed,
        "old": {"name": redline.old.name, "title": redline.old.title},
        "new": {"name": redline.new.name, "title": redline.new.title},
        "limited": redline.limited,
        "changes": redline_json.changes(redline),
    }


def _written(form: str, shown: Shown, author: str) -> bytes:
    redline, assessment = shown.redline, shown.assessment
    if form == "docx":
        from policytool.redline import word  # the extra `word` may not be installed

        return word.write(redline, author=author, when=project.now())
    if form == "json":
        text = json.dumps(values(shown), ensure_ascii=False, indent=2) + "\n"
    elif form in ("html", "pdf"):
        text = html.page(redline, assessment_html=_verdict_html(shown))
        if form == "pdf":
            from policytool.redline import pdf  # the extra `pdf` may not be installed

            return pdf.write(text)
    elif form == "markdown":
        heading = f"### {assessment.significance.capitalize()}\n\n{markdown.escape(assessment.explanation)}"
        if shown.revisions is not None:
            heading = summing.as_markdown(shown.revisions, draft=shown.draft) + heading
        text = markdown.render(redline, heading=heading)
    else:
        text = "".join(f"{line.plain}\n" for line in _lines(shown, WIDTH))
    return text.encode("utf-8", "replace")


def _verdict_html(shown: Shown) -> str:
    summed = "" if shown.revisions is None else summing.html(shown.revisions, draft=shown.draft)
    said = f'<h2 id="verdict">Verdict: {escape(shown.assessment.significance)}</h2>'
    return f"{summed}{said}\n{explain.html(shown.assessment)}"


def _show(shown: Shown) -> None:
    """The verdict and the redline on the screen, through a pager where they are longer than it."""
    out = console.out()
    lines = list(_lines(shown, min(out.width, WIDTH) if out.is_terminal else WIDTH))
    if out.is_terminal and len(lines) > out.height:
        os.environ.setdefault("LESS", "-FRX")
        with out.pager(styles=not out.no_color):
            _print(out, lines)
    else:
        _print(out, lines)


def _print(out: Console, lines: list[Text]) -> None:
    for line in lines:
        out.print(line, no_wrap=True, overflow="ignore", crop=False)


def _lines(shown: Shown, width: int) -> Iterator[Text]:
    redline, assessment = shown.redline, shown.assessment
    names = [document.name or "text" for document in (redline.old, redline.new)]
    yield Text(layout.plain(" → ".join(names)), style="dim")
    if shown.revisions is not None:
        yield from map(Text, summing.lines(shown.revisions, draft=shown.draft))
        yield Text()
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
