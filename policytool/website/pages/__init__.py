"""All pages of a site: a pure function of what the archive holds and of the day. One module for each type of page."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.website import search as index
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import (
    changes,
    comparison,
    draft,
    history,
    home,
    missing,
    notice,
    search,
    text,
    unreleased,
    versions,
    withdrawn,
)


def pages(site: Site) -> tuple[Page, ...]:
    """Every page, home first."""
    return (
        home.page(site),
        *(page for policy in site.policies for page in _of(site, policy)),
        *(search.page(site, language) for language in index.languages(site)),
        *(draft.page(site, found) for found in site.drafts),
    )


def not_found(site: Site) -> Page:
    """The page for addresses that do not exist."""
    return missing.page(site)


def _of(site: Site, policy: Policy) -> Iterator[Page]:
    for other in policy.notices:
        yield from notice.pages(site, policy, other)
    for version in policy.withdrawn:
        yield from withdrawn.pages(site, policy, version)
    if not policy.versions:
        yield unreleased.page(site, policy)
        return
    for language in policy.languages:
        if policy.current_in(language, site.today) is None:
            yield from withdrawn.instead(site, policy, language)
            yield versions.page(site, policy, language)
            continue
        yield text.current(site, policy, language)
        yield versions.page(site, policy, language)
        yield from history.pages(site, policy, language)
    for version in policy.versions:
        for language in version.languages:
            yield text.permanent(site, policy, version, language)
            if (str(version.number), language) in policy.revisions:
                yield from changes.pages(site, policy, version, language)
            if (str(version.number), language) in policy.distances:
                yield from comparison.pages(site, policy, version, language)
