"""A document as clean semantic HTML: nothing unescaped, no unsafe target, an id on every clause.

Lists are rebuilt from the levels and markers of their items: numbers become <ol> with the right `start`
and `value`; any other marker is shown as the policy wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise

from policytool.text.htmlblocks import Blocks
from policytool.text.model import Clause, Document, Run
from policytool.text.runs import cut, plain
from policytool.text.target import address, picture

_TAGS = (("strong", "strong"), ("emphasis", "em"), ("struck", "s"), ("code", "code"))


def render(document: Document, *, permalinks: bool = False, shift: int = 0) -> str:
    """The whole text as a fragment. `permalinks` adds a link to itself to each heading; `shift` lowers headings."""
    return clauses_html(document.clauses, permalinks=permalinks, shift=shift)


def clauses_html(clauses: Iterable[Clause], *, permalinks: bool = False, shift: int = 0, ids: bool = True) -> str:
    """Some clauses in reading order as an HTML fragment, lists and tables around them rebuilt."""
    blocks = Blocks(ids=ids)
    for clause in clauses:
        inner = cells_html(clause) if clause.kind == "row" else [_inner(clause, permalinks=permalinks and ids)]
        blocks.add(clause, inner, shift=shift)
    return blocks.finish()


def clause_html(clause: Clause) -> str:
    """One clause on its own, without an id: what a redline, a mail or a notice quotes."""
    return clauses_html([clause], ids=False)


def runs_html(runs: Iterable[Run]) -> str:
    """Runs as inline HTML; hard breaks become <br>."""
    return "".join(_run(run) for run in runs)


def cells_html(clause: Clause) -> list[str]:
    """The cells of a row as inline HTML."""
    text = clause.text
    edges = [-1, *(at for at, sign in enumerate(text) if sign == "\t"), len(text)]
    return [runs_html(cut(clause.runs, start + 1, end)) for start, end in pairwise(edges)]


def _inner(clause: Clause, *, permalinks: bool) -> str:
    if clause.kind == "code":
        return escape(plain(clause.runs), quote=False)
    inner = runs_html(clause.runs)
    if clause.kind == "heading" and permalinks:
        anchor = escape(clause.id)
        inner += f' <a class="permalink" href="#{anchor}" aria-label="Link to this section">¶</a>'
    return inner


def _run(run: Run) -> str:
    inner = escape(run.text, quote=False).replace("\n", "<br>\n")
    source = picture(run.image) if run.image else None
    if source:
        inner = f'<img src="{escape(source)}" alt="{escape(run.text)}" loading="lazy">'
    for flag, tag in reversed(_TAGS):
        if getattr(run, flag):
            inner = f"<{tag}>{inner}</{tag}>"
    target = address(run.link) if run.link else None
    return f'<a href="{escape(target)}">{inner}</a>' if target else inner
