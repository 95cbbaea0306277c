"""What the pages with a redline share: the list of changes and the redline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policytool.archive.model import Version
from policytool.website import addresses, links
from policytool.website.model import Page, Policy, RedlineView
from policytool.website.pages import frame
from policytool.website.pages.frame import Relations
from policytool.website.render import Pen


def shown(
    pen: Pen, policy: Policy, view: RedlineView, old: Version, new: Version | None, *, heading: str
) -> dict[str, Any]:
    """Values for a page with changed.html, below `heading`; without `new` the new text is a draft."""
    return {
        "heading": heading,
        "policy_title": policy.title(pen.language),
        "count": view.count,
        "part": 0,
        "parts": [addresses.part(pen.address, place) for place in range(len(view.parts))],
        "long": {
            "listing": links.rebase(view.listing, pen, relative=view.relative),
            "html": links.rebase(view.parts[0], pen, relative=view.relative),
        },
        "names": [pen.words("number", version=v.number) if v else pen.words("draft") for v in (old, new)],
    }


def further(first: Page, pen: Pen, policy: Policy, view: RedlineView, values: dict[str, Any]) -> Iterator[Page]:
    """The pages on which the redline of the page `first` goes on; `values` are those that `shown` gave for it."""
    for place, html in enumerate(view.parts[1:], start=1):
        here = Pen(pen.site, addresses.part(first.address, place), pen.language)
        title = pen.words("title_part", title=first.title, part=place + 1, parts=len(view.parts))
        yield frame.build(
            here,
            "part.html",
            frame.Head(title=title, policy=policy, canonical=first.canonical, indexed=False),
            part=place,
            **{name: values[name] for name in ("heading", "policy_title", "parts", "names")},
            long={"html": links.rebase(html, here, relative=view.relative)},
        )


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
