"""What a good public archive offers, looked for in the built pages: for readers, for search engines, for programs.

After indicator P2 of Ranking Digital Rights (a public archive or change log), RFC 5829, schema.org and sitemaps.org.
"""

from __future__ import annotations

import datetime
import json
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from policytool.config import load
from policytool.website.build import build
from tests.website_project import shop
from tests.website_values import BETWEEN, THIRD, Release, text

ROOT = "https://policies.shop.example/"
LAST = THIRD.replace(day=30)
"""On this day version 2.1 takes effect, which is not translated."""
Pages = dict[str, BeautifulSoup]
SEARCHED = {
    "",
    "privacy-policy/",
    "privacy-policy/versions/",
    "privacy-policy/history/",
    "privacy-policy/1.1/changes/",
    "privacy-policy/2.0/",
    "privacy-policy/2.0/changes/",
    "privacy-policy/2.1/",
    "privacy-policy/2.1/changes/",
    "privacy-policy/zh/",
    "privacy-policy/zh/versions/",
    "privacy-policy/zh/history/",
    "privacy-policy/zh/2.0/",
    "privacy-policy/zh/2.0/changes/",
}
"""What search engines should find before 2.0 takes effect: no superseded text, no second copy of the current one."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    project = shop(tmp_path_factory.mktemp("website") / "shop")
    lagging = Release(number="2.1", texts={"en": text(more=" Lagging.")}, published=BETWEEN, effective=LAST)
    project.release(lagging)
    project.draft({"en": text(policy="refunds", title="Refund Policy")}, policy="refunds")
    settings = load(project.root)
    return {
        name: build(settings, today=today, strict=True, site_dir=project.root / name)
        for name, today in (("before", BETWEEN), ("after", LAST))
    }


@pytest.fixture(scope="module")
def before(folders: dict[str, Path]) -> Pages:
    return read(folders["before"])


@pytest.fixture(scope="module")
def after(folders: dict[str, Path]) -> Pages:
    return read(folders["after"])


def read(folder: Path) -> Pages:
    return {
        file.relative_to(folder).as_posix().removesuffix("index.html"): BeautifulSoup(file.read_bytes(), "html.parser")
        for file in folder.rglob("*.html")
    }


def said(page: BeautifulSoup, selector: str = "main") -> str:
    (found,) = page.select(selector)
    return " ".join(found.get_text().split())


def linked(pages: Pages, address: str, relation: str) -> list[str]:
    """Where the links of a page with this relation lead, from the site's root."""
    links = pages[address].select(f"head link[rel={relation}]")
    return [urljoin(ROOT + address, str(link["href"])).removeprefix(ROOT) for link in links]


def meta(page: BeautifulSoup, name: str) -> str:
    (found,) = page.select(f'meta[property="{name}"]')
    return str(found["content"])


def data(page: BeautifulSoup) -> dict[str, str]:
    (script,) = page.select('script[type="application/ld+json"]')
    found: dict[str, str] = json.loads(script.get_text())
    return found


def robots(page: BeautifulSoup) -> str:
    return "".join(str(tag["content"]) for tag in page.select("meta[name=robots]"))


# For readers


def test_home_says_what_is_in_force_what_comes_and_what_was_before_any_link_is_followed(before: Pages) -> None:
    (card,) = (card for card in before[""].select(".card") if "Shop Privacy Policy" in card.get_text())
    words = " ".join(card.get_text().split())
    assert "Version 1.1 has been in force since 1 September 2026." in words
    assert "Version 2.0 takes effect in 30 days, on 23 December 2026." in words
    assert "Latest changes" in words
    assert [link["href"] for link in card.select("h2 a, .button")] == ["privacy-policy/"] * 2
    assert "privacy-policy/versions/" in [link["href"] for link in card.select("a")]


