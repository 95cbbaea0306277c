"""Ids of notices and feed entries, which stay the same when the site moves, is renamed or is rebuilt.

They are UUIDs made from a release record's SHA-256, since records are written once and never edited.
"""

from __future__ import annotations

import uuid

from policytool.archive.model import Version
from policytool.website.model import OtherNotice, Policy, Site

_SPACE = uuid.UUID("6d1f0c52-4e0d-5d0b-9a5e-3f4f0a7c9b11")


def notice_id(version: Version) -> str:
    """The id of the notice, and of the feed entry, that tells of a version."""
    return _urn(f"{version.policy}/{version.number}/{version.record_sha256}")


def other_id(policy: Policy, notice: OtherNotice) -> str:
    """The id of a notice that is not of a version."""
    return _urn(f"{policy.id}/{notice.id}/{notice.record_sha256}")


def feed_id(site: Site, name: str) -> str:
    """The id of the feed called `name`: fixed by the first release that the site ever held."""
    versions = [version for policy in site.policies for version in policy.versions]
    first = min(versions, key=lambda v: (v.record.recorded, v.policy), default=None)
    return _urn(f"{name}/{first.record_sha256 if first else ''}")


def _urn(name: str) -> str:
    return uuid.uuid5(_SPACE, name).urn
