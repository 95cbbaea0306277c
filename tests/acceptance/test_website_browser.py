"""The site in a real browser: phone and desktop, light and dark, without script, on paper."""

from __future__ import annotations

from typing import Any

import pytest

from tests import website_checks as checks
from tests.website_browser import (  # noqa: F401 - the fixtures
    ARTEFACTS,
    ASKING,
    BEFORE,
    EVERY,
    LIVE,
    Place,
    Served,
    address_of,
    axe,
    chromium,
    every_place,
    name_of,
    needs_chromium,
    sites,
    visit,
)

pytestmark = needs_chromium

WORDED = tuple(place for place in EVERY if place[1] != "search/")
"""All but the search, which is a script's work; its page without one has a test of its own."""


@every_place(*EVERY)
def test_nothing_is_cut_off_at_any_width(sites: dict[str, Served], visit: Any, place: Place) -> None:  # noqa: F811
    checks.nothing_is_cut_off(visit(address_of(sites, place), lax=True).page, name_of(place))


@every_place(*EVERY)
def test_axe_finds_no_fault_in_light_and_dark(sites: dict[str, Served], visit: Any, place: Place) -> None:  # noqa: F811
    checks.axe_finds_no_fault(visit(address_of(sites, place), lax=True).page, name_of(place))


@every_place(*EVERY)
def test_nothing_leaves_the_host_and_nothing_complains(sites: dict[str, Served], visit: Any, place: Place) -> None:  # noqa: F811
    checks.nothing_is_asked_of_others(visit(address_of(sites, place)), sites[place[0]].url)


@every_place(*WORDED)
def test_without_script_everything_is_read(sites: dict[str, Served], visit: Any, place: Place) -> None:  # noqa: F811
    checks.scripts_add_nothing_to_read(visit, address_of(sites, place))


@every_place(*WORDED)
def test_paper_carries_every_word(sites: dict[str, Served], visit: Any, place: Place) -> None:  # noqa: F811
    checks.paper_carries_every_word(visit(address_of(sites, place), lax=True).page, name_of(place))


@every_place(*BEFORE)
def test_the_notice_is_there_before_the_day_and_gone_on_it(sites: dict[str, Served], visit: Any, place: Place) -> None:  # noqa: F811
    before = visit(address_of(sites, place)).page
    notice = before.get_by_role("region", name="2026")
    assert notice.count() == 1
    assert notice.bounding_box()["y"] < before.locator("h1").first.bounding_box()["y"]
    after = visit(sites["after"].page(place[1])).page
    assert after.locator(".notice").count() == 0


