"""Reading the archive into the value that a site is built from."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.config import Settings
from policytool.errors import TextError
from policytool.redline.compare import compare
from policytool.text.model import Document
from policytool.website import othernotices, views
from policytool.website.cache import Cache
from policytool.website.drafts import drafts
from policytool.website.model import Policy, RevisionView, Site, TextView
from policytool.website.standings import standings

Read = Callable[[Version, str], Document]
"""Gives the text of a version in a language."""


def gather(
    archive: Archive,
    settings: Settings,
    today: datetime.date,
    *,
    name: str = "",
    url: str = "",
    cache: Cache | None = None,
    live: bool = False,
) -> Site:
    """The site of all policies in `archive` as it is on `today`; `name` and `url` stand in where settings have none.

    `cache` keeps what is slow to make; with or without it the site is the same. Raises ArchiveError for a text that is
    missing or not the recorded one, also where the cache would not have needed it. With `live` the site shows the
    drafts too.
    """
    site = settings.site
    url = site.url or url
    kept = cache or Cache()
    policies = tuple(_policy(archive, policy, today, kept, live=live) for policy in archive.policies())
    return Site(
        today=today,
        name=site.name if "name" in site.model_fields_set or not name else name,
        url=url if not url or url.endswith("/") else url + "/",
        footer=site.footer,
        logo=site.logo,
        policies=policies,
        drafts=drafts(archive, settings, policies, today, kept) if live else (),
    )


def released(
    policy: str,
    versions: tuple[Version, ...],
    read: Read,
    today: datetime.date,
    cache: Cache | None = None,
    *,
    withdrawn: tuple[Version, ...] = (),
) -> Policy:
    """A policy with at least one version. Titles are the newest in each language."""
    maker = _Maker(read, cache or Cache())
    texts: dict[tuple[str, str], TextView] = {}
    revisions: dict[tuple[str, str], RevisionView] = {}
    titles: dict[str, str] = {}
    before: Version | None = None
    for version in versions:
        for language in version.languages:
            text = texts[str(version.number), language] = maker.text(version, language)
            titles[language] = text.name
            if before is not None and language in before.languages:
                revisions[str(version.number), language] = maker.revision(before, version, language)
        before = version
    for version in withdrawn:
        for language in version.languages:
            texts[str(version.number), language] = maker.text(version, language)
            titles.setdefault(language, texts[str(version.number), language].name)
    return Policy(
        id=policy,
        titles=titles,
        versions=versions,
        texts=texts,
        revisions=revisions,
        distances=_distances(versions, maker, today),
        withdrawn=withdrawn,
    )


class _Maker:
    """Makes views, or finds them in the cache under the checksums of their texts."""

    def __init__(self, read: Read, cache: Cache) -> None:
        self._read, self._cache = read, cache
        self._documents: dict[str, Document] = {}

    def text(self, version: Version, language: str) -> TextView:
        return self._cache.get(
            TextView,
            (_checksum(version, language), language),
            lambda: views.text_view(self._document(version, language), language),
        )

    def revision(self, old: Version, new: Version, language: str) -> RevisionView:
        return self._cache.get(
            RevisionView,
            (_checksum(old, language), _checksum(new, language)),
            lambda: views.revision_view(compare(self._document(old, language), self._document(new, language))),
        )

    def _document(self, version: Version, language: str) -> Document:
        key = _checksum(version, language)
        if key not in self._documents:
            self._documents[key] = self._cache.get(Document, (key,), lambda: self._read(version, language))
        return self._documents[key]


def _checksum(version: Version, language: str) -> str:
    return version.record.texts[language].sha256


def _distances(
    versions: tuple[Version, ...], maker: _Maker, today: datetime.date
) -> dict[tuple[str, str], RevisionView]:
    """Comparisons of older versions with the current one; its predecessor's is its own revision."""
    current = standings(versions, today).current
    if current is None:
        return {}
    return {
        (str(old.number), language): maker.revision(old, current, language)
        for old in versions[: max(versions.index(current) - 1, 0)]
        for language in old.languages
        if language in current.languages
    }


def _policy(archive: Archive, policy: str, today: datetime.date, cache: Cache, *, live: bool) -> Policy:
    versions = archive.versions(policy)
    withdrawn = tuple(version for version in archive.released(policy) if version.withdrawal is not None)
    for version in (*versions, *withdrawn):
        for language in version.languages:
            archive.source(version, language)
    if not versions and not withdrawn:
        return _drafted(archive, policy, live=live)
    found = released(policy, versions, archive.document, today, cache, withdrawn=withdrawn)
    return replace(found, notices=othernotices.gathered(archive, policy))


def _drafted(archive: Archive, policy: str, *, live: bool) -> Policy:
    """A policy without a release: all that is shown of the draft is its title, since it binds nobody.

    Raises TextError where the draft cannot be read, unless its own page says so on a site that is `live`.
    """
    titles: dict[str, str] = {}
    try:
        for language in archive.draft_languages(policy):
            titles[language] = archive.draft(policy, language).title
    except TextError:
        if not live:
            raise
    return Policy(id=policy, titles=titles or {"en": policy})
