"""The page that says that there is none at this address."""

from __future__ import annotations

from urllib.parse import urlsplit

from policytool.website import addresses
from policytool.website.model import Page, Site
from policytool.website.pages import frame
from policytool.website.render import Pen


def page(site: Site) -> Page:
    """Its links begin at the root of the host, since it answers at any depth."""
    pen = Pen(site, "404.html", site.language, root=urlsplit(site.url).path or "/")
    items = [
        {
            "title": policy.title(pen.language),
            "address": addresses.text(policy, policy.language),
            "versions": addresses.versions(policy, policy.language) if policy.versions else None,
        }
        for policy in site.policies
    ]
    return frame.build(pen, "missing.html", frame.Head(title=pen.words("title_missing"), indexed=False), items=items)
