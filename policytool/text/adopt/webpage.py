"""A saved web page to drafts of clauses: the main content alone, no menus, no scripts."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from policytool.errors import TextError
from policytool.text import headings, source
from policytool.text.adopt import encoding, proof
from policytool.text.adopt.model import Doubt
from policytool.text.drafts import BULLET, Draft
from policytool.text.model import ClauseKind, Run
from policytool.text.paragraph import marked_pieces
from policytool.text.runs import BREAK, fold, plain, with_text
from policytool.text.target import address

_GONE = (
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "svg",
    "button",
    "select",
    "option",
    "input",
    "object",
)
_MENUS = ("nav", "header", "footer", "aside", "form", "dialog")
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *(
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
        ),
        *("hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "tr", "ul"),
    }
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DEEPEST = 400
_UNSEEN = PreformattedString  # comments, declarations, processing instructions
_LAYOUT = ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table")


def read(data: bytes, *, name: str) -> tuple[list[Draft], list[Doubt]]:
    """The drafts of the page's main content. Raises TextError where the page cannot be read."""
    return drafts(_decode(data, name=name), name=name)


def drafts(page: str, *, name: str) -> tuple[list[Draft], list[Doubt]]:
    """The same of a page that is text already."""
    soup = BeautifulSoup(page, "html.parser")
    for element in soup.find_all(string=lambda text: isinstance(text, _UNSEEN)):
        element.extract()
    for tag in [tag for tag in soup.find_all(True) if tag.name in _GONE or _is_hidden(tag)]:
        tag.decompose()
    for image in soup.find_all("img"):
        image.replace_with(str(image.get("alt", "")))
    main, doubts = _main(soup)
    walk = _Walk(name)
    walk.children(main, 0)
    walk.flush()
    if proof.signs(main.get_text()) != proof.signs("".join(walk.seen)):
        raise TextError("this page cannot be taken over whole", path=name, todo="Save its text as .txt and use that.")
    headings.settle(walk.drafts)
    return walk.drafts, doubts


def _decode(data: bytes, *, name: str) -> str:
    named = _CHARSET.search(data[:4096])
    if named is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        charset = named[1].decode("ascii").casefold()
        charset = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}.get(charset, charset)
        if charset not in {"utf-8", "utf8"} and len(data) <= source.LARGEST:
            try:
                return source.level(data.decode(charset))
            except (LookupError, UnicodeDecodeError) as error:
                message = f"this page says that it is {charset}, but is not"
                raise TextError(message, path=name, todo="Save it as UTF-8 in your browser.") from error
    return encoding.decode(data, name=name)


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(_HIDDEN.search(str(tag.get("style", ""))))


def _main(soup: BeautifulSoup) -> tuple[Tag, list[Doubt]]:
    """The element that holds the policy: <main>, the longest <article>, or the body without its menus."""
    whole = soup.body or soup
    length = len(whole.get_text())
    for name in ("main", "article"):
        found = max(soup.find_all(name), key=lambda tag: len(tag.get_text()), default=None)
        if isinstance(found, Tag) and len(found.get_text()) >= 0.4 * length:
            return found, _left_out(whole, found)
    for tag in whole.find_all(_MENUS):
        if not tag.find_parent(["main", "article"]) and len(tag.get_text()) < 0.5 * length:
            tag.decompose()
    return whole, []


def _left_out(whole: Tag, main: Tag) -> list[Doubt]:
    words = len(whole.get_text().split()) - len(main.get_text().split())
    if words < 100:
        return []
    return [
        Doubt(
            line=0, what=f"{words} words of the page outside its main part were left out. Check the beginning and end."
        )
    ]


