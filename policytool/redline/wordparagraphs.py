"""The looks of a clause in a Word document: style, list, indentation, and what they were before."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from policytool.redline.wordlists import INDENT, Listed
from policytool.redline.wordxml import Mark, Tracked, element
from policytool.text.model import Clause

_DEEPEST = 9
_NAMES = {"item": "Policy List", "paragraph": "Policy Continue"}
"""Styles of our own for numbers that Word does not count and for what continues an item, by depth: LibreOffice renames
Word's List 2 and List 3."""

HEAD = "PolicyTableHead"
"""The style of a paragraph in the head of a table."""
_BELOW_TABLE = 200
"""Twips between a table and what follows it."""


def properties(
    tracked: Tracked,
    clause: Clause,
    listed: Listed | None,
    mark: Mark | None,
    before: tuple[Clause, Listed | None] | None = None,
    *,
    below_table: bool = False,
) -> Any:
    """The `w:pPr` of a paragraph whose end has `mark`; `before` is what it was in the old text."""
    made = element("w:pPr", *_looks(clause, listed, below_table=below_table))
    if mark is not None:
        made.append(element("w:rPr", tracked.mark(f"w:{mark}")))
    if before is not None:
        old = element("w:pPr", *_looks(*before, below_table=below_table))
        if _spelled(old) != _spelled(element("w:pPr", *_looks(clause, listed, below_table=below_table))):
            made.append(tracked.mark("w:pPrChange", old))
    return made


def _looks(clause: Clause, listed: Listed | None, *, below_table: bool) -> list[Any]:
    found = []
    style = _style(clause, listed)
    if style:
        found.append(element("w:pStyle", val=style))
    if listed is not None:
        numbers = element("w:ilvl", val=listed.level), element("w:numId", val=listed.identity)
        found.append(element("w:numPr", *numbers))
    if below_table and clause.kind != "heading":
        found.append(element("w:spacing", before=_BELOW_TABLE))
    depth = clause.level if clause.kind in ("item", "paragraph", "code") else 0
    if clause.quote or (depth and listed is None):
        indent = element("w:ind", left=(clause.quote + depth) * INDENT)
        if clause.kind == "item":
            indent = element("w:ind", left=(clause.quote + depth) * INDENT, hanging=INDENT)
        found.append(indent)
    return found


def _style(clause: Clause, listed: Listed | None) -> str:
    if clause.kind == "heading":
        return f"Heading{min(clause.level, 6)}"
    if clause.kind == "code":
        return "MacroText"
    if clause.quote:
        return "Quote"
    if listed is not None:
        return "ListParagraph"
    if not clause.level:
        return ""
    return f"{_NAMES[clause.kind].replace(' ', '')}{min(clause.level, _DEEPEST)}"


def define(styles: Any) -> None:
    """Add the styles that `properties` names to the document's."""
    for kind, name in _NAMES.items():
        for depth in range(1, _DEEPEST + 1):
            looks = element("w:pPr", element("w:ind", left=depth * INDENT), element("w:contextualSpacing"))
            if kind == "item":
                looks[0].set(qn("w:hanging"), str(INDENT))
            made = element(
                "w:style",
                element("w:name", val=f"{name} {depth}"),
                element("w:basedOn", val="Normal"),
                looks,
                type="paragraph",
                customStyle=1,
                styleId=f"{name.replace(' ', '')}{depth}",
            )
            styles.append(made)
    bold = element("w:rPr", element("w:b"))
    named = element("w:name", val="Policy Table Head"), element("w:basedOn", val="Normal")
    styles.append(element("w:style", *named, bold, type="paragraph", customStyle=1, styleId=HEAD))


def _spelled(node: Any) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(one.tag, tuple(one.attrib.items())) for one in node.iter()]
