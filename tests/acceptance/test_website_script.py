"""The script that shows the notice on the company's other pages: another host, a strict policy against foreign code."""

from __future__ import annotations

import contextlib
import datetime
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from policytool import website
from policytool.website import machine
from tests.website_values import SIGNIFICANT, STORY, TOLD, Release, policy, site, text

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

SCRIPT = Path(website.__file__).parent / "script" / "policy-notice.js"
TODAY = datetime.datetime.now().astimezone().date()
SOON = TODAY + datetime.timedelta(days=9)
"""The script asks the browser for the day, so its notices lie ahead of the real one."""


def notices(*, effective: datetime.date = SOON, more: bool = False) -> dict[str, Any]:
    upcoming = Release(
        number="2.0",
        texts=STORY[2].texts,
        effective=effective,
        published=TODAY - datetime.timedelta(days=1),
        assessment=SIGNIFICANT,
        summary={"en": "Advertising <b>partners</b>.", "zh": "新增广告合作伙伴。"},
    )
    later = Release(number="3.0", texts={"en": text()}, effective=effective, assessment=SIGNIFICANT)
    releases = (STORY[0], STORY[1], upcoming) + ((later,) if more else ())
    shown = site(policy(*releases, today=TODAY), today=TODAY, url="")
    data: dict[str, Any] = json.loads(machine.notices(shown).data)
    return data


@dataclass
class Hosts:
    """A company's page and the policies' host, on two ports, and what the latter serves."""

    pages: str = ""
    policies: str = ""
    data: dict[str, Any] | None = field(default_factory=notices)
    language: str = "en"
    wanted: str = "privacy-policy"

    def answer(self, path: str) -> tuple[int, str, bytes]:
        if path == "/policy-notice.js":
            return 200, "text/javascript", SCRIPT.read_bytes()
        if path == "/notices.json" and self.data is not None:
            return 200, "application/json", json.dumps(self.data).encode()
        if path == "/shop":
            script = f'<script src="{self.policies}/policy-notice.js" data-policy="{self.wanted}" defer></script>'
            page = f'<!doctype html><html lang="{self.language}"><title>Shop</title>{script}<main><h1>Shop</h1></main>'
            return 200, "text/html; charset=utf-8", page.encode()
        return 404, "text/plain", b""


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    shown = Hosts()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code, kind, body = shown.answer(self.path)
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Access-Control-Allow-Origin", "*")
            rules = f"default-src 'none'; script-src {shown.policies}; connect-src {shown.policies}"
            self.send_header("Content-Security-Policy", rules)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with contextlib.ExitStack() as stack:
        for name in ("pages", "policies"):
            server = stack.enter_context(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler))
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            setattr(shown, name, f"http://127.0.0.1:{server.server_port}")
        yield shown


@pytest.fixture
def page() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def opened(page: Any, hosts: Hosts) -> Any:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{hosts.pages}/shop", wait_until="networkidle")
    assert [text for text in complaints if "404" not in text and "favicon" not in text] == []
    return page.get_by_role("region")


def test_it_stays_small() -> None:
    assert SCRIPT.stat().st_size < 5 * 1024


def test_nothing_is_shown_when_nothing_is_due(page: Any, hosts: Hosts) -> None:
    hosts.data = {"format": 1, "notices": []}
    assert opened(page, hosts).count() == 0


def test_nothing_is_shown_on_the_day_itself(page: Any, hosts: Hosts) -> None:
    hosts.data = notices()
    hosts.data["notices"][0]["effective"] = TODAY.isoformat()
    assert opened(page, hosts).count() == 0


def test_another_policys_notice_is_not_shown(page: Any, hosts: Hosts) -> None:
    hosts.wanted = "cookies"
    assert opened(page, hosts).count() == 0


@pytest.mark.parametrize("data", [None, {}, {"notices": 3}], ids=["missing", "empty", "broken"])
def test_without_the_file_the_page_goes_on(page: Any, hosts: Hosts, data: dict[str, Any] | None) -> None:
    hosts.data = data
    assert opened(page, hosts).count() == 0
    assert page.locator("h1").inner_text() == "Shop"


def test_the_notice_stands_before_the_heading_and_explains(page: Any, hosts: Hosts) -> None:
    region = opened(page, hosts)
    assert region.count() == 1
    assert region.get_attribute("aria-label").startswith("Shop Privacy Policy: significant changes from")
    assert "Advertising <b>partners</b>." in region.inner_text()
    assert TOLD in region.inner_text()
    assert region.bounding_box()["y"] < page.locator("h1").bounding_box()["y"]
    links = [link.get_attribute("href") for link in region.get_by_role("link").all()]
    assert links == [f"{hosts.policies}/privacy-policy/2.0/changes/", f"{hosts.policies}/privacy-policy/2.0/"]
    assert page.context.cookies() == []


def test_it_speaks_the_pages_language(page: Any, hosts: Hosts) -> None:
    hosts.language = "zh-CN"
    region = opened(page, hosts)
    assert "新增广告合作伙伴。" in region.inner_text()
    assert region.get_by_role("button").inner_text() == "关闭此通知"


def test_closed_by_keyboard_it_stays_closed_until_the_next_notice(page: Any, hosts: Hosts) -> None:
    region = opened(page, hosts)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Close this notice"
    page.keyboard.press("Enter")
    assert region.count() == 0
    assert opened(page, hosts).count() == 0
    hosts.data = notices(more=True, effective=SOON + datetime.timedelta(days=9))
    assert opened(page, hosts).count() == 1


def test_a_hostile_file_links_nowhere(page: Any, hosts: Hosts) -> None:
    hosts.data = notices()
    words = hosts.data["notices"][0]["texts"]["en"]
    words.update(text_url="javascript:alert(1)", title="<img src=x onerror=alert(1)>")
    region = opened(page, hosts)
    assert region.get_by_role("link").count() == 1
    assert page.locator("img").count() == 0


def test_axe_finds_no_fault(page: Any, hosts: Hosts) -> None:
    # axe needs to run its own script, which the page's rules forbid: it is judged on a copy without them.
    html = opened(page, hosts).evaluate("element => element.outerHTML")
    page.goto("about:blank")
    page.set_content(f'<!doctype html><html lang="en"><title>Shop</title>{html}<main><h1>Shop</h1></main>')
    results = axe.Axe().run(page, options={"rules": {"region": {"enabled": False}}})
    assert results.violations_count == 0, results.generate_report()
