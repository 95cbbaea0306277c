"""Reading the archive into the value that a site is built from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.config import Settings
from policytool.redline.compare import compare
from policytool.text.model import Document
from policytool.website import views
from policytool.website.model import Policy, RevisionView, Site, TextView


def gather(archive: Archive, settings: Settings, today: datetime.date, *, name: str = "", url: str = "") -> Site:
    """The site of all policies in `archive` as it is on `today`; `name` and `url` stand in where settings have none."""
    site = settings.site
    url = site.url or url
    return Site(
        today=today,
        name=site.name if "name" in site.model_fields_set or not name else name,
        url=url if not url or url.endswith("/") else url + "/",
        footer=site.footer,
        logo=site.logo,
        policies=tuple(_policy(archive, policy, today) for policy in archive.policies()),
    )


def released(
    policy: str, versions: tuple[Version, ...], read: Callable[[Version, str], Document], today: datetime.date
) -> Policy:
    """A policy with at least one version, each text read by `read`. Titles are the newest in each language."""
    texts: dict[tuple[str, str], TextView] = {}
    revisions: dict[tuple[str, str], RevisionView] = {}
    titles: dict[str, str] = {}
    before: Version | None = None
    for version in versions:
        for language in version.languages:
            new = read(version, language)
            texts[str(version.number), language] = views.text_view(new, language)
            titles[language] = new.title
            if before is not None and language in before.languages:
                redline = compare(read(before, language), new)
                revisions[str(version.number), language] = views.revision_view(redline)
        before = version
    found = Policy(id=policy, titles=titles, versions=versions, texts=texts, revisions=revisions)
    return replace(found, distances=_distances(found, read, today))


def _distances(
    policy: Policy, read: Callable[[Version, str], Document], today: datetime.date
) -> dict[tuple[str, str], RevisionView]:
    """Comparisons of older versions with the current one; its predecessor's is its own revision."""
    current = policy.current(today)
    if current is None:
        return {}
    return {
        (str(old.number), language): views.revision_view(compare(read(old, language), read(current, language)))
        for old in policy.versions
        if old.number < current.number and old != policy.before(current)
        for language in old.languages
        if language in current.languages
    }


def _policy(archive: Archive, policy: str, today: datetime.date) -> Policy:
    versions = archive.versions(policy)
    return released(policy, versions, archive.document, today) if versions else _drafted(archive, policy)


def _drafted(archive: Archive, policy: str) -> Policy:
    """A policy without a release: all that is shown of the draft is its title, since it binds nobody."""
    titles: Mapping[str, str] = {
        language: archive.draft(policy, language).title for language in archive.draft_languages(policy)
    }
    return Policy(id=policy, titles=titles)
