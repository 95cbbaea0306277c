"""Reading a page as a mail program would, and noting what it would fetch or tell."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

_LOADS = frozenset("img image script iframe frame object embed link video audio source base form input".split())
_FETCHING = frozenset("src srcset background poster data action formaction ping lowsrc".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_STYLE = re.compile(r"url\s*\(|@import|expression\s*\(|image-set\s*\(", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
_TRACKED = re.compile(
    r"utm_|[?&](fbclid|gclid|dclid|msclkid|yclid|mc_[a-z]+|_hs[a-z]+|mkt_tok|vero_[a-z]+|spm"
    r"|trk|track(ing)?|uid|recipient)=",
    re.IGNORECASE,
)
_DETOUR = re.compile(r"[?&][^=&#]*=\s*https?://", re.IGNORECASE)
_COUNTING = frozenset(
    "bit.ly t.co tinyurl.com goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly t.ly rb.gy t.cn dwz.cn url.cn suo.im"
    " ct.sendgrid.net list-manage.com mandrillapp.com awstrack.me mailgun.org hubspotlinks.com mjt.lu sparkpostmail.com"
    " klclick.com rs6.net".split()
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
        self._open: list[tuple[str, bool]] = []
        """The elements around, and whether what is in them can be seen."""

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
        given = {name: value or "" for name, value in attrs}
        if tag in _LOADS:
            self.found.append(f"holds <{tag}>, which loads or sends something")
        if tag == "meta" and given.get("http-equiv", "").casefold() == "refresh":
            self.found.append("leads away on its own (<meta http-equiv=refresh>)")
        for name, text in given.items():
            if name in _FETCHING or name.startswith("on") or _STYLE.search(text):
                self.found.append(f"loads or sends something ({name} of <{tag}>)")
            if name == "href":
                self.links.append(text)
                self.found += link_problems(text)
        if tag not in _VOID:
            hidden = "hidden" in given or _HIDDEN.search(given.get("style", "")) is not None
            self._open.append((tag, self._seen and not hidden and tag != "title"))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "style":
            if _STYLE.search(data):
                self.found.append("has a style that loads something")
        elif self._seen:
            self._pieces.append(data)

    @property
    def _seen(self) -> bool:
        return not self._open or self._open[-1][1]


def link_problems(url: str) -> Iterator[str]:
    """Why a link may not stand in a notice."""
    if _TRACKED.search(url):
        yield f"has a link that tracks who follows it: {url}"
    if not url.startswith(("https://", "http://", "mailto:", "tel:", "#")):
        yield f"has a link that leads nowhere: {url}"
    elif _counts(url):
        yield f"has a link to a service that counts who follows it: {url}"
    elif _DETOUR.search(unquote(url)):
        yield f"has a link that leads somewhere by way of somewhere else: {url}"


def _counts(url: str) -> bool:
    labels = _host(url).split(".")
    return any(".".join(labels[at:]) in _COUNTING for at in range(len(labels)))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def folded(text: str) -> str:
    """On one line, with entities resolved."""
    return " ".join(html.unescape(text).split())
