"""The site in a real browser: phone and desktop, light and dark, keyboard, without script, on paper."""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from policytool.config import Settings, load
from policytool.website.build import build
from tests.website_project import Project
from tests.website_values import BETWEEN, STORY, THIRD, Day, Release, text

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "website"
PATH = "legal/"
"""The site is served below a path, as many companies do."""
PAGES = (
    "",
    "privacy-policy/",
    "privacy-policy/zh/",
    "privacy-policy/versions/",
    "privacy-policy/history/",
    "privacy-policy/1.0/",
    "privacy-policy/2.0/",
    "privacy-policy/1.1/changes/",
    "privacy-policy/2.0/changes/",
    "privacy-policy/zh/2.0/changes/",
    "cookies/",
    "404.html",
)


LATER = "privacy-policy/1.0/compared/"
"""A page that is there when version 2.0 is in force."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@dataclass(frozen=True, kw_only=True)
class Served:
    """A built site on a local server."""

    url: str

    def page(self, address: str) -> str:
        return self.url + address


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """The site before and after version 2.0 takes effect."""
    folder = tmp_path_factory.mktemp("website")
    project = Project.make(folder / "shop", url="https://shop.example/legal/")
    for release in STORY:
        project.release(release)
    odd = text(policy="cookies", title="Cookie Policy", more=f" {'https://shop.example/' + 'x' * 400} " + "word" * 300)
    project.release(Release(number="1.0", texts={"en": odd}, effective=BETWEEN), policy="cookies")
    with contextlib.ExitStack() as stack:
        yield {
            name: stack.enter_context(_served(load(project.root), folder / name, today))
            for name, today in (("before", BETWEEN), ("after", THIRD))
        }


@contextlib.contextmanager
def _served(settings: Settings, folder: Path, today: Day) -> Iterator[Served]:
    build(settings, today=today, strict=True, site_dir=folder / PATH)
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Served(url=f"http://127.0.0.1:{server.server_port}/{PATH}")
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def _page(sites: dict[str, Served], address: str) -> str:
    return sites["after" if address == LATER else "before"].page(address)


@dataclass(kw_only=True)
class Watched:
    """A browser page, and what it asked for and complained about."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """Opens a page: visit(url, width=360, script=False)."""
    contexts = []

    def opened(url: str, *, width: int = 1280, script: bool = True) -> Watched:
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        contexts.append(context)
        watched = Watched(page=context.new_page())
        watched.page.on("request", lambda request: watched.requests.append(request.url))
        watched.page.on("console", lambda message: watched.complaints.append(message.text))
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        answer = watched.page.goto(url)
        assert answer.ok
        return watched

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("address", [*PAGES, LATER])
def test_nothing_is_cut_off_at_any_width(sites: dict[str, Served], visit: Any, address: str) -> None:
    page = visit(_page(sites, address)).page
    name = address.strip("/").replace("/", "_") or "home"
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=ARTEFACTS / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 640, "height": 800})
    page.add_style_tag(content="html { font-size: 212.5% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640, "text at twice its size"


@pytest.mark.parametrize("address", [*PAGES, LATER])
def test_axe_finds_no_fault_in_light_and_dark(sites: dict[str, Served], visit: Any, address: str) -> None:
    page = visit(_page(sites, address), width=360).page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = axe.Axe().run(page)
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_leaves_the_host_and_nothing_complains(sites: dict[str, Served], visit: Any, address: str) -> None:
    watched = visit(sites["before"].page(address))
    assert [url for url in watched.requests if not url.startswith(sites["before"].url)] == []
    assert watched.complaints == []
    assert watched.page.context.cookies() == []


@pytest.mark.parametrize("address", PAGES)
def test_the_notice_is_there_before_the_day_and_gone_on_it(sites: dict[str, Served], visit: Any, address: str) -> None:
    before = visit(sites["before"].page(address)).page
    notice = before.get_by_role("region", name="2026")
    assert notice.count() == 1
    assert notice.bounding_box()["y"] < before.locator("h1").first.bounding_box()["y"]
    after = visit(sites["after"].page(address)).page
    assert after.locator(".notice").count() == 0


def test_without_script_everything_is_read(sites: dict[str, Served], visit: Any) -> None:
    page = visit(sites["before"].page("privacy-policy/2.0/changes/"), script=False).page
    assert page.get_by_role("region", name="2026").is_visible()
    assert page.locator(".redline ins").first.is_visible()


def test_the_keyboard_alone_leads_past_the_menu(sites: dict[str, Served], visit: Any) -> None:
    page = visit(sites["before"].page("privacy-policy/")).page
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#_main"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('_main').contains(document.activeElement)")


def test_every_focus_is_seen(sites: dict[str, Served], visit: Any) -> None:
    page = visit(sites["before"].page("privacy-policy/versions/")).page
    for _ in range(page.locator("a").count()):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid", page.evaluate("document.activeElement.outerHTML")


def test_a_link_to_a_clause_arrives_there(sites: dict[str, Served], visit: Any) -> None:
    page = visit(sites["before"].page("privacy-policy/1.0/#sharing")).page
    assert 0 <= page.locator("#sharing").bounding_box()["y"] < 800


def test_a_reader_finds_the_way_from_home_to_the_redline_and_back(sites: dict[str, Served], visit: Any) -> None:
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


def test_a_redline_does_not_speak_by_colour_alone(sites: dict[str, Served], visit: Any) -> None:
    page = visit(sites["before"].page("privacy-policy/1.1/changes/")).page
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        for tag, line in (("ins", "underline"), ("del", "line-through")):
            style = page.locator(f".redline {tag}").first.evaluate("e => getComputedStyle(e).textDecorationLine")
            assert style == line


def test_paper_carries_the_text_without_menu_and_notice(sites: dict[str, Served], visit: Any) -> None:
    page = visit(sites["before"].page("privacy-policy/1.0/")).page
    page.emulate_media(media="print")
    for hidden in (".notice", ".menu", ".contents", ".page-foot"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("h1", ".facts", ".policy-text", ".callout"):
        assert page.locator(shown).first.is_visible(), shown
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    pdf = page.pdf(path=ARTEFACTS / "version.pdf", format="A4")
    assert pdf.startswith(b"%PDF")
