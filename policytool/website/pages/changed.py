"""What the pages with a redline share: the list of changes, the redline, and where its links lead."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from policytool.archive.model import Version
from policytool.website import addresses, links
from policytool.website.model import LISTED, QUIET, ChangeLine, Policy, RevisionView
from policytool.website.pages.frame import Relations
from policytool.website.render import Pen


def shown(pen: Pen, policy: Policy, view: RevisionView, old: Version, new: Version | None) -> dict[str, Any]:
    """Values for changed.html; without `new` the new text is a draft."""
    places = _places(policy, old, new, pen.language)
    many = len(view.changes) > LISTED
    lines = [] if many else [(line, links.rebase(line.excerpt, pen, places)) for line in view.changes]
    return {
        "count": len(view.changes),
        "sections": _sections(view) if many else [],
        "loud": [pair for pair in lines if pair[0].kind not in QUIET],
        "quiet": [pair for pair in lines if pair[0].kind in QUIET],
        "html": links.rebase(view.html, pen, places),
        "names": [pen.words("number", version=v.number) if v else pen.words("draft") for v in (old, new)],
    }


def _sections(view: RevisionView) -> list[tuple[ChangeLine, int]]:
    """The first change of each run of changes in one section, and how many there are."""
    runs = (list(lines) for _, lines in groupby(view.changes, key=lambda line: line.section))
    return [(lines[0], len(lines)) for lines in runs]


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
