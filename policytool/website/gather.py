"""Reading the archive into the value that a site is built from."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.config import Settings
from policytool.errors import TextError
from policytool.redline.compare import compare
from policytool.redline.model import Redline
from policytool.text.model import Document
from policytool.website import addresses, othernotices, redlines, views
from policytool.website.cache import Cache
from policytool.website.drafts import drafts
from policytool.website.model import Policy, RedlineView, RevisionView, Site, TextView
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
    current = standings(versions, today).current
    far = versions[: max(versions.index(current) - 1, 0)] if current else ()
    texts = {_key(v, tag): maker.text(v, tag) for v in (*versions, *withdrawn) for tag in v.languages}
    titles = {tag: texts[_key(v, tag)].name for v in versions for tag in v.languages}
    for version in withdrawn:
        for tag in version.languages:
            titles.setdefault(tag, texts[_key(version, tag)].name)
    return Policy(
        id=policy,
        titles=titles,
        versions=versions,
        texts=texts,
        revisions={
            _key(new, tag): maker.revision(old, new, tag)
            for old, new in pairwise(versions)
            for tag in new.languages
            if tag in old.languages
        },
        distances={
            _key(old, tag): maker.distance(old, current, tag)
            for old in far
            for tag in old.languages
            if current and tag in current.languages
        },
        withdrawn=withdrawn,
    )


def _key(version: Version, language: str) -> tuple[str, str]:
    return str(version.number), language


class _Maker:
    """Makes views, or finds them in the cache under the checksums of their texts and what else they say."""

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
        pages = _pages(f"{new.number}/changes/", old, new)
        return self._cache.get(
            RevisionView,
            (_checksum(old, language), _checksum(new, language), language, pages.old, pages.new),
            lambda: redlines.revision_view(self._redline(old, new, language), pages, language),
        )

    def distance(self, old: Version, new: Version, language: str) -> RedlineView:
        pages = _pages(f"{old.number}/compared/", old, new)
        return self._cache.get(
            RedlineView,
            (_checksum(old, language), _checksum(new, language), language, pages.old, pages.new),
            lambda: redlines.redline_view(self._redline(old, new, language), pages, language),
        )

    def _redline(self, old: Version, new: Version, language: str) -> Redline:
        return compare(self._document(old, language), self._document(new, language))

    def _document(self, version: Version, language: str) -> Document:
        key = _checksum(version, language)
        if key not in self._documents:
            self._documents[key] = self._cache.get(Document, (key,), lambda: self._read(version, language))
        return self._documents[key]


def _pages(shown: str, old: Version, new: Version) -> redlines.Pages:
    """Where the two texts stand, seen from the page at `shown`; all three lie in one folder."""
    to_old, to_new = (addresses.relative(shown, f"{version.number}/") for version in (old, new))
    return redlines.Pages(old=to_old, new=to_new)


def _checksum(version: Version, language: str) -> str:
    return version.record.texts[language].sha256


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
