"""The body of a Word document to drafts of clauses, with a list of what cannot be carried and where."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from policytool.redline.wordimport.inlines import Reader
from policytool.redline.wordimport.looks import unbold
from policytool.redline.wordimport.numbering import Numbers
from policytool.redline.wordimport.package import Package
from policytool.redline.wordimport.styles import Styles
from policytool.redline.wordimport.xml import local, number, switched, value, w
from policytool.text import markers
from policytool.text.drafts import Draft
from policytool.text.model import Run
from policytool.text.runs import cut, fold, plain

_AROUND = ("sdt", "sdtContent", "customXml", "ins", "moveTo")
_HEADED = 0x20
"""The bit of `w:tblLook` that says that a table's first row is its head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that Markdown cannot carry."""

    place: str
    """The paragraph, by its number in the document and its first words."""
    what: str


class Body:
    """Reads the body of one document, whose tracked changes are settled."""

    def __init__(self, package: Package, *, anchor: Callable[[str], str]) -> None:
        self.troubles: list[Trouble] = []
        self._styles = Styles(package.related("styles"))
        self._numbers = Numbers(package.related("numbering"), self._styles)
        self._reader = Reader(styles=self._styles, relations=package.relations, anchor=anchor, trouble=self._trouble)
        self._place = ""
        self._count = 0
        self._titled = False

    def read(self, body: Any) -> list[Draft]:
        self._titled = any(self._styles.title(_style(found)) for found in body.iter(w("p")))
        return list(self._blocks(body))

    def _trouble(self, what: str) -> None:
        found = Trouble(place=self._place, what=what)
        if found not in self.troubles:
            self.troubles.append(found)

    def _blocks(self, parent: Any) -> Iterator[Draft]:
        for node in parent:
            name = local(node)
            if name == "p":
                yield from self._paragraph(node)
            elif name == "tbl":
                yield from self._table(node)
            elif name in _AROUND:
                yield from self._blocks(node)
            elif name in ("altChunk", "subDoc"):
                self._trouble("a part in another format")
            elif name.startswith("{"):
                self._foreign(name)

    def _foreign(self, name: str) -> None:
        kind = name.rpartition("}")[2]
        if kind in ("oMathPara", "AlternateContent"):
            self._trouble("an equation" if kind == "oMathPara" else "a picture, drawing or text box")

    # Paragraphs

    def _begin(self, paragraph: Any) -> tuple[Run, ...]:
        """The runs of the next paragraph."""
        self._count += 1
        words = "".join(text.text or "" for text in paragraph.iter(w("t")))
        self._place = f"paragraph {self._count}" + (
            f" (“{words[:40]}{'…' if len(words) > 40 else ''}”)" if words else ""
        )
        return tuple(self._reader.read(paragraph))

    def _paragraph(self, paragraph: Any) -> Iterator[Draft]:
        runs = self._begin(paragraph)
        style = _style(paragraph)
        counted = self._numbers.next(self._listing(paragraph, style))
        if not plain(runs).strip():
            return
        if self._styles.toc(style):
            self._trouble("a table of contents (delete it: the website makes one)")
        draft = self._draft(paragraph, style, counted, runs)
        if plain(draft.runs).strip():
            yield draft

    def _listing(self, paragraph: Any, style: str) -> Any | None:
        direct = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        return direct if direct is not None else self._styles.listing(style)

    def _draft(self, paragraph: Any, style: str, counted: tuple[str, int] | None, runs: tuple[Run, ...]) -> Draft:
        quote = self._styles.quote(style)
        level = self._heading(paragraph, style)
        if level:
            numbered = (Run(text=f"{counted[0]} "), *unbold(runs)) if counted else unbold(runs)
            return self._made("heading", fold(numbered), level=level)
        if counted is not None:
            return self._made("item", fold(runs), level=counted[1], marker=counted[0], quote=quote)
        if self._styles.code(style):
            text = "".join(run.text for run in runs)
            return self._made("code", (Run(text=text, code=True),), level=self._styles.continued(style), quote=quote)
        depth = self._styles.item(style)
        folded = fold(runs)
        length = markers.item(plain(folded)) if depth else 0
        if length:
            marker = plain(folded)[:length].strip()
            return self._made("item", fold(cut(folded, length)), level=depth, marker=marker, quote=quote)
        return self._made("paragraph", folded, level=self._styles.continued(style), quote=quote)

    def _heading(self, paragraph: Any, style: str) -> int:
        if self._styles.title(style):
            return 1
        own = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
        level = self._styles.heading(style)
        if own is not None:
            outline = number(own, default=9)
            level = outline + 1 if outline < 9 else 0
        return min(level + self._titled, 6) if level else 0

    def _made(self, kind: Any, runs: tuple[Run, ...], *, level: int, marker: str = "", quote: int = 0) -> Draft:
        return Draft(kind=kind, level=level, quote=quote, marker=marker, runs=runs, line=self._count)

    # Tables

    def _table(self, table: Any) -> Iterator[Draft]:
        rows = [row for row in _within(table, "tr") if local(row) == "tr"]
        headed = [_is_head(row) for row in rows]
        if not any(headed) and rows and _looks_headed(table):
            headed[0] = True
        for row, head in zip(rows, headed, strict=True):
            runs = self._row(row)
            if plain(runs).strip():
                yield self._made("row", runs, level=1 if head else 2)

    def _row(self, row: Any) -> tuple[Run, ...]:
        cells = list(_within(row, "tc"))
        runs: list[Run] = []
        for place, cell in enumerate(cells):
            properties = cell.find(w("tcPr"))
            runs += [Run(text="\t")] * (place > 0)
            runs += self._cell(cell)
            if properties is None:
                continue
            merged = properties.find(w("vMerge"))
            if merged is not None and value(merged) != "restart":
                self._trouble("cells merged downwards in a table")
            if number(properties.find(w("gridSpan")), default=1) > 1 and place < len(cells) - 1:
                self._trouble("cells merged sidewards in a table")
        return tuple(runs)

    def _cell(self, cell: Any) -> tuple[Run, ...]:
        runs: list[Run] = []
        for paragraph in _within(cell, "p", "tbl"):
            if local(paragraph) == "tbl":
                self._trouble("a table inside a table")
                continue
            inner = self._begin(paragraph)
            counted = self._numbers.next(self._listing(paragraph, _style(paragraph)))
            if plain(inner).strip():
                before = [Run(text="\n")] if runs else []
                runs += [*before, *([Run(text=f"{counted[0]} ")] if counted else []), *inner]
        return fold(runs)


