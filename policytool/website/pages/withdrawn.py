"""What stands for good at the addresses of a version that was withdrawn before it took effect."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.archive.model import Version
from policytool.website import addresses, links, sayings
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import frame
from policytool.website.render import Pen, spoken


def pages(site: Site, policy: Policy, version: Version) -> Iterator[Page]:
    """The page of the text in each language, and the same where its changes were shown, since notices led there."""
    for language in version.languages:
        yield _page(site, policy, version, addresses.version(policy, version.number, language), language)
        if version.record.assessment is not None:
            yield _page(site, policy, version, addresses.changes(policy, version.number, language), language)


def instead(site: Site, policy: Policy, language: str) -> Iterator[Page]:
    """The current text and the history in a language that withdrawn versions alone had: the last of them says so."""
    version = next(v for v in reversed(policy.withdrawn) if language in v.languages)
    yield _page(site, policy, version, addresses.text(policy, language), language)
    yield _page(site, policy, version, addresses.history(policy, language), language)


def _page(site: Site, policy: Policy, version: Version, address: str, language: str) -> Page:
    pen, act = Pen(site, address, language), version.withdrawal
    assert act is not None
    view = policy.texts[str(version.number), language]
    head = frame.Head(
        title=pen.words("title_version", title=view.title, version=version.number),
        policy=policy,
        canonical=addresses.version(policy, version.number, language),
        description=pen.words("withdrawn_note", date=pen.words.date(act.when.date())),
        indexed=False,
    )
    current = policy.current_in(language, site.today)
    found = {tag: addresses.version(policy, version.number, tag) for tag in version.languages}
    return frame.build(
        pen,
        "withdrawn.html",
        head,
        version=version,
        sha256=version.record.texts[language].sha256,
        note=pen.words("withdrawn_note", date=pen.day(act.when.date())),
        reason=pen.words("withdrawn_reason", reason=spoken(act.reason, version.languages[0], language)),
        current=addresses.text(policy, language) if current else None,
        all_versions=addresses.versions(policy, language) if policy.versions else None,
        choices=sayings.choices(version, found, language),
        long={"html": links.rebase(view.html, pen, relative=view.relative)},
    )
