"""Pages and mails of other notices in a real browser: accessible, on phone and desktop, light and dark."""

from __future__ import annotations

import shutil
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.forms_desk import Desk, in_days, in_force, lawyer

__all__ = ["in_force", "lawyer"]
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "forms"
PAGES = (
    "privacy-policy/notices/incident-1",
    "privacy-policy/zh/notices/affiliate-1",
    "privacy-policy/notices/termination-1",
    "privacy-policy/versions",
    "privacy-policy",
)


def test_pages_mails_and_the_report_can_be_read_by_everybody(lawyer: Desk) -> None:
    for kind in ("incident", "affiliate", "termination"):
        lawyer.approve(f"{kind}-1")
    lawyer(f"notice publish incident-1 --until {in_days(60)} --reason 'No addresses'")
    lawyer("notice withdraw termination-1 --reason 'A buyer was found'")
    lawyer("build")
    lawyer("notice report incident-1 --output report.html")
    preview = Path(lawyer("notify preview --notice incident-1").strip()).parent
    mail = lawyer.root / "mail.html"
    part = message_from_bytes((preview / "smtp/en.eml").read_bytes(), policy=policy.default).get_body(("html",))
    assert part is not None
    mail.write_text(part.get_content(), encoding="utf-8")
    files = [lawyer.root / "site" / page / "index.html" for page in PAGES] + [lawyer.root / "report.html", mail]
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    faults = []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for file in files:
            page = browser.new_page(viewport={"width": 320, "height": 900})
            page.goto(file.as_uri())
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                options = {"rules": {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}}}
                found = axe.Axe().run(page, options=options if file == mail else None)
                faults += [f"{file.name} {scheme}: {one['id']}" for one in found.response["violations"]]
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, file
            page.screenshot(path=ARTEFACTS / f"{file.parent.name}-{file.stem}.png", full_page=True)
            page.close()
        browser.close()
    assert faults == []
