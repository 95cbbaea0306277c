"""The list of all versions of a policy, the newest first, with dates and a note for each."""

from __future__ import annotations

from typing import Any

from policytool.archive.model import Version, VersionNumber
from policytool.website import addresses, othernotices, sayings
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import frame
from policytool.website.render import Pen

AT_LENGTH = 12
"""The newest versions are shown at length; earlier ones take two lines each, below the year from which they held."""


def page(site: Site, policy: Policy, language: str) -> Page:
    pen = Pen(site, addresses.versions(policy, language), language)
    found = tuple((tag, addresses.versions(policy, tag)) for tag in policy.languages)
    items = [_item(pen, policy, version) for version in sorted(_all(policy), key=_number, reverse=True)]
    return frame.build(
        pen,
        "versions.html",
        frame.Head(
            title=pen.words("title_versions", title=policy.title(language)),
            policy=policy,
            description=pen.words("versions_intro"),
            relations=(("latest-version", addresses.text(policy, language)),),
            alternates=found,
            modified=frame.last_change(site, (policy,)),
        ),
        policy_title=policy.title(language),
        items=items[:AT_LENGTH],
        earlier=_years(items[AT_LENGTH:]),
        notices=othernotices.listed(pen, policy),
        folder=f"{policy.id}/",
    )


def _years(items: list[dict[str, Any]]) -> list[tuple[int, list[dict[str, Any]]]]:
    """The items by the year from which their version held, or should have."""
    years: dict[int, list[dict[str, Any]]] = {}
    for item in items:
        years.setdefault(item["version"].effective.year, []).append(item)
    return sorted(years.items(), reverse=True)


def _all(policy: Policy) -> tuple[Version, ...]:
    return (*policy.versions, *policy.withdrawn)


def _number(version: Version) -> VersionNumber:
    return version.number


def _item(pen: Pen, policy: Policy, version: Version) -> dict[str, Any]:
    found = {tag: addresses.version(policy, version.number, tag) for tag in version.languages}
    return {
        "version": version,
        "standing": sayings.standing(policy, version, pen).replace(" ", "_"),
        "kind": sayings.kind_key(version),
        "status": sayings.status(policy, version, pen, tagged=True),
        "note": sayings.note(version, pen),
        "text": sayings.text_address(policy, version, pen.language),
        "changes": sayings.changes_address(policy, version, pen.language),
        "choices": sayings.choices(version, found, ""),
    }
