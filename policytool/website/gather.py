"""Reading the archive into the value that a site is built from."""

from __future__ import annotations

import datetime

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.config import Settings
from policytool.redline.compare import compare
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
        policies=tuple(_policy(archive, policy) for policy in archive.policies()),
    )


def _policy(archive: Archive, policy: str) -> Policy:
    versions = archive.versions(policy)
    texts: dict[tuple[str, str], TextView] = {}
    revisions: dict[tuple[str, str], RevisionView] = {}
    before: Version | None = None
    for version in versions:
        for language in version.languages:
            new = archive.document(version, language)
            texts[str(version.number), language] = views.text_view(new, language)
            if before is not None and language in before.languages:
                redline = compare(archive.document(before, language), new)
                revisions[str(version.number), language] = views.revision_view(redline)
        before = version
    return Policy(id=policy, titles=_titles(archive, policy), versions=versions, texts=texts, revisions=revisions)


def _titles(archive: Archive, policy: str) -> dict[str, str]:
    """Titles by language: the newest release's, since a draft binds nobody; the draft's before the first release."""
    versions = archive.versions(policy)
    if not versions:
        return {tag: archive.draft(policy, tag).title for tag in archive.draft_languages(policy)}
    titles = {tag: "" for version in versions for tag in version.languages}
    for version in versions:
        for tag in version.languages:
            titles[tag] = archive.document(version, tag).title
    return titles
