"""The text of one Word paragraph: runs with their formatting and links, and what cannot be carried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from policytool.redline.wordimport.package import Relation
from policytool.redline.wordimport.styles import Styles, monospaced
from policytool.redline.wordimport.xml import local, relation, switched, value, w
from policytool.text.model import Run
from policytool.text.target import address

_DRAWN = "a picture, drawing or text box"
_REFUSED = {
    "drawing": _DRAWN, "pict": _DRAWN, "object": "an embedded object", "ruby": "text with a reading beside it",
    "footnoteReference": "a footnote", "endnoteReference": "an endnote", "altChunk": "a part in another format",
    "subDoc": "another document", "contentPart": _DRAWN, "control": "a form control",
}  # fmt: skip
_INSIDE = ("ins", "smartTag", "sdt", "sdtContent", "dir", "bdo", "customXml", "fldSimple", "moveTo")
_LINKED = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+"([^"]*)"|"([^"]*)"(?:\s+\\l\s+"([^"]*)")?)')
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


@dataclass(slots=True)
class _Field:
    """A field of Word such as a link; it may hold further fields."""

    instruction: str = ""
    shown: bool = False


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads paragraphs one after the other."""

    styles: Styles
    relations: dict[str, Relation]
    anchor: Callable[[str], str]
    """Gives the clause that a bookmark stands for, "" for none."""
    trouble: Callable[[str], None]
    """Takes what cannot be carried."""
    _fields: list[_Field] = field(default_factory=list)

    def read(self, paragraph: Any) -> list[Run]:
        return list(self._inside(paragraph, None))

    def _inside(self, parent: Any, link: str | None) -> Iterator[Run]:
        for node in parent:
            name = local(node)
            if name == "r":
                yield from self._run(node, link)
            elif name == "hyperlink":
                yield from self._inside(node, self._target(node) or link)
            elif name in _INSIDE:
                yield from self._inside(node, _instructed(value(node, "instr"), self.anchor) or link)
            elif name in _REFUSED:
                self.trouble(_REFUSED[name])
            elif name.startswith("{"):
                self._foreign(name)

    def _run(self, run: Any, link: str | None) -> Iterator[Run]:
        properties = run.find(w("rPr"))
        for node in run:
            text = self._text(node)
            if not text:
                continue
            if switched(properties, "vanish"):
                self.trouble(f"hidden text (“{text[:40]}”)")
            yield self._formatted(text, properties, self._linked() or link)

    def _formatted(self, text: str, properties: Any | None, link: str | None) -> Run:
        style = value(properties.find(w("rStyle"))) if properties is not None else ""

        def on(name: str) -> bool:
            direct = switched(properties, name)
            return self.styles.switch(style, name) if direct is None else direct

        return Run(
            text=text,
            strong=on("b"),
            emphasis=on("i"),
            struck=on("strike") or on("dstrike"),
            code=monospaced(properties) or self.styles.monospaced(style),
            link=link,
        )

    def _text(self, node: Any) -> str:
        name = local(node)
        if name == "t":
            return "" if self._hidden() else (node.text or "")
        if name in _SIGNS:
            return "" if self._hidden() else _SIGNS[name]
        if name == "br":
            return "\n" if value(node, "type") in ("", "textWrapping") else " "
        if name == "instrText" and self._fields:
            self._fields[-1].instruction += node.text or ""
        elif name == "fldChar":
            self._field(value(node, "fldCharType"))
        elif name == "sym":
            self.trouble(f"a sign of the font {value(node, 'font')[:40]}")
        elif name in _REFUSED:
            self.trouble(_REFUSED[name])
        elif name.startswith("{"):
            self._foreign(name)
        return ""

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _hidden(self) -> bool:
        """Whether the text stands in a field's instruction rather than in what it shows."""
        return any(not one.shown for one in self._fields)

    def _linked(self) -> str | None:
        targets = (_instructed(one.instruction, self.anchor) for one in reversed(self._fields))
        return next((target for target in targets if target), None)

    def _target(self, node: Any) -> str | None:
        found = self.relations.get(relation(node))
        fragment = value(node, "anchor")
        if found is None:
            return _clause(fragment, self.anchor)
        return address(found.target + (f"#{fragment}" if fragment else ""))

    def _foreign(self, name: str) -> None:
        kind = name.rpartition("}")[2]
        if kind in ("oMath", "oMathPara"):
            self.trouble("an equation")
        elif kind == "AlternateContent":
            self.trouble(_DRAWN)


def _instructed(instruction: str, anchor: Callable[[str], str]) -> str | None:
    found = _LINKED.match(instruction)
    if found is None:
        return None
    if found[1]:
        return _clause(found[1], anchor)
    return address(found[2] + (f"#{found[3]}" if found[3] else ""))


def _clause(bookmark: str, anchor: Callable[[str], str]) -> str | None:
    identity = anchor(bookmark) if bookmark else ""
    return f"#{identity}" if identity else None
