"""Notices that are not of a version: their view, and what points to them on every page and for programs."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from policytool.archive.archive import Archive
from policytool.forms import sayings
from policytool.forms.approved import Approved, approved
from policytool.forms.words import named
from policytool.text import html
from policytool.text.metadata import Controller
from policytool.website import addresses, identity
from policytool.website.model import NoticeText, OtherNotice, Policy, Site
from policytool.website.render import Pen, spoken


def gathered(archive: Archive, policy: str) -> tuple[OtherNotice, ...]:
    """The notices of `policy` that have a page, the oldest first. Raises ArchiveError for a damaged one."""
    return tuple(_notice(one) for one in approved(archive, policy) if one.public)


def best(notice: OtherNotice, language: str) -> str:
    """`language` if the notice exists in it, else its authoritative one."""
    return language if language in notice.texts else next(iter(notice.texts))


def banner(pen: Pen) -> Markup:
    """The notices due on the pen's page, the newest first; empty where there are none."""
    items = [_item(pen, policy, notice) for policy, notice in reversed(_due(pen.site))]
    items = [item for item in items if item["address"]]  # its own page needs no pointer to itself
    return pen("other-banner.html", items=items) if items else Markup()


def listed(pen: Pen, policy: Policy) -> list[dict[str, Any]]:
    """Every notice that a policy ever had on its website, the newest first."""
    return [_item(pen, policy, notice) for notice in reversed(policy.notices)]


def for_machines(site: Site) -> list[dict[str, Any]]:
    """The notices due, for notices.json."""
    return [
        {
            "id": identity.other_id(policy, notice),
            "policy": policy.id,
            "notice": notice.id,
            "kind": notice.kind,
            "published": notice.published.isoformat(),
            "until": notice.until.isoformat(),
            "texts": {tag: _words(site, policy, notice, tag) for tag in notice.texts},
        }
        for policy, notice in _due(site)
    ]


def _due(site: Site) -> list[tuple[Policy, OtherNotice]]:
    return [
        (policy, notice)
        for policy in site.policies
        for notice in policy.notices
        if notice.withdrawn is None and notice.published <= site.today <= notice.until
    ]


def _item(pen: Pen, policy: Policy, notice: OtherNotice) -> dict[str, Any]:
    tag = best(notice, pen.language)
    text, target = notice.texts[tag], addresses.notice(policy, notice.id, tag)
    return {
        "notice": notice,
        "label": f"_notice-{policy.id}-{notice.id}",
        "id": identity.other_id(policy, notice),
        "kind": named(notice.kind, pen.language),
        "title": spoken(text.title, tag, pen.language),
        "short": spoken(text.short, tag, pen.language),
        "address": None if target == pen.address else pen.to(target),
    }


def _words(site: Site, policy: Policy, notice: OtherNotice, language: str) -> dict[str, str]:
    pen, text = Pen(site, "notices.json", language), notice.texts[language]
    return {
        "title": text.title,
        "summary": text.short,
        "text_label": pen.words("other_read"),
        "text_url": addresses.full(site, addresses.notice(policy, notice.id, language)),
        "close_label": pen.words("notice_close"),
    }


def _notice(one: Approved) -> OtherNotice:
    contact = one.form.facts.contact
    decided = one.publication or one.approval
    return OtherNotice(
        id=one.id,
        kind=one.kind,
        day=one.form.day,
        posted=decided.when,
        until=one.last_shown,
        texts={language: _text(one, language) for language in one.languages},
        contact=Controller(name=contact.name, email=contact.email, phone=contact.phone, address=contact.address),
        public_reason=one.publication.reason if one.publication else "",
        record_sha256=one.sha256,
        withdrawn=one.withdrawal.when.date() if one.withdrawal else None,
        withdrawn_reason=one.withdrawal.reason if one.withdrawal else "",
    )


def _text(one: Approved, language: str) -> NoticeText:
    text = one.form.texts[language]
    return NoticeText(
        title=text.front.title,
        short=text.front.short,
        sentences=sayings.sentences(one.form, language),
        html=html.clauses_html(text.document.clauses),
        sha256=one.approval.texts[language].sha256,
    )