def _within(parent: Any, *names: str) -> Iterator[Any]:
    """The children called so, also inside content controls."""
    for node in parent:
        if local(node) in names:
            yield node
        elif local(node) in _AROUND:
            yield from _within(node, *names)


def _style(paragraph: Any) -> str:
    return value(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))


def _is_head(row: Any) -> bool:
    return bool(switched(row.find(w("trPr")), "tblHeader"))


def _looks_headed(table: Any) -> bool:
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    if look is None:
        return False
    if value(look, "firstRow"):
        return value(look, "firstRow") in ("1", "true", "on")
    bits = value(look)
    return (
        bool(int(bits, 16) & _HEADED)
        if bits and len(bits) < 9 and set(bits) <= set("0123456789abcdefABCDEF")
        else False
    )


def comments(package: Package) -> list[str]:
    """The comments in the document: author and words. They are no part of a policy's text."""
    root = package.related("comments")
    found = [] if root is None else root.iter(w("comment"))
    return [f"{value(one, 'author') or 'somebody'}: {_words(one)}" for one in found if _words(one)]


def margins(package: Package) -> list[str]:
    """The words in headers and footers, which are no part of a policy's text."""
    folder = posixpath.dirname(package.main)
    parts = [relation.target for relation in package.relations.values() if relation.kind in ("header", "footer")]
    roots = (package.tree(posixpath.normpath(posixpath.join(folder, part))) for part in parts)
    return list(dict.fromkeys(words for root in roots if root is not None and (words := _words(root))))


def _words(root: Any) -> str:
    return " ".join("".join(text.text or "" for text in root.iter(w("t"))).split())
