"""Markdown to a Document: the one parser that redline, site, mail and Word share."""

from __future__ import annotations

from pathlib import Path

from policytool.errors import EmptyPolicy, TextError
from policytool.text import drafts, frontmatter, headings, ids, markers, source
from policytool.text.drafts import Draft
from policytool.text.model import Clause, Document
from policytool.text.runs import cut, plain


def parse(text: str, *, name: str = "", metadata_required: bool = False) -> Document:
    """The document that the Markdown `text` writes; `name` is what messages call it.

    Front matter is optional unless `metadata_required`; front matter of other tools (without a `policy` key) is then no
    part of the text. Raises FrontMatterError for metadata that is broken or missing, TextError for an id used twice.
    """
    text = source.level(text)
    front = frontmatter.read(text, name=name, required=metadata_required)
    found, raw_html = drafts.read(front.body, first_line=front.body_line)
    if front.metadata is None:
        headings.settle(found)
    clauses = build(found, name=name)
    return Document(name=name, metadata=front.metadata, clauses=clauses, raw_html=tuple(dict.fromkeys(raw_html)))


def read(path: Path, *, metadata_required: bool = False) -> Document:
    """The policy in the file `path`, named by that path.

    Raises TextError for what is no text file of sensible size, EmptyPolicy when nothing stands below the metadata, and
    what `parse` raises.
    """
    document = parse(
        source.decode(source.load(path), name=str(path)), name=str(path), metadata_required=metadata_required
    )
    if not document.clauses:
        raise EmptyPolicy(path=path, todo="Write the policy's text below the metadata.")
    return document


def decode(data: bytes, *, name: str, metadata_required: bool = False) -> Document:
    """The policy in `data`, the bytes of a file called `name`. Raises as `read` does."""
    return parse(source.decode(data, name=name), name=name, metadata_required=metadata_required)


def build(found: list[Draft], *, name: str) -> tuple[Clause, ...]:
    """The clauses of `found`: with paths, ids, and the numbers split off their headings."""
    register = ids.Register(_own_ids(found, name=name))
    titles: list[tuple[int, str]] = []
    section = ""
    expected: dict[int, int] = {}
    clauses = []
    skip = _page_title(found)
    for draft in found:
        if draft.kind == "heading":
            _number(draft, expected)
            while titles and titles[-1][0] >= draft.level:
                titles.pop()
        path = tuple(title for _, title in titles)
        text = plain(draft.runs)
        identifier = draft.id or register.claim(ids.derive(draft.kind, section, text))
        clauses.append(_clause(draft, identifier, path))
        if draft.kind == "heading":
            section = "" if draft is skip else identifier
            if draft is not skip:
                titles.append((draft.level, text))
    return tuple(clauses)


def _clause(draft: Draft, identifier: str, path: tuple[str, ...]) -> Clause:
    return Clause(
        id=identifier,
        kind=draft.kind,
        level=draft.level,
        quote=draft.quote,
        path=path,
        marker=draft.marker,
        runs=draft.runs,
        line=draft.line,
        named=bool(draft.id),
    )


def _own_ids(found: list[Draft], *, name: str) -> set[str]:
    lines: dict[str, int] = {}
    for draft in found:
        if draft.id in lines:
            raise TextError(
                f"the id {draft.id!r} is used twice, in lines {lines[draft.id]} and {draft.line}",
                path=name or None,
                line=draft.line,
                todo="Give one of the two clauses another id; links and records name clauses by their id.",
            )
        if draft.id:
            lines[draft.id] = draft.line
    return set(lines)


def _page_title(found: list[Draft]) -> Draft | None:
    """The heading that names the whole text and is no section of it: the only one of level 1, before all others."""
    all_headings = [draft for draft in found if draft.kind == "heading"]
    top = [draft for draft in all_headings if draft.level == 1]
    return top[0] if len(top) == 1 and all_headings[0] is top[0] and len(all_headings) > 1 else None


def _number(draft: Draft, expected: dict[int, int]) -> None:
    """Split the number off a heading."""
    text = plain(draft.runs)
    length = 0 if draft.marker else markers.heading(text, expected=expected.get(draft.level, 1))
    if length:
        draft.marker = text[:length].strip()
        draft.runs = cut(draft.runs, length)
    if draft.marker.isascii() and draft.marker.isdigit():
        expected[draft.level] = int(draft.marker) + 1
        for deeper in [level for level in expected if level > draft.level]:
            del expected[deeper]
