"""The site by keyboard alone, and its search."""

from __future__ import annotations

from typing import Any

import pytest

from tests import website_checks as checks
from tests.website_browser import (  # noqa: F401 - the fixtures
    EVERY,
    Place,
    Served,
    address_of,
    axe,
    chromium,
    every_place,
    needs_chromium,
    sites,
    visit,
)

pytestmark = needs_chromium


def press(page: Any, text: str, *, most: int = 80) -> None:
    """Tab until what has the focus says `text`, then press Enter."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if text in page.evaluate("document.activeElement.textContent"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach {text!r}")


@every_place(*EVERY)
def test_every_focus_is_seen_and_none_is_a_trap(sites: dict[str, Served], visit: Any, place: Place) -> None:  # noqa: F811
    checks.the_keyboard_reaches_everything(visit(address_of(sites, place)).page)


def test_side_by_side_too(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("privacy-policy/2.0/changes/")).page
    page.get_by_role("button", name="Old and new side by side").click()
    checks.the_keyboard_reaches_everything(page)


def test_the_first_stop_leads_past_the_menu(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("privacy-policy/")).page
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#_main"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('_main').contains(document.activeElement)")


def test_from_home_to_a_clause_and_its_history(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("")).page
    press(page, "What changes, point by point")
    assert page.locator(".notice details").get_attribute("open") is not None
    press(page, "What changes")
    page.wait_for_url("**/privacy-policy/2.0/changes/")
    press(page, "Version 1.1")
    page.wait_for_url("**/privacy-policy/1.1/")
    press(page, "2. Sharing")
    assert page.url.endswith("#sharing")
    press(page, "Older: version 1.0")
    page.wait_for_url("**/privacy-policy/1.0/")


# The search


def found(page: Any) -> list[str]:
    titles: list[str] = page.locator(".search-found > li > a").all_inner_texts()
    return titles


def test_a_reader_searches_and_arrives_at_the_section(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    watched = visit(sites["before"].page("privacy-policy/"))
    page = watched.page
    press(page, "Search")
    page.wait_for_url("**/search/")
    while page.evaluate("document.activeElement.name") != "q":
        page.keyboard.press("Tab")
    page.keyboard.type("Delivery ADDRESS")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Found in 4 sections").wait_for()
    assert found(page) == ["1. Collection", "1. Collection", "2. Sharing", "2. Sharing"]
    assert page.locator(".search-found mark").first.inner_text() == "delivery"
    assert "q=Delivery" in page.url
    press(page, "2. Sharing")
    page.wait_for_url("**/cookies/#sharing")
    assert watched.complaints == []
    assert {url.split("?")[0] for url in watched.requests if "search" in url} == {
        sites["before"].page(path) for path in ("search/", "policy-search.js", "search/en.json")
    }


@pytest.mark.parametrize(
    ("address", "words", "titles"),
    [
        ("search/", "devices", ["1.1 From your device"] * 2),
        ("search/", "plâce", ["1. Collection"]),
        ("search/", "lace", []),
        ("search/", "<img src=x onerror=alert(1)>", []),
        ("search/zh/", "商店隐私", ["商店隐私政策"]),
        ("search/zh/", "保护", []),
    ],
)
def test_what_is_found(
    sites: dict[str, Served],  # noqa: F811
    visit: Any,  # noqa: F811
    address: str,
    words: str,
    titles: list[str],
) -> None:
    page = visit(sites["before"].page(address)).page
    page.locator("input[name=q]").fill(words)
    page.locator(".search-said:not(:empty)").wait_for()
    assert found(page) == titles


def test_an_address_with_words_searches_at_once_and_axe_finds_no_fault(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("search/?q=address"), width=320, lax=True).page
    page.locator(".search-found li").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = axe.Axe().run(page)
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"


def test_without_script_the_texts_are_named(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("search/"), script=False).page
    assert not page.locator("form").is_visible()
    assert "needs JavaScript" in page.locator("main").inner_text()
    page.get_by_role("link", name="Cookie Policy").last.click()
    assert page.url == sites["before"].page("cookies/")


def test_where_the_index_is_missing_the_page_says_so(sites: dict[str, Served], visit: Any, chromium: Any) -> None:  # noqa: F811
    page = chromium.new_page()
    page.route("**/search/en.json", lambda route: route.fulfill(status=404))
    page.goto(sites["before"].page("search/"))
    page.get_by_text("cannot be loaded at the moment").wait_for()
    page.close()
