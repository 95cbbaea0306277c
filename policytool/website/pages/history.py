"""The page that says of each clause of the current text when it changed."""

from __future__ import annotations

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


def page(site: Site, policy: Policy, language: str) -> Page:
    """The history of the clauses of the text that the plain address shows in `language`."""
    pen = Pen(site, addresses.history(policy, language), language)
    version = policy.current_in(language, site.today)
    assert version is not None
    title = pen.words("title_history")
    return frame.build(
        pen,
        "history.html",
        frame.Head(
            title=f"{policy.title(language)}: {title}",
            policy=policy,
            description=title,
            relations=changed.relations(policy, language),
            alternates=tuple((tag, addresses.history(policy, tag)) for tag in policy.languages),
            modified=frame.last_change(site, (policy,)),
        ),
        heading=title,
        policy_title=policy.title(language),
        version=version,
        text_address=addresses.text(policy, language),
        sections=_sections(policy, version, language),
    )


def _sections(policy: Policy, version: Version, language: str) -> list[dict[str, Any]]:
    """The changed clauses in reading order, below the titles of their sections."""
    view = policy.texts[str(version.number), language]
    events = chronicle(policy, version, language)
    sections: list[dict[str, Any]] = []
    for clause, words in view.clauses.items():
        if clause not in events:
            continue
        title = view.sections[clause]
        if not sections or sections[-1]["title"] != title:
            sections.append({"title": title, "clauses": []})
        changes = [
            {
                "number": event.version.number,
                "kind": event.line.kind,
                "anchor": event.line.anchor,
                "address": addresses.changes(policy, event.version.number, language),
            }
            for event in events[clause]
        ]
        sections[-1]["clauses"].append({"id": clause, "excerpt": shortened(words, EXCERPT), "events": changes})
    return sections