class _Walk:
    def __init__(self, name: str) -> None:
        self.drafts: list[Draft] = []
        self.seen: list[str] = []
        """All words that came out, without the numbers that the page's lists made."""
        self._name = name
        self._runs: list[Run] = []
        self._format: dict[str, str | bool] = {}
        self._lists: list[tuple[str, int]] = []
        """For each open list how it numbers ("1", "a", "A", "i", "I", "" for bullets) and the next number."""
        self._waiting = ""
        self._reach = 0
        self._quote = 0
        self._kind: ClauseKind = "paragraph"
        self._level = 0
        self._line = 1

    def children(self, tag: Tag, depth: int) -> None:
        if depth > _DEEPEST:
            raise TextError("this page is nested too deeply", path=self._name, todo="Save its text as .txt instead.")
        for child in list(tag.children):
            self._node(child, depth + 1)

    def _node(self, node: PageElement, depth: int) -> None:
        if isinstance(node, NavigableString):
            self._text(str(node))
        elif isinstance(node, Tag):
            self._line = node.sourceline or self._line
            action = getattr(self, f"_{node.name}", None)
            if action is not None:
                action(node, depth)
            elif node.name in _BLOCKS:
                self.flush()
                self.children(node, depth)
                self.flush()
            else:
                self.children(node, depth)

    # Blocks

    def _list(self, tag: Tag, depth: int) -> None:
        self.flush()
        kind = str(tag.get("type", "1")) if tag.name == "ol" else ""
        self._lists.append((kind if kind in {"1", "a", "A", "i", "I"} else "", _whole(tag.get("start"), 1)))
        self.children(tag, depth)
        self.flush()
        self._lists.pop()

    _ul = _ol = _list

    def _li(self, tag: Tag, depth: int) -> None:
        self.flush()
        kind, number = self._lists[-1] if self._lists else ("", 1)
        number = _whole(tag.get("value"), number)
        if self._lists:
            self._lists[-1] = (kind, number + 1)
        self._waiting = _numbered(kind, number)
        self.children(tag, depth)
        self.flush()
        self._waiting = ""

    def _heading(self, tag: Tag, depth: int) -> None:
        self.flush()
        self._kind, self._level = "heading", int(tag.name[1])
        self.children(tag, depth)
        self.flush()
        self._kind, self._level = "paragraph", 0

    _h1 = _h2 = _h3 = _h4 = _h5 = _h6 = _heading

    def _blockquote(self, tag: Tag, depth: int) -> None:
        self.flush()
        self._quote += 1
        self.children(tag, depth)
        self.flush()
        self._quote -= 1

    def _table(self, tag: Tag, depth: int) -> None:
        self.flush()
        if tag.find(_LAYOUT) or any(len(cell.get_text()) > 1500 for cell in tag.find_all("td")):
            self.children(tag, depth)  # a table for the page's looks
            self.flush()
            return
        for stray in tag.find_all(string=True):
            if stray.find_parent(["td", "th"]) is None and str(stray).strip():
                self._text(str(stray))
                self.flush()
        for number, row in enumerate(tag.find_all("tr")):
            self._row(row, number, depth)
        self._reach = 0

    def _row(self, row: Tag, number: int, depth: int) -> None:
        cells = row.find_all(["td", "th"], recursive=False)
        runs: list[Run] = []
        for place, cell in enumerate(cells):
            runs += [Run(text="\t")] * (place > 0)
            runs += fold(self._cell(cell, depth))
        if plain(runs).strip():
            level = 1 if number == 0 and all(cell.name == "th" for cell in cells) else 2
            self._put("row", level, "", tuple(runs))

    def _cell(self, cell: Tag, depth: int) -> list[Run]:
        inner = _Walk(self._name)
        inner.children(cell, depth)
        inner.flush()
        runs: list[Run] = []
        for number, draft in enumerate(inner.drafts):
            runs += [Run(text="\n")] * (number > 0)
            marker = draft.marker if draft.marker != BULLET else ""
            runs += [Run(text=f"{marker} ")] * bool(marker) + [*draft.runs]
        return runs

    def _hr(self, tag: Tag, depth: int) -> None:
        self.flush()

    # Inline

    def _br(self, tag: Tag, depth: int) -> None:
        if self._runs and plain(self._runs).rstrip(" ").endswith(BREAK):
            self.flush()  # two of them end a paragraph
        else:
            self._runs.append(self._run(BREAK))
        self.children(tag, depth)

    def _a(self, tag: Tag, depth: int) -> None:
        target = address(str(tag.get("href", "")))
        self._formatted(tag, depth, "link", target or "")

    def _strong(self, tag: Tag, depth: int) -> None:
        self._formatted(tag, depth, "strong", True)

    def _em(self, tag: Tag, depth: int) -> None:
        self._formatted(tag, depth, "emphasis", True)

    def _del(self, tag: Tag, depth: int) -> None:
        self._formatted(tag, depth, "struck", True)

    _b, _i, _s = _strong, _em, _del

    def _formatted(self, tag: Tag, depth: int, key: str, value: str | bool) -> None:
        before = dict(self._format)
        if value and not any(child.name in _BLOCKS for child in tag.find_all(True)):
            self._format[key] = value
        self.children(tag, depth)
        self._format = before

    def _text(self, text: str) -> None:
        if text:
            self._runs.append(self._run(text.replace("\n", " ").replace("\t", " ")))

    def _run(self, text: str) -> Run:
        return Run(text=text, **self._format)  # type: ignore[arg-type]

    # What comes out

    def flush(self) -> None:
        """Close the clause that is being read."""
        runs, self._runs = fold(self._runs), []
        if not plain(runs).strip():
            return
        if self._kind == "heading":
            self._reach = 0
            one_line = fold(with_text(run, run.text.replace("\n", " ")) for run in runs)
            self._put("heading", self._level, "", one_line)
            return
        for _, marker, piece in marked_pieces(list(runs), numbered=self._waiting not in {"", BULLET}):
            self._piece(marker, fold(piece))

    def _piece(self, marker: str, runs: tuple[Run, ...]) -> None:
        depth = len(self._lists)
        if not self._waiting and not marker:
            self._reach = min(depth, self._reach)
            self._put("paragraph", self._reach, "", runs)
            return
        self._reach = max(depth, 1)
        made = self._waiting if self._waiting != BULLET else ""
        self._put("item", self._reach, marker or made or BULLET, runs, made=bool(made))
        self._waiting = ""

    def _put(self, kind: ClauseKind, level: int, marker: str, runs: tuple[Run, ...], *, made: bool = False) -> None:
        draft = Draft(kind=kind, level=level, quote=self._quote, marker=marker, runs=runs, line=self._line)
        self.drafts.append(draft)
        self.seen += ["" if made else marker, plain(runs)]


def _whole(value: object, otherwise: int) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _numbered(kind: str, number: int) -> str:
    """The mark that a browser shows, in a form that Markdown texts have."""
    if not kind:
        return BULLET
    if kind == "1" or not 0 < number <= 26:
        return f"{number}."
    letter = chr(96 + number) if kind in {"a", "A"} else _ROMAN[number - 1]
    return f"{letter}." if kind == "a" else f"({letter.upper() if kind.isupper() else letter})"


_ROMAN = tuple(
    ten + one for ten in ("", "x", "xx") for one in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
)[1:]
