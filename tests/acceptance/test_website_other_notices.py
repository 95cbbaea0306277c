"""The page and the banner of a notice that is not of a version, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from policytool.config import load
from tests import website_checks as checks
from tests.forms_desk import TODAY, Desk, in_force, lawyer  # noqa: F401 - the fixtures
from tests.website_browser import built, chromium, needs_chromium, served, visit  # noqa: F401

pytestmark = needs_chromium
ADDRESS = "privacy-policy/notices/termination-1/"
PAGES = {
    "": "other-notice-home",
    ADDRESS: "other-notice",
    "privacy-policy/zh/notices/termination-1/": "other-notice-zh",
    "privacy-policy/versions/": "other-notice-versions",
}
"""What points to the notice, and the notice; with the names of their pictures."""


def test_users_read_that_the_service_ends(lawyer: Desk, tmp_path: Path, visit: Any) -> None:  # noqa: F811
    lawyer.approve("termination-1")
    with served(load(lawyer.root), tmp_path / "site", TODAY, built) as site:
        for address, name in PAGES.items():
            url = site.page(address)
            checks.nothing_is_asked_of_others(visit(url), site.url)
            checks.nothing_is_cut_off(visit(url, lax=True).page, name)
            checks.axe_finds_no_fault(visit(url, lax=True).page, name)
            checks.scripts_add_nothing_to_read(visit, url)
            checks.the_keyboard_reaches_everything(visit(url).page)
            checks.paper_carries_every_word(visit(url, lax=True).page, name)
        page = visit(site.page("")).page
        page.locator(".notice").get_by_role("link").first.click()
        assert page.url == site.page(ADDRESS)
        assert "Download your data from your account" in page.locator("main").inner_text()
        mail = page.get_by_role("link", name="privacy@shop.example")
        assert mail.get_attribute("href") == "mailto:privacy@shop.example"
