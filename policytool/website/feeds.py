"""Atom (RFC 4287) and JSON Feed 1.1: one entry for each released version, which never changes afterwards."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from policytool.archive.model import Version
from policytool.website import addresses, identity, sayings
from policytool.website.model import DataFile, Policy, Site, significant
from policytool.website.render import Pen
from policytool.website.words import Words

_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
"""When an empty feed was last changed: Atom wants a day, and it must not be the day of the build."""


@dataclass(frozen=True, kw_only=True)
class _Feed:
    """What goes into one feed, in either format."""

    name: str
    folder: str
    title: str
    entries: tuple[tuple[Policy, Version], ...]


def feeds(site: Site) -> tuple[DataFile, ...]:
    """All changes and significant ones alone, for the site and for each policy, in both formats."""
    found = []
    contents = _Contents(site)
    for folder, policies in (("", site.policies), *((f"{policy.id}/", (policy,)) for policy in site.policies)):
        for name in ("feed", "significant"):
            feed = _feed(site, folder, name, policies)
            found.append(DataFile(address=f"{folder}{name}.xml", data=_atom(site, feed, contents)))
            found.append(DataFile(address=f"{folder}{name}.json", data=_json(site, feed, contents)))
    return tuple(found)


def _feed(site: Site, folder: str, name: str, policies: tuple[Policy, ...]) -> _Feed:
    entries = [(policy, v) for policy in policies for v in policy.versions if name == "feed" or significant(v)]
    entries.sort(key=lambda entry: (entry[1].posted, entry[0].id, entry[1].number), reverse=True)
    key = "feed_title" if name == "feed" else "feed_title_significant"
    called = policies[0].title(policies[0].language) if folder else site.name
    return _Feed(name=name, folder=folder, title=Words(site.language)(key, name=called), entries=tuple(entries))


def _title(policy: Policy, version: Version) -> str:
    words = Words(policy.language)
    return words(
        f"feed_entry_{sayings.kind_key(version)}",
        title=policy.texts[str(version.number), version.languages[0]].title,
        version=version.number,
        date=words.date(version.effective),
    )


def _address(policy: Policy, version: Version) -> str:
    changes = sayings.changes_address(policy, version, policy.language)
    return changes or sayings.text_address(policy, version, policy.language)


class _Contents:
    """What the entries say, written once for all feeds in whose place its links are right."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found: dict[tuple[str, str, str], str] = {}

    def __call__(self, feed: _Feed, policy: Policy, version: Version) -> str:
        key = ("" if self._site.url else feed.folder, policy.id, str(version.number))
        if key not in self._found:
            self._found[key] = self._written(feed, policy, version)
        return self._found[key]

    def _written(self, feed: _Feed, policy: Policy, version: Version) -> str:
        pen = Pen(self._site, feed.folder, policy.language, root=self._site.url or None)
        changes = sayings.changes_address(policy, version, policy.language)
        return str(
            pen(
                "entry.html",
                version=version,
                note=sayings.note(version, pen),
                told=sayings.told(policy, version, policy.language),
                changes=changes,
                text=sayings.text_address(policy, version, policy.language),
            )
        )


def _link(site: Site, feed: _Feed, target: str) -> str:
    return addresses.full(site, target) if site.url else addresses.relative(feed.folder, target)


def _atom(site: Site, feed: _Feed, contents: _Contents) -> bytes:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    _add(root, "id", identity.feed_id(site, feed.folder + feed.name))
    _add(root, "title", feed.title)
    _add(root, "updated", max((v.posted for _, v in feed.entries), default=_NEVER).isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=_link(site, feed, f"{feed.folder}{feed.name}.xml"))
    _add(root, "link", rel="alternate", type="text/html", href=_link(site, feed, feed.folder))
    _add(_add(root, "author"), "name", site.name)
    for policy, version in feed.entries:
        entry = _add(root, "entry", **{"xml:lang": policy.language})
        _add(entry, "id", identity.notice_id(version))
        _add(entry, "title", _title(policy, version))
        _add(entry, "published", version.posted.isoformat())
        _add(entry, "updated", version.posted.isoformat())
        _add(entry, "link", rel="alternate", type="text/html", href=_link(site, feed, _address(policy, version)))
        _add(entry, "category", term=sayings.kind_key(version))
        _add(entry, "content", contents(feed, policy, version), type="html")
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add(parent: ET.Element, tag: str, text: str | None = None, /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = None if text is None else _speakable(text)
    return element


def _speakable(text: str) -> str:
    """`text` without the control characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


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
                "id": identity.notice_id(version),
                "url": _link(site, feed, _address(policy, version)),
                "title": _title(policy, version),
                "content_html": contents(feed, policy, version),
                "date_published": version.posted.isoformat(),
                "language": policy.language,
                "tags": [sayings.kind_key(version)],
            }
            for policy, version in feed.entries
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
