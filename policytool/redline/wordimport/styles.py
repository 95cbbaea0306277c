"""What the styles of a Word file mean: headings, lists, quotations, code, bold and italic characters."""

from __future__ import annotations

import re
from typing import Any

from policytool.redline.wordimport.xml import number, switched, value, w

_HEADING = re.compile(r"heading ([1-9])\Z")
_LISTED = re.compile(r"(?:policy )?list(?: (?:bullet|number|paragraph))?(?: ([1-9]))?\Z")
_CONTINUED = re.compile(r"(?:list|policy) continue(?: ([1-9]))?\Z")
_CODE = frozenset({"html preformatted", "macro", "macro text", "preformatted text", "plain text"})
_QUOTES = {"quote": 1, "intense quote": 1, "quotations": 1, "block text": 1}
_MONOSPACED = re.compile(r"courier|consolas|mono|menlo", re.IGNORECASE)
_DEEPEST = 20


class Styles:
    """The styles of one document, each looked up through the styles that it is based on."""

    def __init__(self, root: Any | None) -> None:
        self._styles = {} if root is None else {value(style, "styleId"): style for style in root.iter(w("style"))}
        found = (key for key, style in self._styles.items() if _is_default(style))
        self._default = next(found, "")

    def title(self, style: str) -> bool:
        return "title" in self._names(style)

    def heading(self, style: str) -> int:
        """The level of a heading's style, 0 for other styles."""
        for one in self._chain(style):
            named = _HEADING.match(_name(one))
            outline = one.find(f"{w('pPr')}/{w('outlineLvl')}")
            if named:
                return int(named[1])
            if outline is not None:
                level = number(outline, default=9)
                return level + 1 if level < 9 else 0
        return 0

    def item(self, style: str) -> int:
        """The depth of a list's style, 0 for other styles."""
        return self._depth(style, _LISTED)

    def continued(self, style: str) -> int:
        """The depth of the list that paragraphs of this style continue, else 0."""
        return self._depth(style, _CONTINUED)

    def quote(self, style: str) -> int:
        return max((_QUOTES.get(name, 0) for name in self._names(style)), default=0)

    def code(self, style: str) -> bool:
        return any(name in _CODE for name in self._names(style))

    def toc(self, style: str) -> bool:
        return any(re.match(r"toc \d|table of figures", name) for name in self._names(style))

    def listing(self, style: str) -> Any | None:
        """The `w:numPr` that a paragraph's style brings."""
        found = (one.find(f"{w('pPr')}/{w('numPr')}") for one in self._chain(style))
        return next((listed for listed in found if listed is not None), None)

    def switch(self, style: str, name: str) -> bool:
        """Whether a style of characters switches `name` on, such as "b"."""
        found = (switched(one.find(w("rPr")), name) for one in self._chain(style))
        return next((on for on in found if on is not None), False)

    def monospaced(self, style: str) -> bool:
        return any(monospaced(one.find(w("rPr"))) for one in self._chain(style))

    def _names(self, style: str) -> list[str]:
        return [_name(one) for one in self._chain(style)]

    def _depth(self, style: str, pattern: re.Pattern[str]) -> int:
        for name in self._names(style):
            found = pattern.match(name)
            if found:
                return int(found[1] or 1)
        return 0

    def _chain(self, style: str) -> list[Any]:
        chain: list[Any] = []
        while style in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[style])
            style = value(chain[-1].find(w("basedOn")))
        return chain


def monospaced(properties: Any | None) -> bool:
    """Whether characters stand in a typewriter's font, as code does."""
    fonts = None if properties is None else properties.find(w("rFonts"))
    return fonts is not None and bool(_MONOSPACED.search(value(fonts, "ascii") or value(fonts, "hAnsi")))


def _is_default(style: Any) -> bool:
    return value(style, "type") == "paragraph" and value(style, "default") in ("1", "true")


def _name(style: Any) -> str:
    return value(style.find(w("name"))).casefold()
