"""Links and pictures written in a policy, made right for the page that shows it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import urlsplit

from markupsafe import Markup

from policytool.website import addresses
from policytool.website.render import Pen

_TARGET = re.compile(r'(<a href="|<img src=")([^"]*)"')
"""Only a tag of our renderer can match: in a policy's text every < is escaped."""
_LEADING_OFF = re.compile(r'(<a href="|<img src=")(?!#)([^"]*)"')
"""The same without links to clauses of the same page."""


def rebase(html: str, pen: Pen, fragments: Mapping[str, str] | None = None) -> Markup:
    """`html` of a policy for the pen's page: relative targets begin at the site's root, where policies lie in docs_dir.

    `fragments` gives the address of the page on which a clause stands, for pages that show no clause ids.
    """

    def replaced(match: re.Match[str]) -> str:
        return f'{match[1]}{escape(_target(unescape(match[2]), pen, fragments))}"'

    if '<a href="' not in html and '<img src="' not in html:
        return Markup(html)  # noqa: S704 - our renderer's HTML
    wanted = _TARGET if fragments else _LEADING_OFF
    return Markup(wanted.sub(replaced, html))  # noqa: S704 - our renderer's HTML, with escaped targets


def remote(source: str) -> bool:
    """Whether a picture would be fetched from another host."""
    parts = urlsplit(source)
    return bool(parts.scheme or parts.netloc)


def _target(target: str, pen: Pen, fragments: Mapping[str, str] | None) -> str:
    if target.startswith("#"):
        page = (fragments or {}).get(target[1:])
        return target if page is None else pen.to(page) + target
    try:
        parts = urlsplit(target)
    except ValueError:
        return target
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return target
    path = posixpath.normpath(parts.path) + ("/" if parts.path.endswith("/") else "")
    if path.startswith("../"):
        return target
    return pen.to(_page(path, pen)) + target[len(parts.path) :]


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
