"""What the pages with a redline share: the list of changes, the redline, and where its links lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policytool.archive.model import Version
from policytool.website import addresses, links
from policytool.website.model import QUIET, Policy, RevisionView
from policytool.website.pages.frame import Relations
from policytool.website.render import Pen


def shown(pen: Pen, policy: Policy, view: RevisionView, old: Version, new: Version | None) -> dict[str, Any]:
    """Values for changed.html; without `new` the new text is a draft."""
    places = _places(policy, old, new, pen.language)
    lines = [(line, links.rebase(line.excerpt, pen, places)) for line in view.changes]
    return {
        "count": len(lines),
        "loud": [pair for pair in lines if pair[0].kind not in QUIET],
        "quiet": [pair for pair in lines if pair[0].kind in QUIET],
        "html": links.rebase(view.html, pen, places),
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


def _places(policy: Policy, old: Version, new: Version | None, language: str) -> dict[str, str]:
    """Clause id → address of the text that holds it: the new one where it does, else the old one."""
    found = {}
    for version in filter(None, (old, new)):
        address = addresses.version(policy, version.number, language)
        found.update(dict.fromkeys(policy.texts[str(version.number), language].clauses, address))
    return found
