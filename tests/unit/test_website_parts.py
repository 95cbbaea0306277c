"""Revisions with more to show than a page should weigh: their redlines and histories go on at further pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from policytool.errors import PublishRefused
from policytool.website import parts
from policytool.website.model import Page
from policytool.website.pages import pages
from policytool.website.permanence import refuse_loss
from tests.website_values import MINOR, STORY, THIRD, Day, Release, long, policy, site

HEAVIEST = 150_000
FOURTH, FIFTH = Day(2027, 2, 1), Day(2027, 3, 1)


@pytest.fixture(scope="module")
def shown() -> dict[str, Page]:
    """A version that rewrites every clause and takes one to the beginning, then two small ones."""
    rewritten = long("personal information" * 3, moved=2)
    releases = (
        replace(STORY[0], texts={"en": long("data")}),
        replace(STORY[1], texts={"en": rewritten}),
        Release(number="1.2", texts={"en": rewritten + "\nOne more.\n"}, effective=FOURTH, assessment=MINOR),
        Release(number="1.3", texts={"en": rewritten + "\nOne more. Two.\n"}, effective=FIFTH, assessment=MINOR),
    )
    return {page.address: page for page in pages(site(policy(*releases, today=FIFTH), today=FIFTH))}


def soup(page: Page) -> BeautifulSoup:
    return BeautifulSoup(page.body, "html.parser")


def series(shown: dict[str, Page], first: str) -> list[Page]:
    """The page at `first` and those on which it goes on, following the links."""
    found = [shown[first]]
    while link := soup(found[-1]).select_one("nav.neighbours a[rel=next]"):
        found.append(shown[urljoin(found[-1].address, str(link["href"]))])
    return found


ADDRESSES = ["privacy-policy/1.1/changes/", "privacy-policy/1.0/compared/"]


def test_no_page_is_too_heavy(shown: dict[str, Page]) -> None:
    assert 45_000 < len(long("data")) < 55_000
    assert max(len(page.body.encode()) for page in shown.values()) < HEAVIEST - 10_000
    assert all(len(series(shown, address)) > 1 for address in ADDRESSES)


def test_the_parts_together_are_the_redline(shown: dict[str, Page]) -> None:
    """Without what was deleted the new text is left, in order, each change once."""
    for address in ADDRESSES:
        redlines = [soup(page).select_one(".redline") for page in series(shown, address)]
        anchors = [str(tag["id"]) for redline in redlines for tag in tags(redline, ".change[id]")]
        assert anchors == [f"change-{number}" for number in range(1, len(anchors) + 1)]
        for redline in redlines:
            for tag in tags(redline, "del, .note, i, summary"):
                tag.decompose()
        new = soup(shown[f"{address.rsplit('/', 2)[0]}/" if "changes" in address else "privacy-policy/1.3/"])
        for tag in new.select(".permalink"):
            tag.decompose()
        wanted = new.select("h1")[0].get_text() + new.select(".policy-text")[0].get_text()
        assert wanted.split() == "".join(redline.get_text() for redline in redlines if redline).split()


def tags(redline: Tag | None, chosen: str) -> Iterator[Tag]:
    assert redline is not None
    yield from redline.select(chosen)


def test_every_link_into_a_redline_arrives_in_its_part(shown: dict[str, Page]) -> None:
    led, ids = set(), {page.address: {tag["id"] for tag in soup(page).find_all(id=True)} for page in shown.values()}
    for address in (*ADDRESSES, "privacy-policy/history/"):
        for page in series(shown, address):
            for link in soup(page).select("main a, article a"):
                target, anchor = urldefrag(urljoin(page.address, str(link["href"])))
                if anchor.startswith("change-"):
                    assert anchor in ids[target], (page.address, link["href"])
                    led.add(target)
                elif not target.startswith("https:"):
                    assert target in shown
    assert {"privacy-policy/1.1/changes/", "privacy-policy/1.1/changes/2/"} <= led


def test_a_clause_that_moved_into_another_part_leads_there(shown: dict[str, Page]) -> None:
    first, second = series(shown, "privacy-policy/1.1/changes/")[:2]
    (there,) = (link for link in soup(first).select(".note a") if str(link["href"]).startswith("2/#"))
    assert "moved here" in there.get_text()
    assert "../#" in {str(link["href"])[:4] for link in soup(second).select(".note a")}


def test_a_further_part_names_itself_and_is_not_to_be_cited(shown: dict[str, Page]) -> None:
    page = shown["privacy-policy/1.1/changes/2/"]
    assert page.title.endswith("What changed in version 1.1, part 2 of 2")
    assert page.canonical == "privacy-policy/1.1/changes/"
    assert page.modified is None
    assert "noindex" in page.head
    assert soup(page).select(".page-head a")[0]["href"] == "../"


def test_the_history_goes_on_where_there_is_much_of_it(shown: dict[str, Page]) -> None:
    history = series(shown, "privacy-policy/history/")
    assert len(history) > 1
    clauses = [str(link["href"]) for page in history for link in soup(page).select(".clause-history > p > a")]
    assert len(clauses) == len(set(clauses)) > 500


def test_a_redline_is_cut_between_its_blocks_before_a_heading_if_possible() -> None:
    blocks = [
        "<h3>A</h3>\n",
        "<p>one</p>\n",
        "<details><h3>B</h3>\n<p>two</p></details>\n",
        "<h3>C</h3>\n",
        "<p>x</p>\n",
    ]
    html = '<div class="redline">\n' + "".join(blocks) + "</div>\n"
    cut = parts.divided(html, heavy=len("".join(blocks)) - 5)
    assert [part.count("<h3>") for part in cut] == [2, 1]
    assert "".join(part.removeprefix('<div class="redline">\n').removesuffix("</div>\n") for part in cut) == "".join(
        blocks
    )
    assert parts.divided(html) == (html,)


def test_a_policy_that_is_not_long_has_no_parts() -> None:
    addresses = {page.address for page in pages(site(policy(*STORY, today=THIRD), today=THIRD))}
    assert not [address for address in addresses if address.endswith("/2/")]


def test_a_part_may_go_again_but_no_page_that_is_cited() -> None:
    index = json.dumps({"policies": [{"policy": "p", "versions": [{"version": "1.0", "texts": {}}]}]}).encode()

    class Published:
        def __init__(self, *paths: str) -> None:
            self.paths = dict.fromkeys(("versions.json", *paths), "")

        def files(self) -> dict[str, str]:
            return self.paths

        def read(self, path: str) -> bytes:
            return index

    for path in ("p/1.0/changes/2/index.html", "p/1.0/compared/13/index.html", "p/zh/history/2/index.html"):
        refuse_loss(Published(path), {}, index)  # type: ignore[arg-type]
    for path in ("p/1.0/changes/index.html", "p/2.0/index.html", "p/history/index.html", "p/changes/index.html"):
        with pytest.raises(PublishRefused):
            refuse_loss(Published(path), {}, index)  # type: ignore[arg-type]
