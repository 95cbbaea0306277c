"""Rendered redlines read back: what stands there with every change rejected, and with every change accepted."""

from __future__ import annotations

from html.parser import HTMLParser

from policytool.redline.model import Redline
from policytool.text.normalise import normalise

_SILENT = {"note", "spoken", "marker", "number"}
_VOID = {"br", "img", "meta", "link", "hr", "input"}


class _Reader(HTMLParser):
    def __init__(self, dropped: str) -> None:
        super().__init__()
        self.dropped, self.open, self.text = dropped, [], []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.text.append(" " if tag == "br" else "")
            return
        classes = set((dict(attrs).get("class") or "").split())
        self.open.append((tag, tag == self.dropped or tag == "summary" or bool(classes & _SILENT)))
        if tag in ("p", "pre", "td", "th", "li", "h1", "h2", "h3", "h4", "h5", "h6"):
            self.text.append("\t" if tag in ("td", "th") else "\n")

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.open.pop()
        assert opened == tag, f"<{opened}> closed by </{tag}>"
        if tag == "tr":
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if not any(silent for _, silent in self.open):
            self.text.append(data)


def html_letters(html: str, without: str) -> str:
    """The letters of a redline in HTML without its <ins> or without its <del> elements."""
    reader = _Reader(without)
    reader.feed(html)
    reader.close()
    assert not reader.open
    return letters("".join(reader.text))


def letters(text: str) -> str:
    """`text` with its typography levelled and without white space: all that a redline promises to keep."""
    return "".join(normalise(text).split())


def old_letters(redline: Redline) -> str:
    """The letters of the old text; those of a moved clause are read at its new place."""
    return letters("\n".join(clause.text for entry in redline.entries for clause in entry.olds))


def new_letters(redline: Redline) -> str:
    return letters("\n".join(clause.text for clause in redline.new.clauses))
