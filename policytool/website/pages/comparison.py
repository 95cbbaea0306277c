"""The page that compares an older version with the current one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from policytool.archive.model import Version
from policytool.website import addresses, sayings
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import changed, frame
from policytool.website.render import Pen

STEPS = 12
"""How many of the versions between are listed, the newest ones; the list of all versions has the others."""


def pages(site: Site, policy: Policy, version: Version, language: str) -> Iterator[Page]:
    """From `version` to the current one; both have to exist in `language`."""
    pen = Pen(site, addresses.compared(policy, version.number, language), language)
    current = policy.current(site.today)
    assert current is not None
    number = str(version.number)
    steps = policy.versions[policy.place(version) + 1 : policy.place(current) + 1]
    title = pen.words("title_comparison", old=number, new=current.number)
    found = {
        tag: addresses.compared(policy, number, tag) for tag in version.languages if (number, tag) in policy.distances
    }
    view = policy.distances[number, language]
    shown = changed.shown(pen, policy, view, version, current, heading=title)
    first = frame.build(
        pen,
        "comparison.html",
        frame.Head(
            title=f"{policy.title(language)}: {title}",
            policy=policy,
            description=title,
            relations=changed.relations(policy, language),
            alternates=tuple(found.items()),
            indexed=False,
        ),
        sides=[
            _side(pen, policy, version, pen.words("comparison_old")),
            _side(pen, policy, current, pen.words("comparison_new")),
        ],
        steps=[_step(pen, policy, step) for step in steps[-STEPS:]],
        steps_left_out=addresses.versions(policy, language) if len(steps) > STEPS else None,
        choices=sayings.choices(current, found, language),
        controlling=changed.controlling(pen, current.languages[0], found),
        **shown,
    )
    yield first
    yield from changed.further(first, pen, policy, view, shown)


def _side(pen: Pen, policy: Policy, version: Version, label: str) -> dict[str, Any]:
    address = sayings.text_address(policy, version, pen.language)
    return {"label": label, "version": version, "address": address, "status": sayings.status(policy, version, pen)}


def _step(pen: Pen, policy: Policy, version: Version) -> Markup:
    """The same on most pages of a policy, which lie equally deep."""
    changes = sayings.changes_address(policy, version, pen.language)
    link = pen.to(changes or sayings.text_address(policy, version, pen.language))
    kind, status = sayings.kind_key(version), sayings.status(policy, version, pen)

    def write() -> Markup:
        note = sayings.note(version, pen)
        return pen("step.html", version=version, link=link, kind=kind, status=status, note=note)

    return pen.once(("step", policy.id, version.number, link), write)
