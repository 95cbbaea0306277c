"""What the search looks through: the texts that apply today, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from policytool.website import search
from policytool.website.model import Policy, Site
from policytool.website.pages import not_found, pages
from tests.website_values import CHINESE, SECOND, STORY, THIRD, Release, policy, site, text

SHOP = policy(*STORY)


def sections(shown: Site, language: str = "en") -> list[dict[str, Any]]:
    (file,) = [file for file in search.indexes(shown) if file.address == f"search/{language}.json"]
    data = json.loads(file.data)
    assert data["format"] == 1
    found: list[dict[str, Any]] = data["sections"]
    return found


def test_each_section_stands_once_with_its_titles_words_and_address() -> None:
    found = sections(site(SHOP))
    assert [section["address"] for section in found] == [
        "privacy-policy/",
        "privacy-policy/#collection",
        "privacy-policy/#device",
        "privacy-policy/#sharing",
        "privacy-policy/#changes",
    ]
    assert found[2]["titles"] == ["1. Collection", "1.1 From your device"]
    assert found[2]["text"] == "the model of your device; the version of our app."
    assert "Orders 3 years" in found[1]["text"]
    assert {section["policy"] for section in found} == {"Shop Privacy Policy"}


def test_only_the_text_that_applies_is_looked_through() -> None:
    assert "advertising partners" not in json.dumps(sections(site(SHOP)))
    assert "advertising partners" in json.dumps(sections(site(SHOP, today=THIRD)))


def test_a_language_has_its_own_texts_and_the_authoritative_ones_where_there_is_no_translation() -> None:
    cookies = policy(Release(number="1.0", texts={"en": text(policy="cookies")}, effective=SECOND), name="cookies")
    found = sections(site(SHOP, cookies), "zh")
    assert [(section["policy"], section.get("language")) for section in found[::5]] == [
        ("商店隐私政策", None),
        ("Shop Privacy Policy", "en"),
    ]
    assert found[0]["address"] == "privacy-policy/zh/"
    assert found[5]["address"] == "cookies/"


def test_the_language_of_home_comes_first_and_has_the_plain_address() -> None:
    turned = policy(Release(number="1.0", texts={"zh": CHINESE, "en": text()}, effective=SECOND))
    shown = site(turned)
    assert search.languages(shown) == ("zh", "en")
    found = {page.address: page.language for page in pages(shown) if page.address.startswith("search/")}
    assert found == {"search/": "zh", "search/en/": "en"}


def test_an_unreleased_policy_is_not_searched() -> None:
    shown = site(Policy(id="cookies", titles={"en": "Cookie Policy"}))
    assert search.indexes(shown) == ()
    assert not_found(shown).search is None
    assert [page.address for page in pages(shown)] == ["", "cookies/"]


def test_a_policy_called_search_keeps_its_pages() -> None:
    named = policy(Release(number="1.0", texts={"en": text(policy="search")}, effective=SECOND), name="search")
    shown = site(named, SHOP)
    assert search.indexes(shown) == ()
    (page,) = [page for page in pages(shown) if page.address == "search/"]
    assert "delivery address" in page.body
    assert page.search is None


def test_every_page_leads_to_the_search() -> None:
    shown = site(SHOP)
    for page in (*pages(shown), not_found(shown)):
        assert page.search is not None
    links = {page.address: page.search.address for page in pages(shown) if page.search}
    assert links["privacy-policy/zh/2.0/"] == "../../../search/zh/"
    assert links["privacy-policy/"] == "../search/"
    assert [page.search.current for page in pages(shown) if page.search and page.address == "search/"] == [True]