def test_every_page_leads_to_the_text_and_to_all_versions_with_one_link(before: Pages, after: Pages) -> None:
    for address, page in (*before.items(), *after.items()):
        targets = {urljoin(ROOT + address, str(link["href"])) for link in page.select("a[href]")}
        language = "zh/" if "/zh/" in address else ""
        assert {f"{ROOT}privacy-policy/{language}", f"{ROOT}privacy-policy/{language}versions/"} & targets, address


def test_facts_and_older_versions_stand_above_the_text(before: Pages) -> None:
    for address in ("privacy-policy/", "privacy-policy/1.0/", "privacy-policy/2.0/", "privacy-policy/zh/"):
        page = before[address]
        facts = page.select_one(".facts")
        assert facts is not None
        assert page.select_one(".policy-text") in facts.find_all_next()
        assert any("versions/" in str(link["href"]) for link in facts.select("a"))
        assert facts.select("time[datetime]"), "a date that programs read too"
    assert ROOT + "privacy-policy/1.1/" in said(before["privacy-policy/"], ".paper-only")
    assert ROOT + "privacy-policy/zh/2.0/" in said(before["privacy-policy/zh/2.0/"], ".paper-only")


def test_every_section_has_a_link_of_its_own(before: Pages) -> None:
    for address in ("privacy-policy/", "privacy-policy/1.0/", "privacy-policy/zh/2.0/"):
        for heading in before[address].select(".policy-text :is(h2, h3)"):
            (link,) = heading.select("a.permalink")
            assert link["href"] == f"#{heading['id']}"
            assert link["aria-label"]
        entries = [str(link["href"]) for link in before[address].select(".contents a")]
        assert entries == [f"#{heading['id']}" for heading in before[address].select(".policy-text :is(h2, h3)")]


def test_the_list_has_dates_and_a_note_for_each_version(before: Pages) -> None:
    items = before["privacy-policy/versions/"].select(".timeline-item")
    assert [item.select("h2")[0].get_text() for item in items] == [
        "Version 2.1",
        "Version 2.0",
        "Version 1.1",
        "Version 1.0",
    ]
    for item in items:
        assert len(item.select("time")) >= 2, "published, and in force"
        assert item.select(".tag")
        assert [len(" ".join(p.get_text().split())) > 5 for p in item.select("p:not(.dates, .links)")] == [True]


def test_a_translation_names_the_text_that_prevails_and_says_when_it_lags(before: Pages, after: Pages) -> None:
    assert "以英文文本为准" in said(before["privacy-policy/zh/"])
    (behind,) = after["privacy-policy/zh/"].select(".callout-strong")
    assert behind.get_text().split() != []
    assert [link["href"] for link in behind.select("a")] == ["../2.1/"]
    assert "(authoritative)" in said(before["privacy-policy/"], ".facts")


# For search engines


def test_the_sitemap_lists_exactly_what_should_be_found_each_with_its_day(folders: dict[str, Path]) -> None:
    for name, today in (("before", BETWEEN), ("after", LAST)):
        sitemap = BeautifulSoup((folders[name] / "sitemap.xml").read_bytes(), "xml")
        assert sitemap.urlset["xmlns"] == "http://www.sitemaps.org/schemas/sitemap/0.9"
        entries = {url.loc.text.removeprefix(ROOT): url.lastmod.text for url in sitemap.find_all("url")}
        pages = read(folders[name])
        listed = {
            address
            for address, page in pages.items()
            if not robots(page) and linked(pages, address, "canonical") == [address]
        }
        assert set(entries) == listed
        if name == "before":
            assert listed == SEARCHED
        for day in entries.values():
            assert datetime.date.fromisoformat(day) <= today, "nothing is said to have changed in the future"


def test_superseded_texts_comparisons_and_empty_pages_are_not_searched_but_followed(
    before: Pages, after: Pages
) -> None:
    for pages, address in (
        (before, "privacy-policy/1.0/"),
        (before, "refunds/"),
        (before, "search/"),
        (before, "404.html"),
        (after, "privacy-policy/1.1/"),
        (after, "privacy-policy/1.0/compared/"),
        (after, "privacy-policy/zh/1.1/"),
    ):
        assert robots(pages[address]) == "noindex, follow", address


