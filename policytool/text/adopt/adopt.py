"""A company's own policy, from whatever file it is in, to clauses: every word kept, or nothing is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from policytool.errors import EmptyPolicy, TextError
from policytool.text import drafts as drafts_of
from policytool.text import frontmatter, headings, parse, runs, source
from policytool.text.adopt import encoding, facts, naming, plain, proof, titles, webpage, word
from policytool.text.adopt.model import Adopted, Doubt
from policytool.text.drafts import BULLET, Draft
from policytool.text.model import Clause
from policytool.text.write import write

_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)


def adopt(path: Path) -> Adopted:
    """The policy in the file `path`: .txt, .md, .html, .htm or .docx.

    Raises TextError for a file that cannot be read, or whose words would not come out exactly as they went in.
    """
    kind = path.suffix.casefold()
    name = str(path)
    drafts, doubts, wanted = _read(source.load(path), kind, name=name)
    if sum(draft.kind == "heading" for draft in drafts) < 2 and wanted is None and len(drafts) > 2:
        text = "\n\n".join(_flat(draft) for draft in drafts)
        drafts, more = plain.read(text)
        doubts = [
            *doubts,
            *more,
            Doubt(line=0, what="No headings are marked; they were told by their looks. Check them."),
        ]
    _entitle(drafts)
    wanted = proof.draft_signs(drafts) if wanted is None else wanted
    return _proved(parse.build(drafts, name=name), wanted, doubts, name=name)


def _read(data: bytes, kind: str, *, name: str) -> tuple[list[Draft], list[Doubt], str | None]:
    """The drafts, the doubts, and the signs that must come out where the file is plain text."""
    if kind in {".html", ".htm", ".xhtml"}:
        return (*webpage.read(data, name=name), None)
    if kind == ".docx":
        return (*word.read(data, name=name), None)
    if kind not in {".txt", ".text", ".md", ".markdown", ""}:
        todo = "Save the policy as .txt, .md, .html or .docx and run again."
        raise TextError(f"policies are not taken over from {kind} files", path=name, todo=todo)
    text = encoding.decode(data, name=name)
    if kind in {".md", ".markdown"} or len(_HEADING.findall(text)) > 1:
        found, _ = drafts_of.read(frontmatter.read(text, name=name).body)
        headings.settle(found)
        return found, [], None
    return (*plain.read(text), proof.signs(text))


def _entitle(drafts: list[Draft]) -> None:
    """The first heading of a page, where it names a policy, is the title of the whole."""
    marked = [draft for draft in drafts if draft.kind == "heading"]
    if not marked or marked[0].marker or any(draft.level == 1 for draft in marked):
        return
    if drafts.index(marked[0]) < 5 and titles.POLICY.search(runs.plain(marked[0].runs)):
        marked[0].level = 1


def _flat(draft: Draft) -> str:
    """A draft as a line of plain text."""
    marker = "" if draft.marker in {"", BULLET} else draft.marker
    text = runs.plain(draft.runs).replace("\t", " ")
    return f"{marker} {text}".strip() if draft.kind != "item" or marker else f"{BULLET} {text}"


def _proved(clauses: Sequence[Clause], wanted: str, doubts: list[Doubt], *, name: str) -> Adopted:
    if not clauses:
        raise EmptyPolicy(path=name, todo="Check that it is the right file.")
    again = parse.parse(write(naming.named(clauses))).clauses
    proof.prove(wanted, again, name=name)
    found, more = facts.read(again)
    return Adopted(clauses=again, facts=found, doubts=tuple(sorted([*doubts, *more], key=lambda doubt: doubt.line)))
