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

BRIEF = 160
"""Characters of a summary that stands openly in a notice; a longer one is folded: a phone shows the page too."""

_Due = tuple[Version, Policy]


def banner(pen: Pen, *, full: bool = False) -> Markup:
    """The notice due on the pen's page, below other notices than those of versions; empty when nothing is due.

    `full` shows the first one's summary openly, where it is brief, and adds the specific changes of a significant
    revision, a click away, as whom it binds is; otherwise all but the day is a click away.
    """
    site = pen.site
    due = [(version, policy) for policy in site.policies for version in policy.upcoming(site.today)]
    others = othernotices.banner(pen)
    if not due:
        return others
    due.sort(key=_weight)
    links = [_links(pen, policy, version) for version, policy in due]

    def write() -> Markup:
        items = [
            _item(pen, policy, version, full=full and place == 0, leads=place == 0) | links[place]
            for place, (version, policy) in enumerate(due)
        ]
        return pen("banner.html", kind=sayings.kind_key(due[0][0]), items=items)

    return others + pen.once(("banner", full, *(link for pair in links for link in pair.values())), write)


def _weight(due: _Due) -> tuple[object, ...]:
    version, policy = due
    return sayings.kind_key(version) != "significant", version.effective, policy.id, version.number


def _item(pen: Pen, policy: Policy, version: Version, *, full: bool, leads: bool) -> dict[str, Any]:
    told = sayings.told(policy, version, pen.language) if full else ()
    kind, note = sayings.kind_key(version), sayings.note(version, pen)
    return {
        "label": f"_notice-{policy.id}-{version.number}",
        "notice": identity.notice_id(version),
        "version": version,
        "kind": kind,
        "full": full,
        "at_length": leads or kind == "significant",
        "title": pen.words(f"notice_{kind}", title=policy.title(pen.language), date=pen.day(version.effective)),
        "note": note,
        "brief": len(note.striptags()) <= BRIEF,
        "consent": sayings.consent(policy, version, pen),
        "told": told[:SENTENCES],
        "more": len(told) > SENTENCES,
    }


def _links(pen: Pen, policy: Policy, version: Version) -> dict[str, str | None]:
    """Where the changes and the text are read; None on the page that shows them."""
    changes = sayings.changes_address(policy, version, pen.language)
    text = sayings.text_address(policy, version, pen.language)
    return {
        "changes": None if changes in (None, pen.address) else pen.to(changes or ""),
        "text": None if text == pen.address else pen.to(text),
    }
