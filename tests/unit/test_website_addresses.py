"""Addresses are permanent, and links between them work below any path."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from policytool.website import addresses
from tests.website_values import STORY, policy, site


def test_addresses_stay_what_they_are() -> None:
    shop = policy(*STORY)
    assert addresses.text(shop, "en") == "privacy-policy/"
    assert addresses.text(shop, "zh") == "privacy-policy/zh/"
    assert addresses.versions(shop, "en") == "privacy-policy/versions/"
    assert addresses.version(shop, "1.1", "en") == "privacy-policy/1.1/"
    assert addresses.version(shop, "1.1", "zh") == "privacy-policy/zh/1.1/"
    assert addresses.changes(shop, "2.0", "zh") == "privacy-policy/zh/2.0/changes/"


PLACES = ("", "privacy-policy/", "privacy-policy/zh/1.1/", "privacy-policy/2.0/changes/", "notices.json", "css/a.css")


@pytest.mark.parametrize("start", PLACES)
@pytest.mark.parametrize("target", PLACES)
@pytest.mark.parametrize("root", ["https://a.example/", "https://a.example/legal/policies/"])
def test_a_relative_link_leads_where_it_should(start: str, target: str, root: str) -> None:
    assert urljoin(root + start, addresses.relative(start, target)) == root + target


def test_full_addresses_need_the_sites_own() -> None:
    shop = policy(*STORY)
    assert addresses.full(site(shop, url="https://a.example/legal/"), "feed.xml") == "https://a.example/legal/feed.xml"
    assert addresses.full(site(shop, url=""), "feed.xml") == "feed.xml"
