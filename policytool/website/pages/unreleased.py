"""The page of a policy that has no version yet."""

from __future__ import annotations

from policytool.website import addresses
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import frame
from policytool.website.render import Pen


def page(site: Site, policy: Policy) -> Page:
    pen = Pen(site, addresses.text(policy, policy.language), policy.language)
    return frame.build(
        pen, "unreleased.html", frame.Head(title=policy.title(policy.language), policy=policy, indexed=False)
    )
