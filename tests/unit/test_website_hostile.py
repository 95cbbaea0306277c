"""Whatever a policy, a summary or a finding says: nothing runs, nothing is fetched, nothing breaks."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from policytool.website import feeds, machine
from policytool.website.model import Page, Site
from policytool.website.pages import not_found, pages
from tests.website_values import CRITERION, FINDING, SECOND, SIGNIFICANT, STORY, Release, policy, site, text

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"
ARABIC = "نحمي المعلومات الشخصية"
LONG = "x" * 3000


def hostile_site() -> Site:
    body = (
        f"\n\n{EVIL}\n\n[run](javascript:alert(3)) and [data](data:text/html,x) and [ok](https://a.example/?a=1&b=2)\n\n"
        "![seen](https://tracker.example/pixel.png) ![drawn](pictures/plan.png)\n\n"
        "<iframe src=//e.example></iframe>\n\n"
        f"[other](cookies.md) [page](about.md#x) [file](files/form.pdf) {LONG}\n\n{ARABIC}\n"
    )
    finding = replace(
        FINDING, reason=EVIL, told=EVIL, section=EVIL, criterion=replace(CRITERION, text=EVIL, source=EVIL)
    )
    first = Release(number="1.0", texts={"en": text(title=f"Evil {EVIL.replace(chr(34), '')}")}, effective=SECOND)
    second = Release(
        number="2.0",
        texts={"en": text(title="Evil", more=body)},
        effective=STORY[2].effective,
        assessment=replace(SIGNIFICANT, findings=(finding,), explanation=EVIL),
        summary={"en": EVIL},
    )
    cookies = policy(replace(STORY[0], texts={"en": text(policy="cookies")}), name="cookies")
    shown = site(policy(first, second), cookies)
    return replace(shown, name=EVIL, footer=EVIL)


SITE = hostile_site()
PAGES = (*pages(SITE), not_found(SITE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address or "home")
def test_nothing_runs(page: Page) -> None:
    body = BeautifulSoup(page.body, "html.parser")
    ours = body.select('form.search[action="./"], script[src$="policy-search.js"], script[src$="policy-redline.js"]')
    assert len(ours) == (2 if page.address == "search/" else 1 if "changes/" in page.address else 0)
    found = body.find_all(["script", "iframe", "object", "embed", "style", "form", "svg"])
    assert [tag for tag in found if tag not in ours] == []
    for tag in body.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert not str(tag.get("href", "")).strip().lower().startswith(("javascript:", "data:", "vbscript:"))
    (script,) = BeautifulSoup(page.head, "html.parser").find_all("script")
    assert script["type"] == "application/ld+json"
    json.loads(script.string)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address or "home")
def test_nothing_is_fetched_from_elsewhere(page: Page) -> None:
    body = BeautifulSoup(page.body, "html.parser")
    assert [tag["src"] for tag in body.find_all(src=True) if "//" in tag["src"]] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address or "home")
def test_markup_in_words_is_shown_as_words(page: Page) -> None:
    names = {tag.name for tag in BeautifulSoup(page.head, "html.parser").find_all(True)}
    assert names <= {"meta", "link", "script"}


def test_evil_words_are_still_readable() -> None:
    changes = next(page for page in PAGES if page.address == "privacy-policy/2.0/changes/")
    document = BeautifulSoup(changes.body, "html.parser")
    (quote,) = document.select(".reason blockquote")
    assert quote.get_text(strip=True) == EVIL


def test_written_links_and_pictures_begin_where_the_page_is() -> None:
    page = next(page for page in PAGES if page.address == "privacy-policy/2.0/")
    document = BeautifulSoup(page.body, "html.parser")
    written = {link.get_text(): link["href"] for link in document.select(".policy-text p a")}
    assert written["other"] == "../../cookies/"
    assert written["page"] == "../../about/#x"
    assert written["file"] == "../../files/form.pdf"
    assert written["ok"] == "https://a.example/?a=1&b=2"
    assert "run" not in written
    assert [image["src"] for image in document.select("img")] == ["../../pictures/plan.png"]
    assert "seen" in document.get_text()


def test_a_right_to_left_translation_is_marked_as_such() -> None:
    arabic = Release(number="1.0", texts={"ar": text(language="ar", title=ARABIC)}, effective=SECOND)
    current = next(page for page in pages(site(policy(arabic))) if page.address == "privacy-policy/")
    assert current.body.startswith('<div class="policy-page" lang="ar" dir="rtl">')


def test_feeds_and_files_for_machines_stay_well_formed() -> None:
    for file in (*feeds.feeds(SITE), machine.notices(SITE), machine.versions(SITE)):
        if file.address.endswith(".json"):
            json.loads(file.data)
        else:
            BeautifulSoup(file.data, "xml")
    (notice,) = (n for n in json.loads(machine.notices(SITE).data)["notices"] if n["policy"] == "privacy-policy")
    assert notice["texts"]["en"]["summary"] == EVIL
