"""A redline as HTML.

`render` gives a fragment, `page` a whole page. Classes, for themes (redline.css styles them all):

    redline          around everything
    change           what became of one clause, id change-1, change-2 …, with its kind as a second class (inserted,
                     deleted, modified, moved, moved-and-modified, split, merged) and, where words stayed, its
                     aspect (date, link, numbering, formatting)
    spoken           words for screen readers, which skip ins and del
    note             what the redline says itself: where a clause moved, its former number, a changed link
    left             the place that a moved clause left, id change-3-from
    unchanged        a folded stretch of unchanged clauses (details)

Leave out `.note` and `.spoken`; then without <ins> the old text is left, and without <del> the new one.
"""

from __future__ import annotations

from html import escape
from importlib.resources import files
from itertools import groupby

from policytool.redline import sidebyside
from policytool.redline.describe import Line, describe
from policytool.redline.fragment import Fragment, folds, inline, links
from policytool.redline.labels import QUIET, Labels, labels, summary
from policytool.redline.model import Redline
from policytool.redline.prove import prove

_DATA = files("policytool.redline")
STYLE = _DATA.joinpath("redline.css").read_text(encoding="utf-8")
"""The style sheet for the fragment: light, dark and print."""
_SHOWN = 10
"""So many of the clauses of one section that came together, or went together, are listed unfolded."""


def render(redline: Redline, *, context: int | None = None, shift: int = 0) -> str:
    """The redline as a fragment. Raises RedlineError when it would not give back both texts.

    `context`: how many unchanged clauses stay open on each side of a change, the rest being folded; None folds none.
    `shift` lowers headings.
    """
    prove(redline)
    writer = Fragment(redline, shift)
    if context is not None and redline.changes:
        writer.folds.update(folds(redline, context))
    return f'<div class="redline">\n{writer.write()}</div>\n'


def page(redline: Redline, *, title: str = "", assessment_html: str = "") -> str:
    """A page that stands on its own: the verdict, the list of changes, then the text with its changes.

    They stand in line or, where the reader so chooses on a wide screen, side by side.
    `assessment_html` is taken as it is. Nothing is loaded from elsewhere and no script runs.
    """
    words = labels(redline)
    heading = escape(title or redline.new.title or redline.old.title or words.redline)
    names = " → ".join(escape(name) for name in (redline.old.name, redline.new.name) if name)
    body = render(redline, context=2, shift=1)
    return _DATA.joinpath("page.html").read_text(encoding="utf-8").format(
        tag=words.tag, title=heading, names=names, style=STYLE, skip=escape(words.skip),
        summary=escape(summary(redline, words)), assessment=assessment_html, changes=_list(redline, words),
        limited=f'<p class="limited">{escape(words.limited)}</p>\n' if redline.limited else "",
        text=escape(words.text), hint=escape(words.hint), body=body,
        sides=sidebyside.render(redline, context=2, shift=1), view=escape(words.view), in_line=escape(words.in_line),
        side_by_side=escape(words.side_by_side),
    )  # fmt: skip


def _list(redline: Redline, words: Labels) -> str:
    """The list of changes by section, with links into the redline; what says nothing new comes last, folded by kind."""
    lines = describe(redline)
    found = f"<h2>{escape(words.changes)}</h2>\n" if lines else ""
    for section, group in groupby((line for line in lines if line.label not in QUIET), key=lambda line: line.section):
        found += f"<h3>{escape(' › '.join(section))}</h3>\n" if section else ""
        found += _items(list(group), words)
    for label in QUIET:
        if quiet := [line for line in lines if line.label == label]:
            said = escape(words.sums[label][len(quiet) > 1].format(n=len(quiet)))
            found += f"<details><summary>{said}</summary>\n{_items(quiet, words)}</details>\n"
    return f'<section class="changes">\n{found}</section>\n' if lines else ""


def _items(lines: list[Line], words: Labels) -> str:
    """The lines; many clauses that came or went together are counted and folded after the first."""
    shown: list[Line] = []
    found = ""
    for label, group in groupby(lines, key=lambda line: line.label):
        alike = list(group)
        most = _SHOWN if label in ("inserted", "deleted") and len(alike) > _SHOWN + _SHOWN // 2 else len(alike)
        shown += alike[:most]
        if rest := alike[most:]:
            said = escape(f"{words.more.format(n=len(rest))}: {words.kinds[label]}")
            found += f"{_rows(shown, words)}<details><summary>{said}</summary>\n{_rows(rest, words)}</details>\n"
            shown = []
    return found + (_rows(shown, words) if shown else "")


def _rows(lines: list[Line], words: Labels) -> str:
    items = "".join(
        f'<li class="{line.label}"><a href="#{line.anchor}">{escape(words.kinds[line.label])}</a> '
        f"<span>{inline(line.excerpt, words)}{links(line.change, words)}</span></li>\n"
        for line in lines
    )
    return f"<ul>\n{items}</ul>\n"
