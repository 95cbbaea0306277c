"""The notice on every page before a version takes effect; more prominent for a significant revision.

However many versions are upcoming, there is one notice: what is significant first, and what else is due in a line each.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from policytool.archive.model import Version
from policytool.website import identity, othernotices, sayings
from policytool.website.model import Policy
from policytool.website.render import Pen

SENTENCES = 4
"""How many of the changes a notice names before it refers to the page that explains them all."""

_Due = tuple[Version, Policy]


def banner(pen: Pen, *, full: bool = False) -> Markup:
    """The notice due on the pen's page, below other notices than those of versions; empty when nothing is due.

    `full` shows the summaries openly and adds the specific changes to the notice of a significant revision; otherwise
    the summary is a click away.
    """
    site = pen.site
    due = [(version, policy) for policy in site.policies for version in policy.upcoming(site.today)]
    others = othernotices.banner(pen)
    if not due:
        return others
    due.sort(key=_weight)
    lead = sayings.kind_key(due[0][0])
    items = [
        _item(pen, policy, version, full=full, at_length=place == 0 or sayings.kind_key(version) == "significant")
        for place, (version, policy) in enumerate(due)
    ]
    return others + pen("banner.html", kind=lead, items=items, full=full)


def _weight(due: _Due) -> tuple[object, ...]:
    version, policy = due
    return sayings.kind_key(version) != "significant", version.effective, policy.id, version.number


def _item(pen: Pen, policy: Policy, version: Version, *, full: bool, at_length: bool) -> dict[str, Any]:
    told = sayings.told(policy, version, pen.language) if full else ()
    kind = sayings.kind_key(version)
    changes = sayings.changes_address(policy, version, pen.language)
    text = sayings.text_address(policy, version, pen.language)
    return {
        "label": f"_notice-{policy.id}-{version.number}",
        "notice": identity.notice_id(version),
        "version": version,
        "kind": kind,
        "at_length": at_length,
        "title": pen.words(f"notice_{kind}", title=policy.title(pen.language), date=pen.day(version.effective)),
        "note": sayings.note(version, pen),
        "consent": sayings.consent(policy, version, pen),
        "summarised": bool(version.record.summary),
        "told": told[:SENTENCES],
        "more": len(told) > SENTENCES,
        "changes": None if changes in (None, pen.address) else pen.to(changes or ""),
        "text": None if text == pen.address else pen.to(text),
    }
