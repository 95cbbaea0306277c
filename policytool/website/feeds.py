"""Atom (RFC 4287) and JSON Feed 1.1: one entry for each released version and each other notice that is public.

An entry never changes afterwards.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from policytool.archive.model import Version
from policytool.website import addresses, identity, othernotices, sayings
from policytool.website.model import DataFile, OtherNotice, Policy, Site, significant
from policytool.website.render import Pen
from policytool.website.words import Words

_ATOM = "http://www.w3.org/2005/Atom"
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
"""When an empty feed was last changed: Atom wants a day, and it must not be the day of the build."""


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One thing that happened: a version was released, or another notice was published."""

    id: str
    title: str
    posted: datetime.datetime
    address: str
    category: str
    language: str
    in_both: bool
    """Whether it stands in the feeds of significant changes too."""
    order: tuple[datetime.datetime, str, int, int]
    write: Callable[[Pen], Markup]
    """What it says, with links that are right where the pen stands."""


@dataclass(frozen=True, kw_only=True)
class _Feed:
    """What goes into one feed, in either format."""

    name: str
    folder: str
    title: str
    entries: tuple[_Entry, ...]


def feeds(site: Site) -> tuple[DataFile, ...]:
    """All changes and significant ones alone, for the site and for each policy, in both formats."""
    found = []
    contents = _Contents(site)
    entries = {policy.id: _entries(policy) for policy in site.policies}
    for folder, policies in (("", site.policies), *((f"{policy.id}/", (policy,)) for policy in site.policies)):
        for name in ("feed", "significant"):
            feed = _feed(site, folder, name, policies, [one for policy in policies for one in entries[policy.id]])
            found.append(DataFile(address=f"{folder}{name}.xml", data=_atom(site, feed, contents)))
            found.append(DataFile(address=f"{folder}{name}.json", data=_json(site, feed, contents)))
    return tuple(found)


def _entries(policy: Policy) -> list[_Entry]:
    notices = [_notice(policy, one) for one in policy.notices if one.withdrawn is None]
    return [*(_version(policy, version) for version in policy.versions), *notices]


def _feed(site: Site, folder: str, name: str, policies: tuple[Policy, ...], entries: list[_Entry]) -> _Feed:
    entries = [entry for entry in entries if name == "feed" or entry.in_both]
    entries.sort(key=lambda entry: entry.order, reverse=True)
    key = "feed_title" if name == "feed" else "feed_title_significant"
    called = policies[0].title(policies[0].language) if folder else site.name
    return _Feed(name=name, folder=folder, title=Words(site.language)(key, name=called), entries=tuple(entries))


def _version(policy: Policy, version: Version) -> _Entry:
    changes = sayings.changes_address(policy, version, policy.language)
    text = sayings.text_address(policy, version, policy.language)

    def write(pen: Pen) -> Markup:
        note, told = sayings.note(version, pen), sayings.told(policy, version, policy.language)
        return pen("entry.html", version=version, note=note, told=told, changes=changes, text=text)

    return _Entry(
        id=identity.notice_id(version),
        title=_title(policy, version),
        posted=version.posted,
        address=changes or text,
        category=sayings.kind_key(version),
        in_both=significant(version),
        language=policy.language,
        order=(version.posted, policy.id, version.number.major, version.number.minor),
        write=write,
    )


def _notice(policy: Policy, notice: OtherNotice) -> _Entry:
    """In the policy's own language where the notice has it."""
    tag = othernotices.best(notice, policy.language)
    text, address = notice.texts[tag], addresses.notice(policy, notice.id, tag)

    def write(pen: Pen) -> Markup:
        return pen("other-entry.html", text=text, read=address)

    return _Entry(
        id=identity.other_id(policy, notice),
        title=text.title,
        posted=notice.posted,
        address=address,
        category=notice.kind,
        in_both=True,
        language=tag,
        order=(notice.posted, policy.id, 0, 0),
        write=write,
    )


def _title(policy: Policy, version: Version) -> str:
    words = Words(policy.language)
    return words(
        f"feed_entry_{sayings.kind_key(version)}",
        title=policy.texts[str(version.number), version.languages[0]].title,
        version=version.number,
        date=words.date(version.effective),
    )


class _Contents:
    """What the entries say, written once for all feeds in whose place its links are right."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found: dict[tuple[str, str], str] = {}

    def __call__(self, feed: _Feed, entry: _Entry) -> str:
        key = ("" if self._site.url else feed.folder, entry.id)
        if key not in self._found:
            pen = Pen(self._site, feed.folder, entry.language, root=self._site.url or None)
            self._found[key] = str(entry.write(pen))
        return self._found[key]


def _link(site: Site, feed: _Feed, target: str) -> str:
    return addresses.full(site, target) if site.url else addresses.relative(feed.folder, target)


def _atom(site: Site, feed: _Feed, contents: _Contents) -> bytes:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    _add(root, "id", identity.feed_id(site, feed.folder + feed.name))
    _add(root, "title", feed.title)
    _add(root, "updated", max((one.posted for one in feed.entries), default=_NEVER).isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=_link(site, feed, f"{feed.folder}{feed.name}.xml"))
    _add(root, "link", rel="alternate", type="text/html", href=_link(site, feed, feed.folder))
    _add(_add(root, "author"), "name", site.name)
    for one in feed.entries:
        entry = _add(root, "entry", **{"xml:lang": one.language})
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "published", one.posted.isoformat())
        _add(entry, "updated", one.posted.isoformat())
        _add(entry, "link", rel="alternate", type="text/html", href=_link(site, feed, one.address))
        _add(entry, "category", term=one.category)
        _add(entry, "content", contents(feed, one), type="html")
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add(parent: ET.Element, tag: str, text: str | None = None, /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = None if text is None else _speakable(text)
    return element


def _speakable(text: str) -> str:
    """`text` without the control characters that XML cannot hold."""
    return _UNSPEAKABLE.sub("", text)


def _json(site: Site, feed: _Feed, contents: _Contents) -> bytes:
    data: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": _link(site, feed, feed.folder),
        "feed_url": _link(site, feed, f"{feed.folder}{feed.name}.json"),
        "language": site.language,
        "authors": [{"name": site.name}],
        "items": [
            {
                "id": one.id,
                "url": _link(site, feed, one.address),
                "title": one.title,
                "content_html": contents(feed, one),
                "date_published": one.posted.isoformat(),
                "language": one.language,
                "tags": [one.category],
            }
            for one in feed.entries
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
