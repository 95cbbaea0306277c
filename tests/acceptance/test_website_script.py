"""The script that shows the notice on the company's other pages: another host, a strict policy against foreign code."""

from __future__ import annotations

import contextlib
import datetime
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from policytool import website
from policytool.archive.record import ConsentPlan
from policytool.website import machine
from tests.website_browser import ARTEFACTS
from tests.website_values import MINOR, SIGNIFICANT, STORY, TOLD, Release, policy, site, text

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

SCRIPT = Path(website.__file__).parent / "script" / "policy-notice.js"
TODAY = datetime.datetime.now().astimezone().date()
SOON = TODAY + datetime.timedelta(days=9)
"""The script asks the browser for the day, so its notices lie ahead of the real one."""


ASKED = "every customer with an account in our shop"
CONSENT = ConsentPlan(asked=ASKED, until=SOON)
LONG = "Advertising partners become recipients of your order history. " * 6


def notices(*, effective: datetime.date = SOON, more: bool = False, **changed: Any) -> dict[str, Any]:
    """The file with a significant notice, changed as a test wants; `more` adds a second one."""
    upcoming = Release(
        number="2.0",
        texts=STORY[2].texts,
        effective=effective,
        published=TODAY - datetime.timedelta(days=1),
        assessment=SIGNIFICANT,
        summary={"en": "Advertising <b>partners</b>.", "zh": "新增广告合作伙伴。"},
    )
    later = Release(number="3.0", texts={"en": text()}, effective=effective, assessment=SIGNIFICANT)
    releases = (STORY[0], STORY[1], replace(upcoming, **changed)) + ((later,) if more else ())
    shown = site(policy(*releases, today=TODAY), today=TODAY, url="")
    data: dict[str, Any] = json.loads(machine.notices(shown).data)
    return data


def two_asking() -> dict[str, Any]:
    """A minor revision tomorrow and a significant one that asks for consent, both with much to say."""
    minor = Release(
        number="1.2",
        texts=STORY[1].texts,
        effective=TODAY + datetime.timedelta(days=1),
        assessment=MINOR,
        summary={"en": LONG},
    )
    asking = replace(STORY[2], effective=SOON, published=TODAY, consent=CONSENT, summary={"en": LONG})
    shown = site(policy(STORY[0], STORY[1], minor, asking, today=TODAY), today=TODAY, url="")
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
    assert not region.get_by_text(TOLD).is_visible()
    region.get_by_text("What changes, point by point").click()
    assert region.get_by_text(TOLD).is_visible()
    assert region.bounding_box()["y"] < page.locator("h1").bounding_box()["y"]
    links = [link.get_attribute("href") for link in region.get_by_role("link").all()]
    assert links == [f"{hosts.policies}/privacy-policy/2.0/changes/", f"{hosts.policies}/privacy-policy/2.0/"]
    assert page.context.cookies() == []


def test_whom_a_version_binds_is_said_shortly_and_at_length_a_click_away(page: Any, hosts: Hosts) -> None:
    hosts.data = notices(consent=CONSENT)
    region = opened(page, hosts)
    assert region.get_by_text("It binds only those who agree.").is_visible()
    assert not region.get_by_text(ASKED).is_visible()
    region.locator("summary").click()
    assert region.get_by_text(ASKED).is_visible()


def test_a_short_minor_notice_folds_nothing(page: Any, hosts: Hosts) -> None:
    hosts.data = notices(assessment=MINOR)
    region = opened(page, hosts)
    assert region.locator("details").count() == 0
    assert "Advertising <b>partners</b>." in region.inner_text()
    assert "significant" not in region.get_attribute("class")


def test_a_file_of_an_earlier_site_is_shown_whole(page: Any, hosts: Hosts) -> None:
    hosts.data = notices(consent=CONSENT, summary={"en": LONG})
    for key in ("more_label", "consent_label"):
        del hosts.data["notices"][0]["texts"]["en"][key]
    region = opened(page, hosts)
    for words in (LONG.strip(), ASKED, TOLD):
        assert region.get_by_text(words).first.is_visible()


