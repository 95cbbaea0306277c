"""The site in a real browser: phone and desktop, light and dark, without script, on paper."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest

from tests.website_browser import (  # noqa: F401 - the fixtures
    ARTEFACTS,
    EVERY,
    LIVE,
    PAGES,
    Served,
    address_of,
    asking,
    axe,
    chromium,
    name_of,
    needs_chromium,
    sites,
    visit,
)

pytestmark = needs_chromium

CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(element => {
  if (element.closest(".table, .spoken, .redline i, details:not([open]) > :not(summary)")) return false;
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1);
}).map(element => element.outerHTML.slice(0, 120))"""
"""What lies outside the window, other than tables that scroll by themselves and words for screen readers alone."""


@pytest.mark.parametrize("address", EVERY)
def test_nothing_is_cut_off_at_any_width(sites: dict[str, Served], visit: Any, address: str) -> None:  # noqa: F811
    page = visit(address_of(sites, address), lax=True).page
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        if width != 320:
            page.screenshot(path=ARTEFACTS / f"{name_of(address)}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_OFF) == []
    page.set_viewport_size({"width": 640, "height": 800})
    page.add_style_tag(content="html { font-size: 212.5% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640, "text at twice its size"
    assert page.evaluate(CUT_OFF) == [], "text at twice its size"


@pytest.mark.parametrize("address", EVERY)
def test_axe_finds_no_fault_in_light_and_dark(sites: dict[str, Served], visit: Any, address: str) -> None:  # noqa: F811
    page = visit(address_of(sites, address), width=360, lax=True).page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = axe.Axe().run(page)
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"
    page.screenshot(path=ARTEFACTS / f"{name_of(address)}-360-dark.png")


@pytest.mark.parametrize("address", EVERY)
def test_nothing_leaves_the_host_and_nothing_complains(sites: dict[str, Served], visit: Any, address: str) -> None:  # noqa: F811
    """The server forbids everything but files of its own, so that the browser would complain of anything inline."""
    watched = visit(address_of(sites, address))
    watched.page.wait_for_load_state("networkidle")
    host = address_of(sites, address).removesuffix(address)
    assert [url for url in watched.requests if not url.startswith(host)] == []
    assert watched.complaints == []
    assert watched.page.context.cookies() == []


@pytest.mark.parametrize(
    "address", ["", "privacy-policy/", "privacy-policy/2.0/changes/", "cookies/ar/", "cookies/1.1/", "404.html"]
)
def test_without_script_everything_is_read(sites: dict[str, Served], visit: Any, address: str) -> None:  # noqa: F811
    url = address_of(sites, address)
    read = [visit(url, width=800, script=script).page.locator("body").inner_text() for script in (True, False)]
    assert read[0] == read[1]


@pytest.mark.parametrize("address", PAGES[::2])
def test_the_notice_is_there_before_the_day_and_gone_on_it(sites: dict[str, Served], visit: Any, address: str) -> None:  # noqa: F811
    before = visit(sites["before"].page(address)).page
    notice = before.get_by_role("region", name="2026")
    assert notice.count() == 1
    assert notice.bounding_box()["y"] < before.locator("h1").first.bounding_box()["y"]
    after = visit(sites["after"].page(address)).page
    assert after.locator(".notice").count() == 0


def test_on_a_phone_the_notice_leaves_room_for_the_page(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    for address in ("", "privacy-policy/", "privacy-policy/versions/"):
        page = visit(sites["before"].page(address), width=360).page
        assert page.locator("h1").first.bounding_box()["y"] < 640, address


def test_on_a_phone_a_notice_of_consent_leaves_room_too(asking: Served, visit: Any) -> None:  # noqa: F811
    page = visit(asking.page("privacy-policy/"), width=360).page
    assert page.locator("h1").first.bounding_box()["y"] < 500
    page.screenshot(path=ARTEFACTS / "privacy-policy_asking-360.png")
    binding = page.get_by_text("until 31 January 2027").first
    assert not binding.is_visible()
    page.locator("summary", has_text="Binds only those who agree").click()
    assert binding.is_visible()


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


def test_paper_carries_the_text_without_menu_and_notice(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["before"].page("privacy-policy/1.0/")).page
    page.emulate_media(media="print")
    for hidden in (".notice", ".menu", ".find", ".contents", ".page-foot", ".facts .screen-only"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("h1", ".facts", ".policy-text", ".callout"):
        assert page.locator(shown).first.is_visible(), shown


@pytest.mark.parametrize("address", ["privacy-policy/1.0/", "privacy-policy/zh/", "privacy-policy/2.0/changes/"])
def test_a_version_becomes_a_pdf(sites: dict[str, Served], visit: Any, address: str) -> None:  # noqa: F811
    page = visit(sites["before"].page(address)).page
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    file = ARTEFACTS / f"{name_of(address)}.pdf"
    assert page.pdf(path=file, format="A4").startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed, so the PDF's words are not read")
    read = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    heading = page.locator("h1").evaluate("e => e.lastChild.textContent.trim()")
    last = page.locator(".policy-text li").last.inner_text()
    for words in (heading, last.split("\n")[0]):
        assert "".join(words.split()) in "".join(read.split())
    assert "takes effect in 30 days" not in read or address == "privacy-policy/2.0/changes/"


def test_the_draft_says_that_it_is_one(sites: dict[str, Served], visit: Any) -> None:  # noqa: F811
    page = visit(sites["live"].page(LIVE)).page
    assert "published nowhere" in page.locator("main").inner_text()
    assert page.locator(".redline ins").first.is_visible()
