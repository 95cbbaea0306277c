"""What all pages share: the head, the menu, the notice banner, and how a page is put together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from policytool.archive.model import Version
from policytool.text.contents import Entry
from policytool.website import addresses, search, structured
from policytool.website.banner import banner
from policytool.website.model import Link, Page, Policy, Site
from policytool.website.render import Pen

DESCRIPTION = 200
"""Characters of a description, about what search engines show."""

Relations = tuple[tuple[str, str], ...]
"""Pairs of a link relation or language tag and an address."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a page says of itself to browsers and programs."""

    title: str
    policy: Policy | None = None
    description: str = ""
    canonical: str | None = None
    """Address of the page to be cited, where it is not the page itself."""
    relations: Relations = ()
    alternates: Relations = ()
    data: dict[str, Any] | None = None
    """Structured data, where there is more to say than for any page."""
    indexed: bool = True
    modified: datetime.date | None = None
    contents: tuple[Entry, ...] = ()


def build(
    pen: Pen,
    template: str,
    head: Head,
    *,
    full_notice: bool = False,
    long: Mapping[str, str] | None = None,
    **values: object,
) -> Page:
    """The page at the pen's address: `template` filled with `values`, with head, menu and banner around it.

    `long` are the values that are HTML of our renderers, by name.
    """
    policy = head.policy
    canonical = pen.address if head.canonical is None else head.canonical
    above = _drafts(pen) + banner(pen, full=full_notice)
    body = pen.page(template, title=head.title, banner=above, long=long or {}, **values)
    return Page(
        address=pen.address,
        title=head.title,
        language=pen.language,
        body=body,
        head=str(_head(pen, head, canonical)),
        canonical=canonical,
        contents=head.contents,
        menu=menu(pen, policy),
        search=search_link(pen),
        modified=head.modified if head.indexed and canonical == pen.address else None,
    )


def _drafts(pen: Pen) -> Markup:
    """Links to the drafts, on a site that has any."""
    if not pen.site.drafts:
        return Markup()
    policies = {policy.id: policy for policy in pen.site.policies}
    drafts = [(draft.language, policies[draft.policy]) for draft in pen.site.drafts]
    found = [
        _link(pen, f"{policy.title(language)} ({language})", addresses.draft(policy, language))
        for language, policy in drafts
    ]
    return pen("drafts.html", links=found)


def _head(pen: Pen, head: Head, canonical: str) -> Markup:
    site = pen.site
    return pen(
        "head.html",
        title=head.title,
        description=_shortened(head.description),
        indexed=head.indexed,
        relations=head.relations,
        alternates=head.alternates if len(head.alternates) > 1 else (),
        feeds=feeds(pen, head.policy),
        url=addresses.full(site, canonical) if site.url else "",
        data=structured.script(head.data or structured.other_page(site, head.title, pen.language, pen.address)),
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


def search_link(pen: Pen) -> Link | None:
    """The link to the search, where there is anything to look through."""
    found = search.languages(pen.site)
    if not found:
        return None
    language = pen.language if pen.language in found else found[0]
    return _link(pen, pen.words("search"), addresses.search(pen.site, language))


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


def printed(pen: Pen, target: str) -> str:
    """The whole address to be printed on paper, where a link says nothing; empty where the site's own is not known."""
    return addresses.full(pen.site, target) if pen.site.url else ""


def last_day(version: Version, today: datetime.date) -> datetime.date:
    """The last day up to today on which something happened to a version."""
    return version.effective if version.effective <= today else version.published


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
