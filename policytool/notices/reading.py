"""Reading a page as a mail program would, and noting what it would fetch or tell."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

_LOADS = frozenset("img image script iframe frame object embed link video audio source base form input".split())
_FETCHING = frozenset("src srcset background poster data action formaction ping lowsrc".split())
_STYLE = re.compile(r"url\s*\(|@import|expression\s*\(", re.IGNORECASE)
_TRACKED = re.compile(r"utm_|[?&](fbclid|gclid|mc_[a-z]+|trk|track(ing)?|uid|recipient)=", re.IGNORECASE)
_SHORTENERS = frozenset(
    "bit.ly t.co tinyurl.com goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly t.ly rb.gy t.cn dwz.cn url.cn suo.im".split()
)
"""Services that count who follows a link."""


class Page(HTMLParser):
    """The words that a reader sees on a page, and its links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        """What is wrong with it, as the end of a sentence."""
        self.links: list[str] = []
        self._pieces: list[str] = []
        self._styling = self._titled = False

    @classmethod
    def read(cls, source: str) -> Page:
        page = cls()
        page.feed(source)
        page.close()
        return page

    @property
    def text(self) -> str:
        return " ".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LOADS:
            self.found.append(f"holds <{tag}>, which loads or sends something")
        for name, value in attrs:
            text = value or ""
            if name in _FETCHING or name.startswith("on") or _STYLE.search(text):
                self.found.append(f"loads or sends something ({name} of <{tag}>)")
            if name == "href":
                self.links.append(text)
                self.found += link_problems(text)
        self._styling, self._titled = tag == "style", tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self._styling = self._styling and tag != "style"
        self._titled = self._titled and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._titled:
            return  # no mail program shows it
        if not self._styling:
            self._pieces.append(data)
        elif _STYLE.search(data):
            self.found.append("has a style that loads something")


def link_problems(url: str) -> Iterator[str]:
    """Why a link may not stand in a notice."""
    if _TRACKED.search(url):
        yield f"has a link that tracks who follows it: {url}"
    if not url.startswith(("https://", "http://", "mailto:", "tel:", "#")):
        yield f"has a link that leads nowhere: {url}"
    elif _host(url) in _SHORTENERS:
        yield f"has a link to a service that counts who follows it: {url}"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def folded(text: str) -> str:
    """On one line, with entities resolved."""
    return " ".join(html.unescape(text).split())
