"""A notice with facts of a test's choice."""

from __future__ import annotations

import datetime

from policytool.notices.compose import Templates, compose
from policytool.notices.model import Facts, Notice, Point
from policytool.text.metadata import Controller

TEMPLATES = Templates.load()


def facts(language: str = "en", **changed: object) -> Facts:
    english = language == "en"
    values: dict[str, object] = {
        "language": language,
        "policy": "privacy-policy",
        "title": "Shop Privacy Policy" if english else "商店隐私政策",
        "version": "2.0",
        "kind": "significant",
        "published": datetime.date(2026, 11, 23),
        "effective": datetime.date(2026, 12, 23),
        "summary": "Advertising partners become recipients.",
        "points": (
            Point(
                kind="recipients",
                told="We now share your order history with <advertising> partners." if english else "",
                quote="" if english else "我们还会与广告合作伙伴分享您的订单历史。",
                section="2. Sharing",
                effects=(("recipients", "wider"),),
                reduces_rights=False,
            ),
        ),
        "text_url": "https://policies.shop.example/privacy-policy/2.0/",
        "changes_url": "https://policies.shop.example/privacy-policy/2.0/changes/",
        "short_url": "https://policies.shop.example/p/2.0",
        "controller": Controller(name="Example Shop Ltd", email="privacy@shop.example"),
        "sender": "privacy@shop.example",
    }
    return Facts(**{**values, **changed})  # type: ignore[arg-type]


def notice(language: str = "en", **changed: object) -> Notice:
    return compose(facts(language, **changed), TEMPLATES)
