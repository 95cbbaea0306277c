"""`policytool history`: one clause through all versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

import click
from rich.text import Text

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.cli import console, layout, project
from policytool.errors import UnknownClause, UnknownVersion
from policytool.redline import json as redline_json
from policytool.redline import terminal
from policytool.redline.compare import compare
from policytool.redline.labels import labels
from policytool.redline.model import Redline
from policytool.redline.trace import Step, find, trace
from policytool.text.model import Document

WIDTH = 100


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One version, or the draft, on the way of a clause."""

    version: Version | None
    """None for the draft."""
    step: Step
    redline: Redline | None
    """The whole revision; None for the first version."""

    @property
    def name(self) -> str:
        return str(self.version.number) if self.version else "draft"


@click.command("history")
@click.argument("clause")
@click.option("--policy", metavar="POLICY", help="Where there is more than one policy.")
@click.option("--language", metavar="TAG", help="Follow a translation, such as zh; the authoritative text if left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(clause: str, policy: str | None, language: str | None, as_json: bool) -> None:
    """One clause through all versions and the draft.

    CLAUSE is the id of a clause in any version, or the title or number of a heading, which stands
    for its whole section. Every step shows what changed, word by word; the clause is followed when
    it is renamed, moved, split or merged.

    \b
    Examples:
      policytool history retention
      policytool history "Cookies and similar technologies"
      policytool history retention --language zh --json

    Without colour, deleted words stand in [-…-] and inserted ones in {+…+}.
    """
    with project.opened() as archive:
        chosen = archive.choose(policy)
        stops = _stops(archive, chosen, language, clause)
    if as_json:
        console.print_json(values(chosen, clause, stops))
        return
    out = console.out()
    for line in _lines(stops, min(out.width, WIDTH) if out.is_terminal else WIDTH):
        out.print(line, no_wrap=True, overflow="ignore", crop=False)


def _stops(archive: Archive, policy: str, language: str | None, wanted: str) -> list[Stop]:
    versions: list[Version | None] = [v for v in archive.versions(policy) if not language or language in v.languages]
    documents = [archive.document(version, language) for version in versions if version]
    drafted = archive.draft_languages(policy) if archive.drafts.exists(policy) else ()
    if drafted and (language is None or language in drafted):
        versions.append(None)
        documents.append(archive.draft(policy, language))
    if not documents:
        raise UnknownVersion(f"{policy} has no text in {language!r}", todo="Languages stand in `policytool status`.")
    found = find(documents, wanted)
    if found is None:
        raise _unknown(documents, wanted)
    redlines = [compare(old, new) for old, new in pairwise(documents)]
    steps = trace(documents, redlines, *found)
    return [
        Stop(version=version, step=step, redline=redline)
        for version, step, redline in zip(versions, steps, [None, *redlines], strict=True)
    ]


def _unknown(documents: Sequence[Document], wanted: str) -> UnknownClause:
    ids = {clause.id: clause.text for document in documents for clause in document.clauses}
    titles = {clause.text: clause.id for document in documents for clause in document.headings}
    near = get_close_matches(wanted, [*ids, *titles], n=1, cutoff=0.5)
    named = ", ".join(clause.id for clause in documents[-1].headings if clause.named or clause.level < 3)
    todo = f"Did you mean {near[0]}?" if near else f"Sections: {layout.plain(named)[:300]}."
    return UnknownClause(f"no version has a clause {wanted[:60]!r}", todo=todo)


def values(policy: str, clause: str, stops: Sequence[Stop]) -> dict[str, Any]:
    """What `--json` prints; the changes are written as in docs/schema/compare.json."""
    return {"policy": policy, "clause": clause, "steps": [_value(stop) for stop in stops]}


def _value(stop: Stop) -> dict[str, Any]:
    touched = set(map(id, stop.step.changes))
    changes = redline_json.changes(stop.redline) if stop.redline else []
    whole = stop.redline.changes if stop.redline else ()
    version = stop.version
    return {
        "version": stop.name,
        "published": version.published if version else None,
        "effective": version.effective if version else None,
        "significance": version.record.sign_off.significance if version and version.record.previous else None,
        "clauses": [{"id": c.id, "path": list(c.path), "text": c.text} for c in stop.step.clauses],
        "changes": [value for change, value in zip(whole, changes, strict=True) if id(change) in touched],
    }


def _lines(stops: Sequence[Stop], width: int) -> Iterator[Text]:
    """Versions from the first that holds the clause, one below the other; those that left it alone in one line."""
    seen = False
    for stop in stops:
        held = bool(stop.step.clauses)
        if not (held or stop.step.changes):
            if seen:
                yield Text(f"{stop.name:7}no such clause", style="dim")
            continue
        yield _head(stop, first=not seen and not stop.step.changes)
        if stop.step.changes:
            for pieces in _changes(stop, width):
                yield Text.assemble(*pieces)
        elif not seen:
            for clause in stop.step.clauses:
                for pieces in terminal.wrapped([(layout.plain(clause.text), "")], width, "    "):
                    yield Text.assemble(*pieces)
        seen = True


def _changes(stop: Stop, width: int) -> Iterator[list[terminal.Piece]]:
    assert stop.redline is not None
    for change in stop.step.changes:
        yield from terminal.change_lines(change, labels(stop.redline), width, around=400, longest=4000)


def _head(stop: Stop, *, first: bool) -> Text:
    line = Text(f"{stop.name:7}", style="bold")
    said = ["not released"]
    if stop.version is not None:
        said = [f"published {stop.version.published}", f"effective {stop.version.effective}"]
        if stop.version.record.previous:
            said.append(stop.version.record.sign_off.significance)
    told = "" if stop.step.changes else "first text" if first else "unchanged"
    return line.append(", ".join(said), style="not bold dim").append(f"  {told}".rstrip(), style="not bold")
