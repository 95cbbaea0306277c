"""`policytool import`: an edited Word file back as the Markdown draft."""  # noqa: N999 - the command is called so

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any, cast

import click
from rich.text import Text

from policytool.cli import console, project
from policytool.errors import Refused, TextError
from policytool.redline import json as redline_json
from policytool.redline import terminal
from policytool.text import source

WIDTH = 100
"""Columns at most, and where there is no terminal."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--policy", metavar="POLICY", help="Whose draft it is, where there is more than one policy.")
@click.option("--language", metavar="TAG", help="A translation, such as zh; the authoritative text if left out.")
@click.option(
    "--changes",
    type=click.Choice(["accept", "reject", "refuse"]),
    default="refuse",
    help="What to do with tracked changes (refuse).",
)
@click.option("--overwrite", is_flag=True, help="Also over a draft that was edited after the Word file was made.")
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the changes, and what was left out.")
def command(
    file: Path,
    policy: str | None,
    language: str | None,
    changes: str,
    overwrite: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring an edited Word file back as the draft.

    FILE is a .docx that somebody edited in Word: a redline or a clean copy that policytool wrote, or any Word file of
    the policy. Its text replaces the draft's. The metadata stays, clauses keep their ids, and clauses that
    were not touched keep their Markdown to the byte. What Markdown cannot carry is named and refused.

    \b
    Examples:
      policytool compare draft draft --format docx -o policy.docx     a clean copy for Word
      policytool import policy.docx --dry-run                         what came back
      policytool import redline.docx --changes accept                 the text with all tracked changes
      policytool import policy-zh.docx --language zh                  the Chinese translation
    """
    from policytool.redline.wordimport import bring  # the extra `word` may not be installed

    with project.opened() as archive:
        chosen = archive.choose(policy)
        tag = language or archive.draft_languages(chosen)[0]
        archive.draft(chosen, tag)
        path = archive.drafts.files(chosen)[tag]
        name = archive.drafts.name(path)
        choice = cast("bring.Changes", changes)
        base = archive.drafts.source(chosen, tag)
        brought = bring.bring(_loaded(file), base, name=str(file), base_name=name, changes=choice)
        if brought.stale and brought.redline.changes and not (overwrite or dry_run):
            raise Refused(
                "the draft was edited after this Word file was made, and the Word file does not have those edits",
                path=name,
                todo=f"See what would be lost: policytool import {file} --dry-run. Then say --overwrite.",
            )
        writes = bool(brought.redline.changes or brought.text.encode() != base) and not dry_run
        if writes:
            _save(path, brought.text.encode())
    if as_json:
        console.print_json(_values(brought, chosen, tag, name, written=writes))
    else:
        _show(brought, name, written=writes, dry_run=dry_run)


def _loaded(file: Path) -> bytes:
    size = file.stat().st_size
    if size > source.LARGEST * 4:
        raise TextError(f"this file has {size / 1e6:.0f} MB", path=file, todo="Check that it is the right file.")
    return file.read_bytes()


def _save(path: Path, data: bytes) -> None:
    """Replace the file as a whole, or not at all."""
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=".policytool-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(fresh).chmod(path.stat().st_mode & 0o777)
        Path(fresh).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(fresh).unlink()
        raise


def _values(brought: Any, policy: str, language: str, name: str, *, written: bool) -> dict[str, Any]:
    return {
        "policy": policy,
        "language": language,
        "file": name,
        "written": written,
        "stale": brought.stale,
        "tracked": dict(brought.tracked),
        "comments": list(brought.comments),
        "left_out": list(brought.margins),
        "lost_ids": list(brought.lost),
        "changes": redline_json.changes(brought.redline),
    }


def _show(brought: Any, name: str, *, written: bool, dry_run: bool) -> None:
    out = console.out()
    for pieces in terminal.lines(brought.redline, width=min(out.width, WIDTH) if out.is_terminal else WIDTH):
        out.print(Text.assemble(*pieces), no_wrap=True, overflow="ignore", crop=False)
    _listed("Comments in the Word file, which are no part of the policy:", brought.comments)
    _listed("Headers and footers were left out:", brought.margins)
    _listed("These ids of the draft are gone with their clauses; links to them break:", brought.lost)
    if brought.stale:
        console.tell("")
        console.tell("The draft was edited after this Word file was made; the list above undoes those edits.", "bold")
    console.tell("")
    if written:
        console.tell(f"Wrote {name}. Next: `policytool compare`.")
    elif dry_run:
        console.tell("Nothing was written.")
    else:
        console.tell(f"{name} says all this already.")


def _listed(title: str, lines: tuple[str, ...]) -> None:
    if lines:
        console.tell("")
        console.tell(title, "bold")
    for line in lines:
        console.tell(f"  {line[:160]}")
