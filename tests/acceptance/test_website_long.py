"""A policy of 50 KB whose every clause was rewritten: its redline goes on at further pages, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from policytool.config import load
from tests import website_checks as checks
from tests.website_browser import Served, built, chromium, needs_chromium, served, visit  # noqa: F401 - the fixtures
from tests.website_project import Project
from tests.website_values import BETWEEN, STORY, long

pytestmark = needs_chromium
FIRST = "privacy-policy/1.1/changes/"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("long")
    project = Project.make(folder / "shop", url="https://shop.example/legal/")
    for release, what in zip(STORY, ("data", "personal information" * 3), strict=False):
        project.release(replace(release, texts={"en": long(what)}))
    with served(load(project.root), folder / "site", BETWEEN, built) as site:
        yield site


def test_a_further_part_is_a_page_like_the_others(shop: Served, visit: Any) -> None:  # noqa: F811
    address = f"{FIRST}2/"
    page = visit(shop.page(address), lax=True).page
    checks.axe_finds_no_fault(page)
    checks.nothing_is_cut_off(page)
    checks.nothing_is_asked_of_others(visit(shop.page(address)), shop.url)
    checks.scripts_add_nothing_to_read(visit, shop.page(address))


def test_the_list_of_changes_leads_into_every_part_and_back(shop: Served, visit: Any) -> None:  # noqa: F811
    page = visit(shop.page(FIRST), width=360).page
    page.locator("section[aria-labelledby=_list] a").last.click()
    page.wait_for_url("**/changes/2/#change-*")
    assert 0 <= page.locator(":target").bounding_box()["y"] < 800
    page.get_by_role("link", name="Summary and list of changes").click()
    page.wait_for_url(f"**/{FIRST}")
