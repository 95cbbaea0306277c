"""Feeds: valid Atom and JSON Feed, one entry a version, ids that never change."""

from __future__ import annotations

import datetime
import json
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from policytool.website.feeds import feeds
from policytool.website.model import Policy, Site
from tests.website_values import BETWEEN, STORY, THIRD, TOLD, policy, site, text

SHOP = policy(*STORY)
ATOM = "{http://www.w3.org/2005/Atom}"


def files(shown: Site) -> dict[str, bytes]:
    return {file.address: file.data for file in feeds(shown)}


def atom(shown: Site, address: str = "feed.xml") -> ET.Element:
    return ET.fromstring(files(shown)[address])


def items(shown: Site, address: str = "feed.json") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files(shown)[address])["items"]
    return found


def test_there_is_a_feed_for_all_and_for_each_policy_in_both_formats() -> None:
    names = {"feed.xml", "feed.json", "significant.xml", "significant.json"}
    assert set(files(site(SHOP))) == names | {f"privacy-policy/{name}" for name in names}


def test_entries_come_newest_first_and_say_what_kind_of_change_it_is() -> None:
    assert [item["title"] for item in items(site(SHOP))] == [
        "Shop Privacy Policy 2.0: significant change, in force from 23 December 2026",
        "Shop Privacy Policy 1.1: minor change, in force from 1 September 2026",
        "Shop Privacy Policy 1.0 published, in force from 3 March 2026",
    ]
    assert TOLD in items(site(SHOP))[0]["content_html"]


def test_the_significant_feed_holds_significant_changes_only() -> None:
    assert [item["tags"] for item in items(site(SHOP), "significant.json")] == [["significant"]]


def test_entries_never_change_afterwards() -> None:
    before = items(site(SHOP, today=BETWEEN))
    after = items(site(SHOP, today=THIRD))
    assert before == after
    assert items(site(policy(*STORY[:2]), today=BETWEEN)) == before[1:]


def test_ids_survive_a_move_of_the_site() -> None:
    moved = site(SHOP, url="https://elsewhere.example/legal/")
    for address in ("feed.xml", "privacy-policy/significant.xml"):
        ours, theirs = atom(site(SHOP), address), atom(moved, address)
        assert [e.text for e in ours.iter(f"{ATOM}id")] == [e.text for e in theirs.iter(f"{ATOM}id")]
    found = [
        e.text
        for address in files(site(SHOP))
        if address.endswith("xml")
        for e in [atom(site(SHOP), address).find(f"{ATOM}id")]
        if e is not None
    ]
    assert len(set(found)) == 4


@pytest.mark.parametrize("shown", [site(), site(SHOP), site(SHOP, url=""), site(Policy(id="x", titles={"en": "X"}))])
def test_atom_has_what_rfc_4287_requires(shown: Site) -> None:
    for address in files(shown):
        if not address.endswith(".xml"):
            continue
        feed = atom(shown, address)
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            for required in ("id", "title", "updated"):
                assert element.findtext(f"{ATOM}{required}")
            assert datetime.datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo


@pytest.mark.parametrize("address", ["feed.json", "privacy-policy/significant.json"])
def test_json_feed_has_what_version_1_1_requires(address: str) -> None:
    feed = json.loads(files(site(SHOP))[address])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"https://policies.shop.example/{address}"
    for item in feed["items"]:
        assert item["id"]
        assert urlsplit(item["url"]).scheme == "https"
        assert item["content_html"]


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    odd = policy(
        STORY[0].__class__(number="1.0", texts={"en": text()}, effective=BETWEEN, summary={"en": "a\x0cb\x1b"})
    )
    assert "ab" in (atom(site(odd)).findtext(f"{ATOM}entry/{ATOM}content") or "")