def test_on_a_phone_the_notice_leaves_room_for_the_page(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    for address in ("", "privacy-policy/", "privacy-policy/versions/"):
        page = visit(sites["before"].page(address), width=360).page
        assert page.locator("h1").first.bounding_box()["y"] < 640, address


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize("address", ASKING)
def test_on_a_phone_two_notices_with_consent_leave_most_of_the_screen(
    sites: dict[str, Served],  # noqa: F811
    visit: Any,  # noqa: F811
    address: str,
    width: int,
) -> None:
    page = visit(sites["asking"].page(address), width=width).page
    notice = page.locator(".notice")
    assert notice.count() == 1
    assert notice.locator(".notice-item").count() == 2
    assert notice.bounding_box()["height"] < 800 / 2, "of a phone's 800 pixels"
    assert page.locator("h1").first.bounding_box()["y"] < 640


def test_a_notice_says_who_is_bound_and_at_length_who_is_asked_a_click_away(
    sites: dict[str, Served],  # noqa: F811
    visit: Any,  # noqa: F811
) -> None:
    for address in ("privacy-policy/", "privacy-policy/versions/"):
        notice = visit(sites["asking"].page(address), width=360).page.locator(".notice")
        assert notice.get_by_text("It binds only those who agree.").is_visible()
        asked = notice.get_by_text("until 31 January 2027").first
        assert not asked.is_visible()
        notice.locator("summary").click()
        assert asked.is_visible()


def test_a_link_to_a_clause_arrives_there(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("privacy-policy/1.0/#sharing")).page
    assert 0 <= page.locator("#sharing").bounding_box()["y"] < 800


def test_on_a_wide_screen_the_contents_stay_beside_the_text(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("privacy-policy/#changes")).page
    contents, text = page.locator(".contents").bounding_box(), page.locator(".policy-text").bounding_box()
    assert contents["x"] >= text["x"] + text["width"]
    assert 0 <= contents["y"] < 800


def test_a_reader_finds_the_way_from_home_to_the_redline_and_back(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("")).page
    page.get_by_role("link", name="What changes").first.click()
    assert "What changes with version 2.0" in page.locator("h1").inner_text()
    page.locator(".change-list a").first.click()
    assert "advertising partners" in page.locator(":target").inner_text()
    page.get_by_role("link", name="Version 1.1", exact=True).first.click()
    assert page.url == sites["before"].page("privacy-policy/1.1/")
    page.get_by_role("link", name="Older: version 1.0").click()
    page.get_by_role("link", name="Read the text in force").click()
    assert page.url == sites["before"].page("privacy-policy/")


def test_a_redline_does_not_speak_by_colour_alone(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("privacy-policy/1.1/changes/")).page
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        for tag, line in (("ins", "underline"), ("del", "line-through")):
            mark = page.locator(f".redline {tag}").first
            assert mark.evaluate("e => getComputedStyle(e).textDecorationLine") == line
            hidden = mark.locator("i").first
            assert hidden.inner_text().strip() in ("[inserted:", "[deleted:"), "screen readers say what is marked"
            assert hidden.bounding_box()["width"] <= 1


def test_old_and_new_stand_side_by_side_where_the_reader_asks_for_it(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    url = sites["before"].page("privacy-policy/2.0/changes/")
    watched = visit(url, lax=True)
    page = watched.page
    in_line = page.locator(".redline").inner_text()
    button = page.get_by_role("button", name="Old and new side by side")
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator(".beside-head").all_inner_texts() == ["Version 1.1", "Version 2.0"]
    was, now = (" ".join(page.locator(f".beside > .{side}").all_inner_texts()) for side in ("was", "now"))
    assert "advertising partners" in now
    assert "advertising partners" not in was
    old, new = (page.locator(f".beside > .{side}").filter(has_text="company that delivers") for side in ("was", "now"))
    assert old.bounding_box()["y"] == new.bounding_box()["y"]
    assert old.bounding_box()["x"] + old.bounding_box()["width"] < new.bounding_box()["x"]
    assert axe.Axe().run(page).violations_count == 0
    page.locator(".change-list a").first.click()
    assert "advertising partners" in page.locator(":target").inner_text()
    page.screenshot(path=ARTEFACTS / "side-by-side-1280.png", full_page=True)
    button.click()
    assert page.locator(".redline").inner_text() == in_line
    assert watched.complaints == []
    assert not visit(url, width=360).page.locator(".view-sides").is_visible()
    assert not visit(url, script=False).page.locator(".view-sides").is_visible()


def test_right_to_left_the_page_is_mirrored(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("cookies/ar/")).page
    title = page.locator("h1").bounding_box()
    assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == "rtl"
    contents = page.locator(".contents").bounding_box()
    assert contents["x"] < title["x"]
    own = page.locator(".callout p").evaluate("e => getComputedStyle(e).unicodeBidi")
    assert own == "plaintext", "words that are not translated keep their own order"


def test_on_paper_a_version_says_what_it_is(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("privacy-policy/1.0/")).page
    page.emulate_media(media="print")
    for shown in ("h1", ".facts", ".policy-text", ".callout"):
        assert page.locator(shown).first.is_visible(), shown


def test_the_draft_says_that_it_is_one(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(address_of(sites, LIVE)).page
    assert "published nowhere" in page.locator("main").inner_text()
    assert page.locator(".redline ins").first.is_visible()
