"""The addresses of the site. They are permanent: changing one breaks every link and citation to it.

""                                          home
search/                                     search, in the language of home
search/<language>/                          the same in another language
<policy>/                                   the current text in the authoritative language
<policy>/<language>/                        the same in another language
<policy>/[<language>/]versions/             all versions
<policy>/[<language>/]history/              when each clause changed
<policy>/[<language>/]draft/                the draft, on a site that is shown while somebody edits
<policy>/[<language>/]notices/<notice>/     another notice than that of a version
<policy>/[<language>/]<version>/            one version
<policy>/[<language>/]<version>/changes/    what it changed
<policy>/[<language>/]<version>/compared/   the version compared with the current one

What would be too heavy for one page goes on at 2/, 3/ … below history/, changes/ or compared/. Those parts alone may
go again, when there is less to show.
"""

from __future__ import annotations

import posixpath
from functools import lru_cache
from urllib.parse import urljoin

from policytool.website.model import Policy, Site


def text(policy: Policy, language: str) -> str:
    """The current text; every other address of a policy begins with it."""
    return f"{policy.id}/" if language == policy.language else f"{policy.id}/{language}/"


def search(site: Site, language: str) -> str:
    return "search/" if language == site.language else f"search/{language}/"


def versions(policy: Policy, language: str) -> str:
    return f"{text(policy, language)}versions/"


def draft(policy: Policy, language: str) -> str:
    return f"{text(policy, language)}draft/"


def version(policy: Policy, number: object, language: str) -> str:
    return f"{text(policy, language)}{number}/"


def changes(policy: Policy, number: object, language: str) -> str:
    return f"{version(policy, number, language)}changes/"


def compared(policy: Policy, number: object, language: str) -> str:
    return f"{version(policy, number, language)}compared/"


def history(policy: Policy, language: str) -> str:
    return f"{text(policy, language)}history/"


def part(address: str, place: int) -> str:
    """The page of a part, counted from 0, of what begins at `address`."""
    return f"{address}{place + 1}/" if place else address


def notice(policy: Policy, identifier: str, language: str) -> str:
    return f"{text(policy, language)}notices/{identifier}/"


@lru_cache(maxsize=1 << 16)
def relative(start: str, target: str) -> str:
    """The link from the page at address `start` to address `target`, as it stands in `href`."""
    folder = start if start.endswith("/") else posixpath.dirname(start)
    path = posixpath.relpath("/" + target, "/" + folder)
    if path == ".":
        return "./"
    return path + "/" if target.endswith("/") or not target else path


def full(site: Site, target: str) -> str:
    """The whole address where the site's own is known, else the path from its root, for files that lie there."""
    return _joined(site.url, target) if site.url else relative("", target)


_joined = lru_cache(maxsize=1 << 12)(urljoin)
