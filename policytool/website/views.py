"""Texts as the fragments that pages show: with redlines, the expensive part of building a site."""

from __future__ import annotations

import json
from dataclasses import replace

from policytool.text import contents, html
from policytool.text.model import Clause, Document
from policytool.website import links
from policytool.website.model import TextView
from policytool.website.render import fragment
from policytool.website.words import Words

_PERMALINK = 'aria-label="Link to this section"'
_TABLE = 'role="group" aria-label="Table"'


def text_view(document: Document, language: str) -> TextView:
    """One text, its first heading taken out to stand as the page's title."""
    first = document.clauses[0] if document.clauses else None
    titled = first is not None and first.kind == "heading" and first.level == 1 and first.quote == 0
    clauses = tuple(map(_without_remote_pictures, document.clauses[1:] if titled else document.clauses))
    text = html.clauses_html(clauses, permalinks=True)
    entries = contents.contents(document)
    controller = document.metadata.controller if document.metadata else None
    return TextView(
        title=first.text if first is not None and titled else document.title,
        name=document.title,
        title_id=first.id if first is not None and titled else "",
        html=labelled(text, language),
        contents_html=fragment("contents.html", language, entries=entries) if entries else "",
        contents=entries,
        controller=controller.name if controller else "",
        wording=json.dumps({clause.id: _wording(clause) for clause in document.clauses}, ensure_ascii=False),
        relative=links.leads_elsewhere(text),
    )


def labelled(text: str, language: str) -> str:
    """Its links to sections and its tables named in the text's own language."""
    words = Words(language)
    named = text.replace(_TABLE, f'role="group" aria-label="{words("table")}"')
    return named.replace(_PERMALINK, f'aria-label="{words("permalink")}"')


def _wording(clause: Clause) -> tuple[str, str]:
    return clause.text, clause.path[-1] if clause.path else ""


def _without_remote_pictures(clause: Clause) -> Clause:
    """A page calls no other host: a picture from elsewhere is shown by its words."""
    if not any(run.image and links.remote(run.image) for run in clause.runs):
        return clause
    runs = tuple(replace(run, image=None) if run.image and links.remote(run.image) else run for run in clause.runs)
    return replace(clause, runs=runs)
