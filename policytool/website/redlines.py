"""Redlines as the fragments that pages show: the list of changes, and the text with its changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from policytool.redline import html as redline_html
from policytool.redline.describe import Line, describe
from policytool.redline.fragment import inline
from policytool.redline.labels import labels
from policytool.redline.model import Redline
from policytool.website import links, parts
from policytool.website.model import LISTED, PART, QUIET, ChangeLine, RedlineView, RevisionView
from policytool.website.render import fragment
from policytool.website.views import labelled

_SPOKEN = re.compile(r'<span class="spoken">([^<]*)</span>')
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
FOLDED = 2
"""Unchanged clauses that stay open on each side of a change; the others are folded, a click away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where the two texts stand, as links from the page that shows their redline."""

    old: str
    new: str = ""
    """Empty for a draft, which has no page of its own."""


def redline_view(redline: Redline, pages: Pages, language: str) -> RedlineView:
    """Two texts compared: the redline, and the list of its changes."""
    shown = _shown(redline, pages, language)
    del shown["changes"]
    return RedlineView(**shown)


def revision_view(redline: Redline, pages: Pages, language: str) -> RevisionView:
    """The same for a revision, with what the history of its clauses is told from."""
    return RevisionView(
        **_shown(redline, pages, language),
        renamed={
            entry.new.id: entry.old.id
            for entry in redline.entries
            if entry.kind == "unchanged" and entry.old and entry.new and entry.old.id != entry.new.id
        },
    )


def _shown(redline: Redline, pages: Pages, language: str) -> dict[str, Any]:
    words, described = labels(redline), describe(redline)
    where = {clause.id: pages.old for clause in redline.old.clauses}
    if pages.new:
        where.update((clause.id, pages.new) for clause in redline.new.clauses)
    html = _light(labelled(_flat(redline_html.render(redline, context=FOLDED)), words.tag))
    divided = parts.divided(html) if pages.new else (html,)
    pointed = (links.pointed(part, where, "../" if place else "") for place, part in enumerate(divided))
    joined, anchors = parts.joined(tuple(pointed))
    changes = tuple(_change(line, anchors[line.anchor]) for line in described)
    named = described if len(described) <= LISTED else []
    excerpts = [links.pointed(inline(line.excerpt, words), where) for line in named]
    return {
        "html": PART.join(joined),
        "listing": _listing(changes, excerpts, language) if changes else "",
        "count": len(changes),
        "changes": changes,
        "relative": links.leads_elsewhere(html),
    }


def _listing(changes: tuple[ChangeLine, ...], excerpts: list[str], language: str) -> str:
    """Each change with its words; where there are too many to be read, the sections that they are in."""
    if len(changes) > LISTED:
        runs = [list(run) for _, run in groupby(changes, key=lambda line: line.section)]
        return fragment("listing.html", language, sections=[(run[0], len(run)) for run in runs])
    told = [(line, Markup(words)) for line, words in zip(changes, excerpts, strict=True)]  # noqa: S704 - our renderer's
    loud = [pair for pair in told if pair[0].kind not in QUIET]
    quiet = [pair for pair in told if pair[0].kind in QUIET]
    return fragment("listing.html", language, loud=loud, quiet=quiet)


def _change(line: Line, link: str) -> ChangeLine:
    return ChangeLine(
        kind=line.label,
        section=line.section[-1] if line.section else "",
        link=link,
        olds=tuple(clause.id for clause in line.change.olds),
        news=tuple(clause.id for clause in line.change.news),
    )


def _light(html: str) -> str:
    """The words for screen readers in fewer bytes: in a redline with many changes they weigh as much as the text."""
    return _SPOKEN.sub(r"<i>\1</i>", html)


def _flat(html: str) -> str:
    """All headings on the level below the page's own: folded ones are not read out, which would leave gaps in order."""
    return _HEADING.sub(lambda tag: "</h3" if tag[1] else f'<h3 class="level-{tag[2]}"', html)
