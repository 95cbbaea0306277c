"""The mail as people see it, in a real browser: accessible, on phone and desktop, light and dark, loading nothing."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from policytool.notices.mail import Template, build
from policytool.notices.model import Notice
from tests.notices_values import facts, notice

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "notices"
NOT_FOR_MAIL = {"rules": {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}}}
"""A mail is shown within the page of a mail program, which has the landmarks."""
LONG = "https://policies.shop.example/" + "x" * 300


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def mails() -> dict[str, Notice]:
    """What a browser should show well: both languages, every kind, and words that are hard to set."""
    (point,) = facts().points
    rights = dataclasses.replace(point, kind="rights", told="You can no longer ask us for a copy.", reduces_rights=True)
    odd = dataclasses.replace(point, told="word" * 200)
    return {
        "en": notice(points=(point, rights)),
        "zh": notice("zh"),
        "en-first": notice(kind="first", points=(), changes_url=""),
        "en-minor": notice(kind="minor", points=()),
        "en-odd": notice(points=(odd, *[point] * 30), text_url=LONG, title="Policy" * 40),
    }


def opened(browser: Any, made: Notice, *, width: int, scheme: str, asked: list[str]) -> Any:
    """A page with the HTML part of the mail as it was sent."""
    built = build(made, sender="Example Shop <privacy@shop.example>")
    content = Template.cut(built).addressed(address="ann@shop.example", name="Ann O'Neill <b>", delivery="d-1")
    part = message_from_bytes(content, policy=policy.default).get_body(("html",))
    assert part is not None
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(part.get_content())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 800])
@pytest.mark.parametrize("name", mails())
def test_the_mail_can_be_read_by_everybody(browser: Any, name: str, width: int, scheme: str) -> None:
    asked: list[str] = []
    page = opened(browser, mails()[name], width=width, scheme=scheme, asked=asked)
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"mail-{name}-{width}-{scheme}.png", full_page=True)
    found = axe.Axe().run(page, options=NOT_FOR_MAIL)
    told = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == []
    assert "Ann O'Neill <b>" in page.inner_text("body")
    page.close()


def test_the_links_are_the_first_things_that_the_keyboard_reaches(browser: Any) -> None:
    page = opened(browser, mails()["en"], width=800, scheme="light", asked=[])
    reached = []
    for _ in range(2):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.href"))
    assert reached == [facts().text_url, facts().changes_url]
    page.close()
