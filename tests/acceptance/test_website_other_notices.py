"""The page and the banner of a notice that is not of a version, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from policytool.config import load
from tests.forms_desk import TODAY, Desk, in_force, lawyer  # noqa: F401 - the fixtures
from tests.website_browser import ARTEFACTS, axe, built, chromium, needs_chromium, served, visit  # noqa: F401

pytestmark = needs_chromium
ADDRESS = "privacy-policy/notices/termination-1/"


def test_users_read_that_the_service_ends(lawyer: Desk, tmp_path: Path, visit: Any) -> None:  # noqa: F811
    lawyer.approve("termination-1")
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    with served(load(lawyer.root), tmp_path / "site", TODAY, built) as site:
        for address in ("", ADDRESS, "privacy-policy/zh/notices/termination-1/"):
            watched = visit(site.page(address), width=320, lax=True)
            page = watched.page
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                results = axe.Axe().run(page)
                assert results.violations_count == 0, f"{address} {scheme}: {results.generate_report()}"
            assert watched.complaints == []
            assert [url for url in watched.requests if not url.startswith(site.url)] == []
        page = visit(site.page("")).page
        page.locator(".notice").get_by_role("link").first.click()
        assert page.url == site.page(ADDRESS)
        assert "Download your data from your account" in page.locator("main").inner_text()
        page.screenshot(path=ARTEFACTS / "other-notice-1280.png", full_page=True)
