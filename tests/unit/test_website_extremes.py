"""Texts and archives as nobody should write them, but somebody will."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from policytool.errors import TextError
from policytool.website import feeds, machine
from policytool.website.model import LISTED, Page, Site
from policytool.website.pages import pages
from tests.website_values import MINOR, SECOND, STORY, Day, Release, policy, site, text

TINY = """\
---
policy: privacy-policy
title: Tiny
language: en
controller:
  name: Shop
---

# Tiny

Part {number}.
"""
MANY = 1000
FIRST = Day(2001, 1, 1)


def found(shown: Site) -> dict[str, Page]:
    return {page.address: page for page in pages(shown)}


@pytest.fixture(scope="module")
def many() -> Site:
    """A thousand versions, a day apart."""
    releases = [
        Release(
            number=f"1.{number}",
            texts={"en": TINY.format(number=number)},
            effective=FIRST + datetime.timedelta(days=number),
            assessment=MINOR if number else None,
        )
        for number in range(MANY)
    ]
    today = FIRST + datetime.timedelta(days=MANY)
    return site(policy(*releases, today=today), today=today)


@pytest.fixture(scope="module")
def shown(many: Site) -> dict[str, Page]:
    return found(many)


def test_a_thousand_versions_have_their_pages(shown: dict[str, Page]) -> None:
    for number in range(MANY):
        assert f"privacy-policy/1.{number}/" in shown
        assert number == 0 or f"privacy-policy/1.{number}/changes/" in shown
        assert number > MANY - 3 or f"privacy-policy/1.{number}/compared/" in shown
    assert "Part 999." in shown["privacy-policy/"].body


def test_no_page_about_one_version_grows_with_their_number(shown: dict[str, Page]) -> None:
    """All versions stand in two lists alone; what any other page weighs does not depend on how many there are."""
    lists = {"privacy-policy/versions/", "privacy-policy/history/"}
    assert max(len(page.body) for address, page in shown.items() if address not in lists) < 20_000


def test_the_list_names_every_version_once_and_stays_light(shown: dict[str, Page]) -> None:
    body = BeautifulSoup(shown["privacy-policy/versions/"].body, "html.parser")
    links = [str(link["href"]) for link in body.select("ol.timeline h2 a, ol.latest > li > a:first-child")]
    assert links == [f"../1.{number}/" for number in reversed(range(MANY))]
    assert [year.get_text() for year in body.select("h3")] == ["2003", "2002", "2001"]
    years = [str(link["href"])[1:] for link in body.select('.page-head a[href^="#_"]')]
    assert [heading["id"] for heading in body.select("h3")] == years
    assert len(shown["privacy-policy/versions/"].body) < 330 * MANY
    oldest = body.select("ol.latest > li")[-1].get_text()
    assert "Version 1.0 · First version · Published 1 January 2001" in oldest
    assert "Was in force from 1 January 2001 until 2 January 2001" in oldest


def test_feeds_of_a_thousand_versions_are_whole(many: Site) -> None:
    (feed,) = (file for file in feeds.feeds(many) if file.address == "feed.xml")
    entries = BeautifulSoup(feed.data, "xml").find_all("entry")
    assert len({entry.id.text for entry in entries}) == MANY
    assert machine.versions(many).data.count(b'"record_sha256"') == MANY


@pytest.mark.parametrize("name", ["main", "list", "redline", "contents", "change-1", "notice-privacy-policy-2.0"])
def test_ids_of_clauses_never_meet_those_of_the_page(name: str) -> None:
    old = text().replace("{#what}", f"{{#{name}}}")
    new = text(order="place").replace("{#what}", f"{{#{name}}}")
    releases = (replace(STORY[0], texts={"en": old}), replace(STORY[1], texts={"en": new}), STORY[2])
    for page in pages(site(policy(*releases))):
        ids = Counter(str(tag["id"]) for tag in BeautifulSoup(page.body, "html.parser").find_all(id=True))
        assert [one for one, count in ids.items() if count > 1] == []


def test_an_id_given_twice_is_refused_with_its_line() -> None:
    twice = text().replace("{#who}", "{#what}")
    with pytest.raises(TextError) as caught:
        policy(Release(number="1.0", texts={"en": twice}, effective=SECOND))
    assert "twice" in str(caught.value)
    assert caught.value.line is not None


def test_headings_of_the_same_words_have_ids_of_their_own() -> None:
    doubled = text() + "\n## Notes\n\nOne.\n\n## Notes\n\nTwo.\n\n## Notes\n\nThree.\n"
    page = found(site(policy(Release(number="1.0", texts={"en": doubled}, effective=SECOND))))["privacy-policy/"]
    headings = [tag for tag in BeautifulSoup(page.body, "html.parser").find_all("h2") if "Notes" in tag.get_text()]
    assert len(headings) == len({tag["id"] for tag in headings}) == 3


@pytest.mark.parametrize(("count", "entries"), [(LISTED, LISTED), (LISTED + 1, 1)], ids=["listed", "counted"])
def test_more_changes_than_anybody_reads_are_counted_by_section(count: int, entries: int) -> None:
    added = "".join(f"\n\nAdded clause {number}." for number in range(count))
    revised = replace(STORY[1], texts={"en": text() + added})
    page = BeautifulSoup(found(site(policy(STORY[0], revised)))["privacy-policy/1.1/changes/"].body, "html.parser")
    listed = page.select("section[aria-labelledby=_list] li")
    assert len(listed) == entries
    assert f"({count})" in page.select("#_list")[0].get_text()
    assert all(page.find(id=str(entry.select("a")[0]["href"])[1:]) for entry in listed)
    assert ("Added clause 7." in listed[0].parent.get_text()) is (count == LISTED)  # type: ignore[union-attr]
