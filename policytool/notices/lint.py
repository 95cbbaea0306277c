"""What a notice must say and must not carry, on paper, on a screen and on the telephone. One that fails is not sent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policytool.errors import NoticeRefused
from policytool.notices.address import controls
from policytool.notices.compose import written_day
from policytool.notices.model import REVISIONS, Facts, Notice
from policytool.notices.reading import Page, folded, link_problems
from policytool.notices.textlength import measured, simplified

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
_URL = re.compile(r"https?://[^\s<>\"'，。；：）】》]+")


def problems(notice: Notice) -> tuple[str, ...]:
    """Everything that forbids to send the notice as a mail; empty when it may go out."""
    page = Page.read(notice.html)
    read = {"text": folded(notice.text), "HTML": folded(page.text)}
    return _unique(
        _subject(notice),
        _facts(notice.facts),
        *(_told(part, text, notice) for part, text in read.items()),
        _links("text", _urls(notice.text), notice.facts),
        _links("HTML", page.links, notice.facts),
        _plain_links(notice.text),
        (f"the HTML {found}" for found in page.found),
        *(_advertising(text, notice.facts) for text in (notice.subject, *read.values())),
    )


def letter_problems(notice: Notice) -> tuple[str, ...]:
    """The same for the letter, whose links are printed."""
    page = Page.read(notice.letter)
    text = folded(page.text)
    return _unique(
        _facts(notice.facts),
        _told("letter", text, notice),
        _links("letter", page.links, notice.facts),
        (f"the letter {found}" for found in page.found),
        _advertising(text, notice.facts),
    )


def script_problems(notice: Notice) -> tuple[str, ...]:
    """The same for the words that are read out on the telephone."""
    text = folded(notice.script)
    return _unique(
        _facts(notice.facts),
        _told("script", text, notice),
        _links("script", _urls(notice.script), notice.facts),
        _plain_links(notice.script),
        _advertising(text, notice.facts),
    )


def short_problems(notice: Notice, *, most: int) -> tuple[str, ...]:
    """The same for the text message, which has room for the kinds of changes alone, in at most `most` segments."""
    facts, text = notice.facts, notice.short
    found = list(_facts(facts))
    if controls(text):
        found.append("the text message holds line breaks or control characters")
    if not _dated(text, facts):
        found.append("the text message lacks the effective date")
    found += [f"the text message omits a change: {brief}" for brief in notice.briefs if not _says(text, brief)]
    if facts.short_url and facts.short_url not in text:
        found.append(f"the text message lacks the link {facts.short_url}")
    length = measured(text)
    if length.segments > most:
        found.append(
            f"the text message takes {length.segments} segments ({length.alphabet}, {length.units} characters);"
            f" `notices.sms.most_segments` allows {most}"
        )
    return _unique(found, _plain_links(text), _advertising(folded(text), facts))


def require_sound(notice: Notice, found: Iterable[str]) -> None:
    """Raises NoticeRefused with every problem that was found."""
    listed = "; ".join(found)
    if listed:
        todo = "Correct the settings, the summary or the template, then plan again."
        raise NoticeRefused(f"the notice ({notice.facts.language}) may not go out: {listed}", todo=todo)


def _unique(*found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(problem for some in found for problem in some))


def _subject(notice: Notice) -> Iterable[str]:
    if not notice.subject.strip():
        yield "its subject is empty"
    if controls(notice.subject):
        yield "its subject holds line breaks or control characters"


def _facts(facts: Facts) -> Iterable[str]:
    if not facts.text_url or (facts.kind in REVISIONS and not facts.changes_url):
        yield "it has no link to the policy (set `site.url` in the settings)"
    if facts.kind in REVISIONS and not facts.summary and not facts.points:
        yield "nothing says what changes (write `summary` into the policy's metadata)"


def _told(part: str, text: str, notice: Notice) -> Iterable[str]:
    facts = notice.facts
    if not _dated(text, facts):
        yield f"the {part} lacks the effective date"
    for point in facts.points:
        if folded(point.told or point.quote) not in text:
            yield f"the {part} omits a change: {point.told or point.quote}"
    if facts.summary and folded(facts.summary) not in text:
        yield f"the {part} omits the summary"
    if notice.consent and folded(notice.consent) not in text:
        yield f"the {part} omits that consent is asked: {notice.consent}"


def _dated(text: str, facts: Facts) -> bool:
    days = {facts.effective.isoformat(), *(written_day(facts.effective, language=tag) for tag in ("en", "zh"))}
    return any(day in text for day in days)


def _says(text: str, words: str) -> bool:
    return simplified(words) in simplified(text)


def _links(part: str, links: list[str], facts: Facts) -> Iterable[str]:
    for url in filter(None, (facts.text_url, facts.changes_url)):
        if url not in links:
            yield f"the {part} lacks the link {url}"


def _urls(text: str) -> list[str]:
    return [url.rstrip(".,;:!?)") for url in _URL.findall(text)]


def _plain_links(text: str) -> Iterable[str]:
    for url in _urls(text):
        yield from (f"it {found}" for found in link_problems(url))


def _advertising(text: str, facts: Facts) -> Iterable[str]:
    rest = text
    for sentence in filter(None, (folded(point.told or point.quote) for point in facts.points)):
        rest = rest.replace(sentence, " ")
    for pattern in _PROMOTION:
        hit = re.search(pattern, rest, re.IGNORECASE)
        if hit:
            yield f"it advertises: “{hit.group()}”"
