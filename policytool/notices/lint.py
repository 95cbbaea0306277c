"""What a notice must say and must not carry. A notice that fails is not sent."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from policytool.errors import NoticeRefused
from policytool.notices.address import controls
from policytool.notices.compose import written_day
from policytool.notices.model import Notice

_PROMOTION = (
    r"\b(buy|shop|order) now\b",
    r"\bspecial offers?\b",
    r"\blimited[- ]time\b",
    r"\bdon['’]t miss\b",
    r"\b\d{1,2} ?% off\b",
    r"\bfree (shipping|delivery|gift)\b",
    r"\b(vouchers?|coupons?|discount codes?|bestsellers?)\b",
    r"立即(购买|抢购|下单)|限时|优惠券|特价|大促|包邮|满减|秒杀",
)
"""Phrases of advertising. They are looked for outside the policy's own facts, which may well speak of marketing."""

_LOADS = frozenset("img image script iframe frame object embed link video audio source base form input".split())
_FETCHING = frozenset("src srcset background poster data action formaction ping lowsrc".split())
_STYLE = re.compile(r"url\s*\(|@import|expression\s*\(", re.IGNORECASE)
_TRACKED = re.compile(r"utm_|[?&](fbclid|gclid|mc_[a-z]+|trk|track(ing)?|uid|recipient)=", re.IGNORECASE)


def problems(notice: Notice) -> tuple[str, ...]:
    """Everything that forbids to send the notice; empty when it may go out."""
    page = _Page()
    page.feed(notice.html)
    page.close()
    read = {"text": _folded(notice.text), "HTML": _folded(page.text)}
    return (*_said(notice), *_missing(notice, read, page.links), *page.found, *_advertising(notice, read))


def require_sound(notice: Notice) -> None:
    """Raises NoticeRefused with every problem of the notice."""
    found = problems(notice)
    if found:
        language = notice.facts.language
        todo = "Correct the settings, the summary or the template, then plan again."
        raise NoticeRefused(f"the notice ({language}) may not go out: {'; '.join(found)}", todo=todo)


def _said(notice: Notice) -> list[str]:
    facts, found = notice.facts, []
    if not notice.subject.strip():
        found.append("its subject is empty")
    if controls(notice.subject):
        found.append("its subject holds line breaks or control characters")
    if not facts.text_url or (facts.kind != "first" and not facts.changes_url):
        found.append("it has no link to the policy (set `site.url` in the settings)")
    if facts.kind != "first" and not facts.summary and not facts.points:
        found.append("nothing says what changes (write `summary` into the policy's metadata)")
    return found


def _missing(notice: Notice, read: dict[str, str], links: list[str]) -> list[str]:
    facts, found = notice.facts, []
    days = {facts.effective.isoformat(), *(written_day(facts.effective, language=tag) for tag in ("en", "zh"))}
    for part, text in read.items():
        if not any(day in text for day in days):
            found.append(f"the {part} lacks the effective date")
        found += [
            f"the {part} omits a change: {point.told or point.quote}"
            for point in facts.points
            if _folded(point.told or point.quote) not in text
        ]
        if facts.summary and _folded(facts.summary) not in text:
            found.append(f"the {part} omits the summary")
    for url in filter(None, (facts.text_url, facts.changes_url)):
        if url not in read["text"]:
            found.append(f"the text lacks the link {url}")
        if url not in links:
            found.append(f"the HTML lacks the link {url}")
    return found


def _advertising(notice: Notice, read: dict[str, str]) -> list[str]:
    own = [_folded(point.told or point.quote) for point in notice.facts.points]
    found: dict[str, None] = {}
    for text in (*read.values(), _folded(notice.subject)):
        rest = text
        for sentence in filter(None, own):
            rest = rest.replace(sentence, " ")
        for pattern in _PROMOTION:
            hit = re.search(pattern, rest, re.IGNORECASE)
            if hit:
                found[f"it advertises: “{hit.group()}”"] = None
    return list(found)


def _folded(text: str) -> str:
    return " ".join(html.unescape(text).split())


class _Page(HTMLParser):
    """Reads the HTML as a mail program would, and notes what it would fetch or tell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.links: list[str] = []
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        return " ".join(self.pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LOADS:
            self.found.append(f"the HTML holds <{tag}>, which loads or sends something")
        for name, value in attrs:
            text = value or ""
            if name in _FETCHING or name.startswith("on") or _STYLE.search(text):
                self.found.append(f"the HTML loads or sends something ({name} of <{tag}>)")
            if name == "href":
                self._link(text)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
        if self.lasttag == "style" and _STYLE.search(data):
            self.found.append("the HTML's style loads something")

    def _link(self, url: str) -> None:
        self.links.append(url)
        if _TRACKED.search(url):
            self.found.append(f"a link tracks who follows it: {url}")
        if not url.startswith(("https://", "http://", "mailto:", "tel:", "#")):
            self.found.append(f"a link leads nowhere: {url}")
