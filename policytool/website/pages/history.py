"""The page that says of each clause of the current text when it changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from policytool.archive.model import Version
from policytool.redline.describe import shortened
from policytool.website import addresses
from policytool.website.chronicle import chronicle
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import changed, frame
from policytool.website.render import Pen

EXCERPT = 90
"""Characters of a clause that are quoted, for recognising it."""
HEAVY = 120_000
"""Bytes of clauses and their changes on one page; the history of a text with more goes on at further pages."""
_CLAUSE, _EVENT = 220, 80
"""Bytes that a clause and one of its changes take beside its words, about."""


def pages(site: Site, policy: Policy, language: str) -> Iterator[Page]:
    """The history of the clauses of the text that the plain address shows in `language`."""
    version = policy.current_in(language, site.today)
    assert version is not None
    first = addresses.history(policy, language)
    found = _divided(_clauses(policy, version, language)) or [[]]
    for place, clauses in enumerate(found):
        pen = Pen(site, addresses.part(first, place), language)
        title = pen.words("title_history")
        if place:
            title = pen.words("title_part", title=title, part=place + 1, parts=len(found))
        yield frame.build(
            pen,
            "history.html",
            frame.Head(
                title=f"{policy.title(language)}: {title}",
                policy=policy,
                description=title,
                relations=changed.relations(policy, language),
                alternates=() if place else tuple((tag, addresses.history(policy, tag)) for tag in policy.languages),
                canonical=first,
                indexed=not place,
                modified=frame.last_change(site, (policy,)),
            ),
            heading=title,
            policy_title=policy.title(language),
            version=version,
            text_address=addresses.text(policy, language),
            sections=[(name, list(group)) for name, group in groupby(clauses, key=lambda clause: clause["section"])],
            part=place,
            parts=[addresses.part(first, number) for number in range(len(found))],
        )


def _clauses(policy: Policy, version: Version, language: str) -> list[dict[str, Any]]:
    """The changed clauses in reading order."""
    view = policy.texts[str(version.number), language]
    events = chronicle(policy, version, language)
    return [
        {
            "id": clause,
            "section": view.sections[clause],
            "excerpt": shortened(words, EXCERPT),
            "events": [
                {
                    "number": event.version.number,
                    "kind": event.line.kind,
                    "link": event.line.link,
                    "address": addresses.changes(policy, event.version.number, language),
                }
                for event in events[clause]
            ],
        }
        for clause, words in view.clauses.items()
        if clause in events
    ]


def _divided(clauses: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """As many as a page carries at a time."""
    found: list[list[dict[str, Any]]] = []
    weight = 0
    for clause in clauses:
        size = _CLAUSE + len(clause["excerpt"].encode()) + _EVENT * len(clause["events"])
        if not found or weight + size > HEAVY:
            found.append([])
            weight = 0
        found[-1].append(clause)
        weight += size
    return found
