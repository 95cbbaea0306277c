"""The notice on every page before a version takes effect; more prominent for a significant revision."""

from __future__ import annotations

from markupsafe import Markup

from policytool.archive.model import Version
from policytool.website import identity, sayings
from policytool.website.model import Policy
from policytool.website.render import Pen

SENTENCES = 4
"""How many of the changes a notice names before it refers to the page that explains them all."""


def banner(pen: Pen, *, full: bool = False) -> Markup:
    """The notices due on the pen's page, nearest first; empty when nothing is upcoming.

    `full` adds the specific changes to the notice of a significant revision.
    """
    site = pen.site
    due = [(version, policy) for policy in site.policies for version in policy.upcoming(site.today)]
    due.sort(key=lambda pair: (pair[0].effective, pair[1].id, pair[0].number))
    return Markup("").join(_notice(pen, policy, version, full=full) for version, policy in due)


def _notice(pen: Pen, policy: Policy, version: Version, *, full: bool) -> Markup:
    told = sayings.told(policy, version, pen.language) if full else ()
    kind = sayings.kind_key(version)
    changes = sayings.changes_address(policy, version, pen.language)
    text = sayings.text_address(policy, version, pen.language)
    return pen(
        "banner.html",
        label=f"_notice-{policy.id}-{version.number}",
        notice=identity.notice_id(version),
        version=version,
        kind=kind,
        title=pen.words(f"notice_{kind}", title=policy.title(pen.language), date=pen.day(version.effective)),
        note=sayings.note(version, pen),
        told=told[:SENTENCES],
        more=len(told) > SENTENCES,
        changes=None if changes in (None, pen.address) else pen.to(changes or ""),
        text=None if text == pen.address else pen.to(text),
    )
