"""The pieces of WordprocessingML that a tracked redline is made of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import Any, Literal

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from policytool.redline.segments import Segment
from policytool.redline.tokens import tokenise
from policytool.text.model import Run
from policytool.text.runs import cut, plain

Mark = Literal["ins", "del", "moveFrom", "moveTo"]
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECE = re.compile(r"[\n\t]|[^\n\t]+")
_FLAGS = (("strong", "w:b"), ("emphasis", "w:i"), ("struck", "w:strike"))


def element(tag: str, *children: Any, **attributes: str | int) -> Any:
    """An element such as `w:p`; the attributes are in the namespace w."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


class Tracked:
    """Makes runs and marks that carry who changed them and when."""

    def __init__(self, author: str, when: datetime.datetime, link: Callable[[str], dict[str, str]]) -> None:
        self._author, self._when = legal(author), when.astimezone(datetime.UTC)
        self._earlier = 0
        self._link = link
        """Gives the attributes by which Word finds a link's target; none for what it should not open."""
        self._count = 0

    def apart(self, *, whole: bool) -> None:
        """Begin the next entry a minute or two before the last one, unless both are `whole` paragraphs.

        LibreOffice takes changes of one author and minute at the end of a paragraph and at the beginning of the next
        for one change, and would reject the paragraph's end with them.
        """
        self._earlier = 0 if whole else 2 if self._earlier == 1 else 1

    def mark(self, tag: str, *children: Any, **attributes: str | int) -> Any:
        """A tracked change: `w:ins`, `w:del`, `w:moveFrom`, `w:moveTo`, `w:rPrChange`."""
        self._count += 1
        date = (self._when - datetime.timedelta(minutes=self._earlier)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return element(tag, *children, id=self._count, author=self._author, date=date, **attributes)

    def moved(self, mark: Literal["moveFrom", "moveTo"], name: str, runs: list[Any]) -> list[Any]:
        """`runs` as one end of the move called `name`."""
        start = self.mark(f"w:{mark}RangeStart", name=name)
        return [start, *runs, element(f"w:{mark}RangeEnd", id=self._count)]

    def segments(self, parts: Sequence[Segment], kept: Mark | None = None) -> list[Any]:
        """The runs of segments; `kept` marks what stays, too: a moved clause."""
        return [made for part in parts for made in self._segment(part, kept)]

    def _segment(self, part: Segment, kept: Mark | None) -> list[Any]:
        if part.kind != "equal":
            return self.runs(part.runs, "ins" if part.kind == "insert" else "del")
        if kept is not None:
            return self.runs(part.runs, kept)
        return [made for before, after in _retyped(part) for made in self._kept(before, after)]

    def _kept(self, before: Sequence[Run], after: Sequence[Run]) -> list[Any]:
        """Words that stay; what differs in typography or leads elsewhere is replaced, so that both texts are exact."""
        if plain(before) != plain(after):
            return [*self.runs(before, "del"), *self.runs(after, "ins")]
        made: list[Any] = []
        for old, new in _pieces(before, after):
            if (old.link or "") != (new.link or ""):
                made += [*self.runs([old], "del"), *self.runs([new], "ins")]
            else:
                made += self._linked(new, [self._run(new, None, old)])
        return made

    def runs(self, runs: Sequence[Run], mark: Mark | None) -> list[Any]:
        return [made for run in runs for made in self._linked(run, self._marked(run, mark))]

    def _marked(self, run: Run, mark: Mark | None) -> list[Any]:
        inner = self._run(run, mark)
        return [self.mark(f"w:{mark}", inner)] if mark else [inner]

    def _linked(self, run: Run, inner: list[Any]) -> list[Any]:
        attributes = self._link(run.link) if run.link else {}
        if not attributes:
            return inner
        hyperlink = element("w:hyperlink", *inner)
        for name, value in attributes.items():
            hyperlink.set(qn(name), value)
        return [hyperlink]

    def _run(self, run: Run, mark: Mark | None, old: Run | None = None) -> Any:
        look = _look(run)
        if old is not None and _flags(old) != _flags(run):
            look.append(self.mark("w:rPrChange", _look(old)))
        made = element("w:r")
        if len(look):
            made.append(look)
        for piece in _PIECE.findall(legal(run.text)):
            made.append(_text(piece, deleted=mark == "del"))
        return made


def legal(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return _ILLEGAL.sub(lambda found: " " if found[0].isspace() else "\ufffd", text.replace("\r", " "))


def _text(piece: str, *, deleted: bool) -> Any:
    if piece == "\n":
        return element("w:br")
    if piece == "\t":
        return element("w:tab")
    made = element("w:delText" if deleted else "w:t")
    made.text = piece
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _look(run: Run) -> Any:
    look = element("w:rPr")
    if run.code:
        look.append(element("w:rFonts", ascii="Courier New", hAnsi="Courier New", cs="Courier New"))
    for flag, tag in _FLAGS:
        if getattr(run, flag):
            look.append(element(tag))
    if run.link:
        look.append(element("w:color", val="1D4F91"))
        look.append(element("w:u", val="single"))
    return look


def _flags(run: Run) -> tuple[bool, ...]:
    return run.strong, run.emphasis, run.struck, run.code


def _retyped(part: Segment) -> list[tuple[tuple[Run, ...], tuple[Run, ...]]]:
    """A kept stretch cut where its typography changed: the runs before and after, by turns alike and different.

    Words and the white space behind them are cut apart, so that a space that came or went does not retype its word.
    """
    old, new = plain(part.before), part.text
    if old == new:
        return [(part.before, part.runs)]
    edges_old, edges_new = (_edges(text) for text in (old, new))
    if len(edges_old) != len(edges_new):
        return [(part.before, part.runs)]
    cuts = [edge for edge in pairwise(zip(edges_old, edges_new, strict=True)) if edge[0] != edge[1]]
    found: list[tuple[tuple[Run, ...], tuple[Run, ...]]] = []
    for _, group in groupby(cuts, key=lambda edge: old[edge[0][0] : edge[1][0]] == new[edge[0][1] : edge[1][1]]):
        edges = list(group)
        (i, j), (i_end, j_end) = edges[0][0], edges[-1][1]
        found.append((cut(part.before, i, i_end), cut(part.runs, j, j_end)))
    return found


def _edges(text: str) -> list[int]:
    """Where words begin and end, from the first character to the last."""
    tokens = tokenise(text)
    inner = [edge for end, start in zip(tokens.ends, tokens.starts[1:], strict=False) for edge in (end, start)]
    return [0, *inner, *tokens.ends[-1:], len(text)]


def _pieces(old: Sequence[Run], new: Sequence[Run]) -> list[tuple[Run, Run]]:
    """Two ways to format the same text, cut so that each piece has one format in each."""
    edges = {0}
    for runs in (old, new):
        at = 0
        for run in runs:
            at += len(run.text)
            edges.add(at)
    found: list[tuple[Run, Run]] = []
    places = sorted(edges)
    for start, end in pairwise(places):
        before, after = ([run for run in cut(runs, start, end) if run.text] for runs in (old, new))
        found += zip(before, after, strict=True)
    return found
