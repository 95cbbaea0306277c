"""What all pages share: the head, the menu, the notice banner, and how a page is put together."""

from __future__ import annotations

import datetime
from typing import Any

from markupsafe import Markup

from policytool.text.contents import Entry
from policytool.website import addresses, structured
from policytool.website.banner import banner
from policytool.website.model import Link, Page, Policy, Site
from policytool.website.render import Pen

DESCRIPTION = 200
"""Characters of a description, about what search engines show."""

Relations = tuple[tuple[str, str], ...]
"""Pairs of a link relation or language tag and an address."""


def build(
    pen: Pen,
    template: str,
    *,
    title: str,
    policy: Policy | None = None,
    canonical: str | None = None,
    description: str = "",
    relations: Relations = (),
    alternates: Relations = (),
    data: dict[str, Any] | None = None,
    indexed: bool = True,
    modified: datetime.date | None = None,
    contents: tuple[Entry, ...] = (),
    full_notice: bool = False,
    **values: object,
) -> Page:
    """The page at the pen's address: `template` filled with `values`, with head, menu and banner around it."""
    site = pen.site
    canonical = pen.address if canonical is None else canonical
    description = _shortened(description)
    head = pen(
        "head.html",
        title=title,
        description=description,
        indexed=indexed,
        relations=relations,
        alternates=alternates if len(alternates) > 1 else (),
        feeds=feeds(pen, policy),
        url=addresses.full(site, canonical) if site.url else "",
        data=structured.script(data or structured.other_page(site, title, pen.language, pen.address)),
    )
    follow = pen("follow.html", folder=f"{policy.id}/" if policy else "") if site.policies else Markup()
    body = pen(template, title=title, banner=banner(pen, full=full_notice), follow=follow, **values)
    return Page(
        address=pen.address,
        title=title,
        language=pen.language,
        body=str(body),
        head=str(head),
        canonical=canonical,
        description=description,
        contents=contents,
        menu=menu(pen, policy),
        modified=modified if indexed and canonical == pen.address else None,
    )


def menu(pen: Pen, policy: Policy | None) -> tuple[Link, ...]:
    """Links to every policy, and to the versions of the one at hand or the only one."""
    site, words = pen.site, pen.words
    links = [_link(pen, p.title(pen.language), addresses.text(p, _language(p, pen.language))) for p in site.policies]
    shown = policy or (site.policies[0] if len(site.policies) == 1 else None)
    if shown is not None and shown.versions:
        target = addresses.versions(shown, _language(shown, pen.language))
        links.append(_link(pen, words("all_versions"), target))
    return tuple(links)


def feeds(pen: Pen, policy: Policy | None) -> tuple[dict[str, str], ...]:
    """The feeds that a reader program finds on a page: those of its policy and those of the site."""
    if not pen.site.policies:
        return ()
    folders = [("", pen.site.name)] + ([(f"{policy.id}/", policy.title(pen.language))] if policy else [])
    return tuple(
        {"type": kind, "title": pen.words("feed_title", name=name), "address": folder + file}
        for folder, name in reversed(folders)
        for kind, file in (("application/atom+xml", "feed.xml"), ("application/feed+json", "feed.json"))
    )


def last_change(site: Site, policies: tuple[Policy, ...]) -> datetime.date | None:
    """The last day up to today on which anything was published or took effect."""
    days = {day for policy in policies for v in policy.versions for day in (v.published, v.effective)}
    return max((day for day in days if day <= site.today), default=None)


def _language(policy: Policy, language: str) -> str:
    return language if language in policy.languages else policy.language


def _link(pen: Pen, text: str, target: str) -> Link:
    return Link(text=text, address=pen.to(target), current=target == pen.address)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= DESCRIPTION else text[: DESCRIPTION - 1].rstrip() + "…"
