"""The notice on every page before a version takes effect; more prominent for a significant revision.

However many versions are upcoming, there is one notice: what is significant first, and what else is due as a link each.
It stays so short that a phone shows the page's heading below it.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from markupsafe import Markup

from policytool.archive.model import Version
from policytool.website import identity, othernotices, sayings
from policytool.website.model import Policy
from policytool.website.render import Pen

SENTENCES = 4
"""How many of the changes a notice names before it refers to the page that explains them all."""

BRIEF = 160
"""Width in characters of a summary that stands openly in a notice; a longer one is folded."""

_Due = tuple[Version, Policy]


def banner(pen: Pen, *, full: bool = False) -> Markup:
    """The notice due on the pen's page, below other notices than those of versions; empty when nothing is due.

    `full` shows the first one's summary openly, where it is brief, and adds the specific changes of a significant
    revision, a click away; otherwise all but the day is a click away. That a version binds only those who agree is
    always said openly, who is asked and until when a click away.
    """
    site = pen.site
    due = [(version, policy) for policy in site.policies for version in policy.upcoming(site.today)]
    others = othernotices.banner(pen)
    if not due:
        return others
    due.sort(key=_weight)
    ways = [_links(pen, policy, version) for version, policy in due]

    def write() -> Markup:
        lead, *also = (_item(pen, policy, version) | ways[place] for place, (version, policy) in enumerate(due))
        lead |= _at_length(pen, *due[0], full=full)
        return pen("banner.html", full=full, lead=lead, also=also, labels=[item["label"] for item in (lead, *also)])

    return others + pen.once(("banner", full, *(link for pair in ways for link in pair.values())), write)


def _weight(due: _Due) -> tuple[object, ...]:
    version, policy = due
    return sayings.kind_key(version) != "significant", version.effective, policy.id, version.number


def _item(pen: Pen, policy: Policy, version: Version) -> dict[str, Any]:
    """What is said of every version."""
    kind = sayings.kind_key(version)
    return {
        "label": f"_notice-{policy.id}-{version.number}",
        "notice": identity.notice_id(version),
        "version": version,
        "kind": kind,
        "title": pen.words(f"notice_{kind}", title=policy.title(pen.language), date=pen.day(version.effective)),
        "consent": sayings.consent(policy, version, pen),
    }


def _at_length(pen: Pen, version: Version, policy: Policy, *, full: bool) -> dict[str, Any]:
    """What is said of the first of them besides, openly or folded."""
    told = sayings.told(policy, version, pen.language) if full else ()
    note = sayings.note(version, pen)
    open_note = full and _width(note.striptags()) <= BRIEF
    return {
        "note": note,
        "open_note": open_note,
        "told": told[:SENTENCES],
        "more": len(told) > SENTENCES,
        "folded": bool(told) or not open_note or bool(sayings.consent(policy, version, pen)),
    }


def _links(pen: Pen, policy: Policy, version: Version) -> dict[str, str | None]:
    """Where the changes and the text are read; None on the page that shows them. `target` is the better of the two."""
    changes = sayings.changes_address(policy, version, pen.language)
    text = sayings.text_address(policy, version, pen.language)
    ways = [None if way in (None, pen.address) else pen.to(way or "") for way in (changes, text)]
    return {"changes": ways[0], "text": ways[1], "target": ways[0] or ways[1]}


def _width(text: str) -> int:
    """Characters of `text`, those of Chinese, Japanese and Korean counted twice, as they are as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
