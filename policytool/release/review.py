"""What a careful reader finds in the texts of a draft: dead links, lost ids, raw HTML, tests not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.config import Settings
from policytool.redline.model import Redline
from policytool.release.model import Problem
from policytool.release.references import references
from policytool.release.revision import Revision
from policytool.release.targets import pictures, unsafe
from policytool.significance import criteria
from policytool.text import source
from policytool.text.model import Document

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_SHOWN = 5


def review(
    archive: Archive, settings: Settings, previous: Version | None, drafts: dict[str, Document], step: Revision
) -> tuple[Problem, ...]:
    """The problems of the `drafts`, the authoritative one first; `step` is what they change since `previous`."""
    authoritative, *translations = drafts.values()
    names = {file.name for file in archive.folder.glob("*.md")}
    return tuple(
        problem
        for problems in (
            *(links(draft, names) for draft in drafts.values()),
            *(references(draft) for draft in drafts.values()),
            *(reserved(draft) for draft in drafts.values()),
            *(raw_html(draft) for draft in drafts.values()),
            *(unsafe(draft.name, _source(archive, draft)) for draft in drafts.values()),
            *(pictures(draft, archive.folder) for draft in drafts.values()),
            *(strangers(authoritative, translation) for translation in translations),
            understood(authoritative, settings),
            lost_ids(step.redline) if step.redline else (),
            stale_summary(archive, previous, authoritative) if previous and step.changed else (),
        )
        for problem in problems
    )


def links(draft: Document, files: set[str]) -> Iterator[Problem]:
    """Links to clauses and policy files that are not there. `files` are the names of the policies' files."""
    for clause in draft.clauses:
        for run in clause.links:
            file, _, fragment = unquote(run.link or "").partition("#")
            dead = fragment not in draft.by_id if not file and fragment else _lost(file, files)
            if dead:
                yield Problem(
                    rule="link",
                    message=f"the link “{run.text}” leads to {run.link}, which is not there",
                    todo="Correct the link, or give the clause that is meant the id: {#id} at its end.",
                    path=draft.name,
                    line=clause.line,
                )


def raw_html(draft: Document) -> Iterator[Problem]:
    """HTML, which policies do not pass through: readers would see the tags."""
    for line in draft.raw_html:
        message = "HTML stands here; readers will see it as it is written"
        yield Problem(
            rule="raw-html", message=message, todo="Write Markdown.", path=draft.name, line=line, blocks=False
        )


def reserved(draft: Document) -> Iterator[Problem]:
    """Ids that begin as those of the website's own parts do."""
    for clause in draft.clauses:
        if clause.named and clause.id.startswith("_"):
            message = f"the id {clause.id} begins with _, as the ids of the website's own parts do"
            todo = "Give the clause another id."
            yield Problem(rule="clause-id", message=message, todo=todo, path=draft.name, line=clause.line)


def understood(draft: Document, settings: Settings) -> Iterator[Problem]:
    """Tests of significance in the draft that could not be bound to a kind."""
    reading = criteria.read(draft, pack=settings.significance.pack)
    for criterion in reading.unbound:
        clause = draft.by_id.get(criterion.id)
        yield Problem(
            rule="criteria",
            message=f"this test of significance could not be understood: “{criterion.text}”",
            todo=f"Say what it is about in the metadata, under criteria: pins: {criterion.id}: other (or another kind)",
            path=draft.name,
            line=clause.line if clause else None,
        )
    if not reading.unbound:
        for words in reading.warnings:
            yield Problem(rule="criteria", message=words, path=draft.name, blocks=False)


def lost_ids(redline: Redline) -> Iterator[Problem]:
    """Ids that an author gave to clauses which stayed, but lost their id: links from outside would break."""
    for change in redline.entries:
        old, new = change.old, change.new
        if old is None or new is None or not old.named or old.id in redline.new.by_id:
            continue
        yield Problem(
            rule="clause-id",
            message=f"this clause had the id {old.id}; links to it would break",
            todo=f"Write {{#{old.id}}} at its end again.",
            path=redline.new.name,
            line=new.line,
            blocks=False,
        )


def strangers(authoritative: Document, translation: Document) -> Iterator[Problem]:
    """Named clauses that only one of two languages has."""
    ours = {clause.id for clause in authoritative.clauses if clause.named}
    theirs = {clause.id for clause in translation.clauses if clause.named}
    for one, other, ids in ((authoritative, translation, ours - theirs), (translation, authoritative, theirs - ours)):
        if ids and ours and theirs:
            listed = ", ".join(sorted(ids)[:_SHOWN]) + (f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else "")
            message = f"clauses of {one.name} are missing here: {listed}"
            todo = "Translate them, or give the clauses the same ids."
            yield Problem(rule="translation", message=message, todo=todo, path=other.name, blocks=False)


def stale_summary(archive: Archive, previous: Version, draft: Document) -> Iterator[Problem]:
    """A summary that still speaks of the revision before."""
    before = archive.document(previous).metadata
    now = draft.metadata
    if before and now and now.summary and now.summary == before.summary:
        message = f"the summary is still that of version {previous.number}"
        todo = "Say in a sentence what this revision changes."
        yield Problem(rule="summary", message=message, todo=todo, path=draft.name, blocks=False)


def _source(archive: Archive, draft: Document) -> str:
    return source.decode(source.load(archive.root / draft.name), name=draft.name)


def _lost(file: str, files: set[str]) -> bool:
    return file.endswith(".md") and not _SCHEME.match(file) and "/" not in file and file not in files
