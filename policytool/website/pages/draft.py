"""The page of a draft, on a site that is shown while somebody edits: verdict, problems, redline."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from policytool.significance import explain
from policytool.website import addresses, links, sayings
from policytool.website.model import Draft, Page, Site
from policytool.website.pages import changed, frame
from policytool.website.render import Pen


def page(site: Site, draft: Draft) -> Page:
    policy = next(policy for policy in site.policies if policy.id == draft.policy)
    pen = Pen(site, addresses.draft(policy, draft.language), draft.language)
    title, heading = policy.title(draft.language), pen.words("draft")
    values: dict[str, Any] = {"draft": draft, "policy_title": title, "heading": heading, "before_address": None}
    assessment, previous = draft.assessment, draft.previous
    if previous is not None:
        values["before_address"] = sayings.text_address(policy, previous, draft.language)
    if draft.revision is not None and previous is not None:
        values |= changed.shown(pen, policy, draft.revision, previous, None, heading=heading)
    elif draft.text is not None:
        values["long"] = {"html": links.rebase(draft.text.html, pen, relative=draft.text.relative)}
    return frame.build(
        pen,
        "draft.html",
        frame.Head(title=f"{title}: {heading}", policy=policy, indexed=False),
        verdict=Markup(explain.html(assessment)) if assessment else "",  # noqa: S704 - escaped there
        controlling=None,
        **values,
    )
