"""Structured data (JSON-LD) for search engines and archives."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from policytool.archive.model import Version
from policytool.website import addresses
from policytool.website.model import Policy, Site


def text_page(site: Site, policy: Policy, version: Version, language: str, address: str) -> dict[str, Any]:
    """A page that shows one text of a policy."""
    page = _page(site, "WebPage", policy.title(language), language, address)
    page |= {
        "version": str(version.number),
        "datePublished": version.published.isoformat(),
        "dateModified": version.published.isoformat(),
    }
    end = policy.end(version)
    if end is None or end > version.effective:
        page["temporalCoverage"] = f"{version.effective.isoformat()}/{end.isoformat() if end else '..'}"
    controller = policy.texts[str(version.number), language].controller
    if controller:
        page["publisher"] = {"@type": "Organization", "name": controller}
    if language != version.languages[0]:
        source = addresses.version(policy, version.number, version.languages[0])
        page["translationOfWork"] = {"@type": "WebPage", "@id": addresses.full(site, source)}
    return page


def other_page(site: Site, title: str, language: str, address: str) -> dict[str, Any]:
    """Any other page."""
    return _page(site, "WebPage" if address else "WebSite", title, language, address)


def script(data: dict[str, Any]) -> Markup:
    """`data` as a script element that no text in it can end."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup('<script type="application/ld+json">' + text + "</script>")  # noqa: S704 - escaped above


def _page(site: Site, kind: str, title: str, language: str, address: str) -> dict[str, Any]:
    page: dict[str, Any] = {"@context": "https://schema.org", "@type": kind, "name": title, "inLanguage": language}
    if site.url:
        page["url"] = addresses.full(site, address)
        if kind != "WebSite":
            page["isPartOf"] = {"@type": "WebSite", "name": site.name, "url": site.url}
    return page
