"""The page that looks for words in the texts that apply today."""

from __future__ import annotations

from policytool.website import addresses, search
from policytool.website.model import Page, Site
from policytool.website.pages import frame
from policytool.website.render import Pen

SCRIPT = "policy-search.js"


def page(site: Site, language: str) -> Page:
    """Without script it lists the texts, so that a reader can look through them by other means."""
    pen = Pen(site, addresses.search(site, language), language)
    texts = [
        (policy.title(tag), tag, addresses.text(policy, tag))
        for policy in site.policies
        for tag in [language if policy.current_in(language, site.today) else policy.language]
        if policy.current_in(tag, site.today)
    ]
    title = pen.words("search_title")
    head = frame.Head(
        title=title,
        alternates=tuple((tag, addresses.search(site, tag)) for tag in search.languages(site)),
        indexed=False,
    )
    return frame.build(pen, "search.html", head, texts=texts, index=search.index_address(language), script=SCRIPT)
