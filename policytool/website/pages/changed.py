"""What the pages with a redline share: the list of changes and the redline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policytool.archive.model import Version
from policytool.website import addresses, links
from policytool.website.model import Policy, RedlineView
from policytool.website.pages.frame import Relations
from policytool.website.render import Pen


def shown(pen: Pen, view: RedlineView, old: Version, new: Version | None) -> dict[str, Any]:
    """Values for changed.html; without `new` the new text is a draft."""
    return {
        "count": view.count,
        "long": {
            "listing": links.rebase(view.listing, pen, relative=view.relative),
            "html": links.rebase(view.html, pen, relative=view.relative),
        },
        "names": [pen.words("number", version=v.number) if v else pen.words("draft") for v in (old, new)],
    }


def relations(policy: Policy, language: str) -> Relations:
    return (
        ("latest-version", addresses.text(policy, language)),
        ("version-history", addresses.versions(policy, language)),
    )


def controlling(pen: Pen, authoritative: str, found: Mapping[str, str]) -> dict[str, Any] | None:
    """Where the comparison of the authoritative texts is, on a page that compares translations."""
    if authoritative == pen.language:
        return None
    return {"name": pen.words.language_name(authoritative), "address": found.get(authoritative)}
