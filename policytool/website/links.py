"""Links and pictures written in a policy, made right for the page that shows it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import SplitResult, urlsplit

from policytool.website import addresses
from policytool.website.render import Pen

_LEADING_OFF = re.compile(r'(<a href="|<img src=")(?!#)([^"]*)"')
"""Only a tag of our renderer can match: in a policy's text every < is escaped."""
_TO_CLAUSE = re.compile(r'(?<!note">)(?<!-from">)<a href="#([^"]*)"')
"""A link to a clause, but not one of the redline's own, which lead from where a clause was to where it is."""


def rebase(html: str, pen: Pen, *, relative: bool = True) -> str:
    """`html` of a policy for the pen's page: relative targets begin at the site's root, where policies lie in docs_dir.

    `relative` says whether there are any, where it is known.
    """
    if not relative:
        return html

    def replaced(match: re.Match[str]) -> str:
        return f'{match[1]}{escape(_target(unescape(match[2]), pen))}"'

    return _LEADING_OFF.sub(replaced, html)


def leads_elsewhere(html: str) -> bool:
    """Whether a link or picture in `html` of a policy leads to another place of the site."""
    return any(_inside(unescape(match[2])) for match in _LEADING_OFF.finditer(html))


def pointed(html: str, pages: Mapping[str, str], back: str = "") -> str:
    """`html` for a page that shows no clause ids: `pages` gives, for a clause, the link to the page that shows it.

    `back` leads from the page at hand to the one from which those links are right.
    """

    def replaced(match: re.Match[str]) -> str:
        page = pages.get(unescape(match[1]))
        return match[0] if page is None else f'<a href="{back}{escape(page)}#{match[1]}"'

    return _TO_CLAUSE.sub(replaced, html)


def remote(source: str) -> bool:
    """Whether a picture would be fetched from another host."""
    parts = urlsplit(source)
    return bool(parts.scheme or parts.netloc)


def _target(target: str, pen: Pen) -> str:
    parts = _inside(target)
    if parts is None:
        return target
    path = posixpath.normpath(parts.path) + ("/" if parts.path.endswith("/") else "")
    return pen.to(_page(path, pen)) + target[len(parts.path) :]


def _inside(target: str) -> SplitResult | None:
    """The parts of a target that is a path below docs_dir; None for all others."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    return None if f"{posixpath.normpath(parts.path)}/".startswith("../") else parts


def _page(path: str, pen: Pen) -> str:
    """The address of what lies at `path` below docs_dir: a Markdown file is a page, a policy its current text."""
    if not path.endswith(".md"):
        return path.removeprefix("./")
    name, _, language = path.removesuffix(".md").partition(".")
    for policy in pen.site.policies:
        if policy.id == name:
            return addresses.text(policy, language if language in policy.languages else policy.language)
    stem = path.removesuffix(".md")
    return "" if stem == "index" else stem + "/"
