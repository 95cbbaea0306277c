"""What may never go from a published site: its versions, their texts, and every page about them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from policytool.errors import PublishRefused
from policytool.website.places import Place

INDEX = "versions.json"
_PART = re.compile(r"/(changes|compared|history)/\d+/index\.html\Z")
"""A page on which another goes on because there is much to show."""
_SHOWN = 5
"""How many of the missing pages are named."""


def refuse_loss(place: Place, files: Mapping[str, str], index: bytes) -> None:
    """Raises PublishRefused when `place` holds something else than a site of ours, or more than the new site does.

    `files` are the paths of the new site, `index` its versions.json.
    """
    published = place.files()
    if not published:
        return
    old = _index(place.read(INDEX)) if INDEX in published else None
    if old is None:
        todo = "Name an empty folder, or remove what lies there yourself."
        raise PublishRefused("what lies there is not a policy website", todo=todo)
    _refuse_changed(old, _index(index) or {})
    roots = tuple(f"{policy}/" for policy, versions in old.items() if versions)
    pages = [path for path in published if path.startswith(roots) and path.endswith("/index.html")]
    pages = [path for path in pages if not _PART.search(path)]
    gone = [path for path in pages if path not in files]
    if gone:
        named = "\n".join(f"- {path.removesuffix('index.html')}" for path in gone[:_SHOWN])
        more = f"\n- and {len(gone) - _SHOWN} more" if len(gone) > _SHOWN else ""
        todo = "Published pages stay for good. Is this clone up to date, and is the day right?"
        raise PublishRefused(f"{_count(len(gone))} would go:\n{named}{more}", todo=todo)


def _refuse_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    for policy, versions in old.items():
        for number, published in versions.items():
            built = new.get(policy, {}).get(number)
            if built is None:
                todo = "Fetch the newest commits (git pull) and run again."
                raise PublishRefused(f"{policy} {number} is published but not in this repository", todo=todo)
            if built != published:
                todo = "Find out why with `policytool verify`: a published text never changes."
                raise PublishRefused(f"{policy} {number} was published with another text", todo=todo)


def _index(data: bytes) -> dict[str, dict[str, dict[str, str]]] | None:
    """Policy → version → language → SHA-256 of its text, from a versions.json; None where it is something else."""
    try:
        return {
            policy["policy"]: {
                version["version"]: {tag: entry["sha256"] for tag, entry in version["texts"].items()}
                for version in policy["versions"]
            }
            for policy in json.loads(data)["policies"]
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _count(number: int) -> str:
    return "a page" if number == 1 else f"{number} pages"