def test_every_page_has_one_address_to_be_cited_by_and_shown_with(before: Pages, after: Pages) -> None:
    for pages in (before, after):
        for address, page in pages.items():
            if address == "404.html":
                continue
            (canonical,) = linked(pages, address, "canonical")
            assert canonical in pages
            assert meta(page, "og:url") == ROOT + canonical
            assert meta(page, "og:site_name") == "Shop policies"
            assert meta(page, "og:title") in page.select("title")[0].get_text()
            assert meta(page, "og:type") == "website"
    assert linked(before, "privacy-policy/1.1/", "canonical") == ["privacy-policy/"]
    assert linked(after, "privacy-policy/1.1/", "canonical") == ["privacy-policy/1.1/"]


def test_languages_of_a_page_point_at_each_other(before: Pages) -> None:
    seen = 0
    for address, page in before.items():
        tags: list[Tag] = page.select("head link[rel=alternate][hreflang]")
        others = {str(tag["hreflang"]): urljoin(ROOT + address, str(tag["href"])).removeprefix(ROOT) for tag in tags}
        assert page.html is not None
        assert others.get(str(page.html["lang"]), address) == address
        for other in others.values():
            back = before[other].select("head link[rel=alternate][hreflang]")
            assert address in {urljoin(ROOT + other, str(tag["href"])).removeprefix(ROOT) for tag in back}
            seen += 1
    assert seen > 20


# For programs


def test_link_relations_walk_from_version_to_version(before: Pages) -> None:
    """RFC 5829."""
    walk = ["privacy-policy/1.0/"]
    while following := linked(before, walk[-1], "successor-version"):
        walk += following
    assert walk == [f"privacy-policy/{number}/" for number in ("1.0", "1.1", "2.0", "2.1")]
    for earlier, later in pairwise(walk):
        assert linked(before, later, "predecessor-version") == [earlier]
    for address in (*walk, "privacy-policy/1.1/changes/", "privacy-policy/2.0/changes/", "privacy-policy/history/"):
        assert linked(before, address, "latest-version") == ["privacy-policy/"]
        assert linked(before, address, "version-history") == ["privacy-policy/versions/"]
    assert linked(before, "privacy-policy/zh/2.0/", "latest-version") == ["privacy-policy/zh/"]


def test_structured_data_is_on_every_page_and_tells_the_dates_of_each_text(before: Pages) -> None:
    for address, page in before.items():
        if address == "404.html":
            continue
        found = data(page)
        assert found["@context"] == "https://schema.org"
        assert found["@type"] == ("WebPage" if address else "WebSite")
        assert page.html is not None
        assert found["inLanguage"] == page.html["lang"]
        assert found["url"] == ROOT + address
    spans = {number: data(before[f"privacy-policy/{number}/"]) for number in ("1.0", "1.1", "2.0")}
    assert [one["version"] for one in spans.values()] == ["1.0", "1.1", "2.0"]
    assert [one["datePublished"] for one in spans.values()] == ["2026-03-03", "2026-09-01", "2026-11-23"]
    assert [one["dateModified"] for one in spans.values()] == ["2026-03-03", "2026-09-01", "2026-11-23"]
    assert spans["1.0"]["temporalCoverage"] == "2026-03-03/2026-09-01"


def test_feeds_are_announced_on_every_page(before: Pages, folders: dict[str, Path]) -> None:
    for address, page in before.items():
        if address == "404.html":
            continue
        feeds = page.select('head link[rel=alternate][type^="application/"]')
        assert {str(feed["type"]) for feed in feeds} == {"application/atom+xml", "application/feed+json"}
        for feed in feeds:
            target = urljoin(ROOT + address, str(feed["href"])).removeprefix(ROOT)
            assert (folders["before"] / target).is_file()
