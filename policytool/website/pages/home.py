"""The home page: each policy with what is in force, what is upcoming, and the latest changes."""

from __future__ import annotations

from typing import Any

from policytool.archive.model import Version
from policytool.website import addresses, sayings
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import frame
from policytool.website.render import Pen

LATEST = 3
"""How many changes home lists before it refers to the list of all versions."""


def page(site: Site) -> Page:
    pen = Pen(site, "", site.language)
    return frame.build(
        pen,
        "home.html",
        frame.Head(
            title=site.name, description=pen.words("home_intro"), modified=frame.last_change(site, site.policies)
        ),
        full_notice=True,
        items=[_item(pen, policy) for policy in site.policies],
        folder="",
    )


def _item(pen: Pen, policy: Policy) -> dict[str, Any]:
    today = pen.site.today
    language = pen.language if pen.language in policy.languages else policy.language
    current = policy.current(today)
    standing = policy.standing(current, today) if current else "upcoming"
    found = {tag: addresses.text(policy, tag) for tag in policy.languages if policy.current_in(tag, today)}
    return {
        "policy": policy,
        "title": policy.title(pen.language),
        "address": addresses.text(policy, language),
        "versions": addresses.versions(policy, language),
        "current": current,
        "standing": standing.replace(" ", "_"),
        "line": _line(pen, current) if current and standing == "in force" else "",
        "upcoming": [_upcoming(pen, policy, version) for version in policy.upcoming(today)],
        "choices": sayings.choices(current, found, "") if current else (),
        "latest": [_change(pen, policy, version) for version in reversed(policy.versions[-LATEST:])],
    }


def _line(pen: Pen, version: Version) -> str:
    return pen.words("in_force_line", version=version.number, date=pen.day(version.effective))


def _upcoming(pen: Pen, policy: Policy, version: Version) -> dict[str, Any]:
    target = sayings.changes_address(policy, version, pen.language)
    return {"number": version.number, "effective": version.effective, "changes": target}


def _change(pen: Pen, policy: Policy, version: Version) -> dict[str, Any]:
    return {
        "version": version,
        "kind": sayings.kind_key(version),
        "status": sayings.status(policy, version, pen),
        "note": sayings.note(version, pen),
        "text": sayings.text_address(policy, version, pen.language),
        "changes": sayings.changes_address(policy, version, pen.language),
    }