@pytest.mark.parametrize("width", [360, 320])
def test_two_notices_with_much_to_say_leave_a_phone_its_page(page: Any, hosts: Hosts, width: int) -> None:
    hosts.data = two_asking()
    page.set_viewport_size({"width": width, "height": 640})
    regions = opened(page, hosts)
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"notice-script-{width}.png")
    assert ["significant" in one.get_attribute("class") for one in regions.all()] == [True, False], "significant first"
    assert page.locator("h1").bounding_box()["y"] < 640 * 0.6
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for one in regions.all():
        one.locator("summary").click()
        assert LONG.strip() in one.inner_text()


def test_it_speaks_the_pages_language(page: Any, hosts: Hosts) -> None:
    hosts.language = "zh-CN"
    region = opened(page, hosts)
    assert "新增广告合作伙伴。" in region.inner_text()
    assert region.get_by_role("button").inner_text() == "关闭此通知"


def test_a_notice_from_right_to_left_reads_so(page: Any, hosts: Hosts) -> None:
    hosts.data = notices()
    hosts.data["notices"][0]["texts"]["en"]["title"] = "تغييرات مهمة في سياسة الخصوصية"
    assert opened(page, hosts).evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_a_very_long_word_is_broken(page: Any, hosts: Hosts) -> None:
    hosts.data = notices()
    hosts.data["notices"][0]["texts"]["en"]["summary"] = "x" * 150
    page.set_viewport_size({"width": 320, "height": 640})
    assert opened(page, hosts).bounding_box()["width"] < 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_closed_by_keyboard_it_stays_closed_until_the_next_notice(page: Any, hosts: Hosts) -> None:
    region = opened(page, hosts)
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.locator(":focus").inner_text())
    assert reached == ["What changes, point by point", "What changes", "Read the new text", "Close this notice"]
    page.keyboard.press("Enter")
    assert region.count() == 0
    assert opened(page, hosts).count() == 0
    hosts.data = notices(more=True, effective=SOON + datetime.timedelta(days=9))
    assert opened(page, hosts).count() == 1


def test_one_of_two_notices_is_closed_and_remembered_alone(page: Any, hosts: Hosts) -> None:
    hosts.data = two_asking()
    regions = opened(page, hosts)
    regions.first.get_by_role("button").focus()
    page.keyboard.press("Space")
    assert [one.get_attribute("aria-label")[:34] for one in regions.all()] == ["Shop Privacy Policy: minor changes"]
    page.keyboard.press("Tab")
    inside = page.locator(".policy-notice").evaluate("element => element.contains(document.activeElement)")
    assert inside, "the keyboard goes on with the notice that is left"
    assert opened(page, hosts).count() == 1
    kept = page.evaluate("Object.keys(localStorage)")
    assert kept == [f"policy-notice {hosts.data['notices'][1]['id']} 2.0"]
    assert page.context.cookies() == []


def test_a_hostile_file_links_nowhere(page: Any, hosts: Hosts) -> None:
    hosts.data = notices()
    words = hosts.data["notices"][0]["texts"]["en"]
    words.update(text_url="javascript:alert(1)", title="<img src=x onerror=alert(1)>")
    region = opened(page, hosts)
    assert region.get_by_role("link").count() == 1
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(page: Any, hosts: Hosts, scheme: Any) -> None:
    # axe needs to run its own script, which the page's rules forbid: it is judged on a copy without them.
    hosts.data = two_asking()
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme=scheme)
    regions = opened(page, hosts)
    for one in regions.all():
        one.locator("summary").click()
    html = "".join(one.evaluate("element => element.outerHTML") for one in regions.all())
    page.goto("about:blank")
    page.set_content(f'<!doctype html><html lang="en"><title>Shop</title>{html}<main><h1>Shop</h1></main>')
    results = axe.Axe().run(page, options={"rules": {"region": {"enabled": False}}})
    assert results.violations_count == 0, results.generate_report()
