"""Documents and redlines as the fragments that pages show: the expensive part of building a site."""

from __future__ import annotations

import re
from dataclasses import replace

from policytool.redline import html as redline_html
from policytool.redline.describe import describe
from policytool.redline.fragment import inline
from policytool.redline.labels import labels
from policytool.redline.model import Redline
from policytool.text import contents, html
from policytool.text.model import Clause, Document
from policytool.website.links import remote
from policytool.website.model import LISTED, ChangeLine, RevisionView, TextView
from policytool.website.words import Words

_PERMALINK = 'aria-label="Link to this section"'
_TABLE = 'role="group" aria-label="Table"'
_SPOKEN = re.compile(r'<span class="spoken">([^<]*)</span>')
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
FOLDED = 2
"""Unchanged clauses that stay open on each side of a change; the others are folded, a click away."""


def text_view(document: Document, language: str) -> TextView:
    """One text, its first heading taken out to stand as the page's title."""
    first = document.clauses[0] if document.clauses else None
    titled = first is not None and first.kind == "heading" and first.level == 1 and first.quote == 0
    clauses = tuple(map(_without_remote_pictures, document.clauses[1:] if titled else document.clauses))
    fragment = html.clauses_html(clauses, permalinks=True)
    controller = document.metadata.controller if document.metadata else None
    return TextView(
        title=first.text if first is not None and titled else document.title,
        name=document.title,
        title_id=first.id if first is not None and titled else "",
        html=_labelled(fragment, language),
        contents=contents.contents(document),
        controller=controller.name if controller else "",
        clauses={clause.id: clause.text for clause in document.clauses},
        sections={clause.id: clause.path[-1] if clause.path else "" for clause in document.clauses},
    )


def revision_view(redline: Redline) -> RevisionView:
    """One revision: the redline, and the list of its changes."""
    words = labels(redline)
    lines = describe(redline)
    return RevisionView(
        html=_light(_labelled(_flat(redline_html.render(redline, context=FOLDED)), words.tag)),
        changes=tuple(
            ChangeLine(
                kind=line.label,
                section=line.section[-1] if line.section else "",
                excerpt=inline(line.excerpt, words) if len(lines) <= LISTED else "",
                anchor=line.anchor,
                olds=tuple(clause.id for clause in line.change.olds),
                news=tuple(clause.id for clause in line.change.news),
            )
            for line in lines
        ),
        renamed={
            entry.new.id: entry.old.id
            for entry in redline.entries
            if entry.kind == "unchanged" and entry.old and entry.new and entry.old.id != entry.new.id
        },
    )


def _labelled(fragment: str, language: str) -> str:
    """Its links to sections and its tables named in the text's own language."""
    words = Words(language)
    named = fragment.replace(_TABLE, f'role="group" aria-label="{words("table")}"')
    return named.replace(_PERMALINK, f'aria-label="{words("permalink")}"')


def _light(fragment: str) -> str:
    """The words for screen readers in fewer bytes: in a redline with many changes they weigh as much as the text."""
    return _SPOKEN.sub(r"<i>\1</i>", fragment)


def _flat(fragment: str) -> str:
    """All headings on the level below the page's own: folded ones are not read out, which would leave gaps in order."""
    return _HEADING.sub(lambda tag: "</h3" if tag[1] else f'<h3 class="level-{tag[2]}"', fragment)


def _without_remote_pictures(clause: Clause) -> Clause:
    """A page calls no other host: a picture from elsewhere is shown by its words."""
    if not any(run.image and remote(run.image) for run in clause.runs):
        return clause
    runs = tuple(replace(run, image=None) if run.image and remote(run.image) else run for run in clause.runs)
    return replace(clause, runs=runs)
