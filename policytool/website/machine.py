"""`notices.json`, for the company's other pages and programs, and `versions.json`, the archive for machines.

Their schemas are published in docs/schema/.
"""

from __future__ import annotations

import json
from typing import Any

from policytool.archive.model import Version, VersionNumber
from policytool.website import addresses, identity, othernotices, sayings
from policytool.website.model import DataFile, Policy, Site
from policytool.website.render import Pen

FORMAT = 1


def notices(site: Site) -> DataFile:
    """The notices due: one for each version that is still to take effect, the nearest first; then all others."""
    due = [(policy, version) for policy in site.policies for version in policy.upcoming(site.today)]
    due.sort(key=lambda pair: (pair[1].effective, pair[0].id))
    found = [_notice(site, policy, version) for policy, version in due]
    data = {"format": FORMAT, "notices": found, "others": othernotices.for_machines(site)}
    return _file("notices.json", data)


def versions(site: Site) -> DataFile:
    """Every version of every policy, with its dates, addresses and checksums."""
    return _file("versions.json", {"format": FORMAT, "policies": [_policy(site, policy) for policy in site.policies]})


def _notice(site: Site, policy: Policy, version: Version) -> dict[str, Any]:
    return {
        "id": identity.notice_id(version),
        "policy": policy.id,
        "version": str(version.number),
        "significance": sayings.kind_key(version),
        "published": version.published.isoformat(),
        "effective": version.effective.isoformat(),
        "texts": {tag: _words(site, policy, version, tag) for tag in version.languages},
    }


def _words(site: Site, policy: Policy, version: Version, language: str) -> dict[str, Any]:
    pen = Pen(site, "notices.json", language)
    date = pen.words.date(version.effective)
    changes = sayings.changes_address(policy, version, language)
    told, consent = sayings.told(policy, version, language), sayings.consent(policy, version, pen)
    title = pen.words(f"notice_{sayings.kind_key(version)}", title=policy.title(language), date=date)
    return {
        "title": title,
        "summary": str(sayings.note(version, pen).striptags()),
        "changes": list(told),
        "consent": str(consent.striptags()),
        "consent_label": pen.words("consent_only") if consent else "",
        "more_label": pen.words("notice_points" if told else "notice_short"),
        "text_label": pen.words("notice_text"),
        "text_url": addresses.full(site, sayings.text_address(policy, version, language)),
        "close_label": pen.words("notice_close"),
        "changes_label": pen.words("notice_changes"),
        "changes_url": addresses.full(site, changes) if changes else None,
    }


def _policy(site: Site, policy: Policy) -> dict[str, Any]:
    in_force = policy.in_force(site.today)
    return {
        "policy": policy.id,
        "titles": dict(policy.titles),
        "in_force": str(in_force.number) if in_force else None,
        "upcoming": [str(version.number) for version in policy.upcoming(site.today)],
        "url": addresses.full(site, addresses.text(policy, policy.language)),
        "versions": [_version(site, policy, v) for v in sorted((*policy.versions, *policy.withdrawn), key=_number)],
    }


def _version(site: Site, policy: Policy, version: Version) -> dict[str, Any]:
    changes = sayings.changes_address(policy, version, policy.language)
    return {
        "version": str(version.number),
        "published": version.published.isoformat(),
        "effective": version.effective.isoformat(),
        "standing": "withdrawn" if version.withdrawal else policy.standing(version, site.today),
        "significance": sayings.kind_key(version),
        "summary": dict(version.record.summary),
        "record_sha256": version.record_sha256,
        "changes_url": addresses.full(site, changes) if changes else None,
        "texts": {
            tag: {
                "title": policy.texts[str(version.number), tag].title,
                "sha256": entry.sha256,
                "url": addresses.full(site, addresses.version(policy, version.number, tag)),
            }
            for tag, entry in version.record.texts.items()
        },
    }


def _number(version: Version) -> VersionNumber:
    return version.number


def _file(address: str, data: dict[str, Any]) -> DataFile:
    return DataFile(address=address, data=(json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
