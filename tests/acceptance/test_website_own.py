"""This repository's own policy website, page by page, in a real browser."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from policytool.config import load
from policytool.errors import ShallowClone
from tests.website_browser import built, chromium, needs_chromium, served, visit  # noqa: F401 - the fixtures

pytestmark = needs_chromium
ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2026, 11, 23)
"""The day on which two versions are upcoming."""


def test_every_page_is_whole_on_a_phone_and_asks_nobody_else(tmp_path: Path, visit: Any) -> None:  # noqa: F811
    if not (ROOT / ".git").exists():
        pytest.skip("this copy of the repository has no history")
    try:
        with served(load(ROOT), tmp_path, TODAY, built) as site:
            found = sorted((tmp_path / "legal").rglob("index.html"))
            assert len(found) > 15
            watched = visit(site.page(""), width=320)
            for file in found:
                address = file.relative_to(tmp_path / "legal").as_posix().removesuffix("index.html")
                watched.page.goto(site.page(address))
                assert watched.page.evaluate("document.documentElement.scrollWidth") <= 320, address
                assert file.stat().st_size < 150_000, address
            assert watched.complaints == []
            assert [url for url in watched.requests if not url.startswith(site.url)] == []
    except ShallowClone as error:
        pytest.skip(f"this clone has no full history: {error}")
