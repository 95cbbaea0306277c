"""The page of a notice that is not of a version: what happened or ends, at an address that stays for good."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.forms.words import named
from policytool.website import addresses, links
from policytool.website.model import OtherNotice, Page, Policy, Site
from policytool.website.pages import frame
from policytool.website.render import Pen, spoken
from policytool.website.sayings import Choice


def pages(site: Site, policy: Policy, notice: OtherNotice) -> Iterator[Page]:
    """The page in each language."""
    for language in notice.texts:
        yield _page(site, policy, notice, language)


def _page(site: Site, policy: Policy, notice: OtherNotice, language: str) -> Page:
    pen, text = Pen(site, addresses.notice(policy, notice.id, language), language), notice.texts[language]
    found = tuple((tag, addresses.notice(policy, notice.id, tag)) for tag in notice.texts)
    chief = next(iter(notice.texts))
    head = frame.Head(
        title=text.title,
        policy=policy,
        description=text.short,
        alternates=found,
        indexed=notice.withdrawn is None,
        modified=notice.published,
    )
    return frame.build(
        pen,
        "notice.html",
        head,
        notice=notice,
        text=text,
        kind=named(notice.kind, language),
        public_reason=spoken(notice.public_reason, chief, language),
        withdrawn_reason=pen.words("withdrawn_reason", reason=spoken(notice.withdrawn_reason, chief, language)),
        long={"html": links.rebase(text.html, pen)},
        policy_text=addresses.text(policy, language if language in policy.languages else policy.language),
        choices=[Choice(language=tag, address=at, here=tag == language, controlling=tag == chief) for tag, at in found],
    )
