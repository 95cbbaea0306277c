"""What the pages say, as a pure function of the versions and the day."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from policytool.archive.record import ConsentPlan
from policytool.redline.compare import compare
from policytool.text.parse import parse
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import not_found, pages
from policytool.website.redlines import Pages, redline_view
from tests.website_values import (
    BETWEEN,
    CHINESE,
    FIRST,
    MINOR,
    MORE,
    REASON,
    SECOND,
    SIGNIFICANT,
    STORY,
    THIRD,
    TOLD,
    Release,
    policy,
    site,
    text,
)

SHOP = policy(*STORY)


def built(shown: Site) -> dict[str, Page]:
    return {page.address: page for page in pages(shown)}


def words(page: Page) -> str:
    """All that a reader reads, on one line."""
    document = soup(page)
    for date in document.find_all("time"):
        date.unwrap()
    document.smooth()
    return " ".join(document.get_text(" ").split())


def soup(page: Page) -> BeautifulSoup:
    return BeautifulSoup(page.body, "html.parser")


def test_every_page_has_its_address() -> None:
    assert list(built(site(SHOP))) == [
        "",
        "privacy-policy/",
        "privacy-policy/versions/",
        "privacy-policy/history/",
        "privacy-policy/zh/",
        "privacy-policy/zh/versions/",
        "privacy-policy/zh/history/",
        "privacy-policy/1.0/",
        "privacy-policy/1.1/",
        "privacy-policy/1.1/changes/",
        "privacy-policy/zh/1.1/",
        "privacy-policy/2.0/",
        "privacy-policy/2.0/changes/",
        "privacy-policy/zh/2.0/",
        "privacy-policy/zh/2.0/changes/",
        "search/",
        "search/zh/",
    ]


def test_the_same_versions_on_the_same_day_give_the_same_pages() -> None:
    assert pages(site(SHOP)) == pages(site(policy(*STORY)))


# The notice


def test_no_notice_when_nothing_is_upcoming() -> None:
    shown = site(SHOP, today=THIRD)
    for page in (*pages(shown), not_found(shown)):
        assert soup(page).select("section.notice") == []


def test_a_notice_stands_before_the_heading_on_every_page_until_the_version_takes_effect() -> None:
    shown = site(SHOP, today=THIRD - datetime.timedelta(days=1))
    for page in (*pages(shown), not_found(shown)):
        document = soup(page)
        (notice,) = document.select("section.notice[role=region]")
        label = document.find(id=notice["aria-labelledby"])
        assert label is not None
        assert label.get_text()
        heading = document.find("h1")
        assert heading is not None
        assert notice in heading.find_all_previous("section")


def test_a_notice_says_when_in_words() -> None:
    home = built(site(SHOP, today=BETWEEN))[""]
    assert "Version 2.0 takes effect in 30 days, on 23 December 2026." in words(home)
    for address in ("", "privacy-policy/", "privacy-policy/versions/"):
        notice = soup(built(site(SHOP, today=BETWEEN))[address]).select_one("section.notice")
        assert notice is not None
        assert "significant changes from 23 December 2026" in notice.get_text()
        assert "Version 2.0 takes effect in 30 days." in notice.get_text()
    eve = built(site(SHOP, today=THIRD - datetime.timedelta(days=1)))[""]
    assert "Version 2.0 takes effect tomorrow, on 23 December 2026." in words(eve)


def test_a_significant_notice_explains_the_changes_and_a_minor_one_does_not() -> None:
    address = "privacy-policy/"
    significant = soup(built(site(SHOP))[address]).select_one("section.notice")
    assert significant is not None
    assert "notice-significant" in significant["class"]
    assert TOLD in significant.get_text()
    overruled = replace_last(signed="minor")
    minor = soup(built(site(overruled))[address]).select_one("section.notice")
    assert minor is not None
    assert "notice-minor" in minor["class"]
    assert TOLD not in minor.get_text()


@pytest.mark.parametrize("address", ["privacy-policy/", "privacy-policy/versions/"])
def test_a_long_summary_and_who_is_asked_are_folded(address: str) -> None:
    plan = ConsentPlan(asked="every customer", until=THIRD)
    long = "Advertising partners become recipients of your orders. " * 4
    asking = replace_last(consent=plan, summary={"en": long})
    notice = soup(built(site(asking))[address]).select_one("section.notice")
    assert notice is not None
    (fold,) = notice.select("details")
    folded = [" ".join(part.get_text().split()) for part in fold.select("p")]
    assert "Who is asked: every customer, until 23 December 2026." in folded[0]
    assert folded[1] == long.strip()
    for part in fold.select("details > :not(summary)"):
        part.extract()
    open_words = " ".join(notice.get_text().split())
    assert "Version 2.0 takes effect in 30 days. It binds only those who agree." in open_words
    assert len(open_words) < 220


@pytest.mark.parametrize(("summary", "folded"), [("新增广告合作伙伴。" * 8, False), ("新增广告合作伙伴。" * 10, True)])
def test_wide_signs_fill_a_notice_sooner(summary: str, folded: bool) -> None:
    shown = built(site(replace_last(summary={"zh": summary}, assessment=replace(SIGNIFICANT, findings=()))))
    notice = soup(shown["privacy-policy/zh/"]).select_one("section.notice")
    assert notice is not None
    assert bool(notice.select("details")) is folded


def test_two_upcoming_versions_share_one_notice_with_the_significant_one_first() -> None:
    shown = built(site(SHOP, today=SECOND - datetime.timedelta(days=1)))
    for address in ("", "privacy-policy/versions/"):
        (notice,) = soup(shown[address]).select("section.notice")
        assert "notice-significant" in notice["class"]
        items = notice.select(".notice-item")
        assert [item["data-version"] for item in items] == ["2.0", "1.1"]
        assert len({item["data-notice"] for item in items}) == 2
        labels = [soup(shown[address]).find(id=label) for label in str(notice["aria-labelledby"]).split()]
        assert [bool(label and label.get_text()) for label in labels] == [True, True]
        assert [[link.get_text() for link in item.select("a")] for item in items] == [
            ["What changes", "Read the new text"],
            ["Shop Privacy Policy: minor changes from 1 September 2026"],
        ]


def test_every_further_notice_leads_somewhere_and_a_significant_one_says_when() -> None:
    later = replace(STORY[-1], number="3.0", effective=THIRD + datetime.timedelta(days=30))
    other = policy(replace(STORY[0], texts={"en": text(policy="cookies")}, effective=THIRD), name="cookies")
    shown = built(site(policy(*STORY, later), other))
    for address, targets in {
        "": ["privacy-policy/3.0/changes/", "cookies/1.0/"],
        "privacy-policy/3.0/changes/": ["../", "../../../cookies/1.0/"],
        "cookies/1.0/": ["../../privacy-policy/3.0/changes/", None],
    }.items():
        also = soup(shown[address]).select(".notice-also")
        assert [item["data-version"] for item in also] == ["3.0", "1.0"]
        assert [link["href"] if (link := item.select_one("a")) else None for item in also] == targets
        assert ["in 60 days" in item.get_text() for item in also] == [True, False]


def test_an_older_record_with_two_stops_is_told_with_one() -> None:
    double = replace(
        SIGNIFICANT.findings[0], told="Our policy now says: “We share it.”.", reason="It says: “We share it.”."
    )
    release = replace(STORY[-1], assessment=replace(SIGNIFICANT, findings=(double,)))
    page = words(built(site(policy(*STORY[:-1], release)))["privacy-policy/2.0/changes/"])
    assert page.count("“We share it.”") == 2
    assert "”." not in page


def test_a_chinese_page_carries_a_chinese_notice() -> None:
    page = built(site(SHOP))["privacy-policy/zh/"]
    assert "《商店隐私政策》将于2026年12月23日发生重大变更" in words(page)
    assert "新增广告合作伙伴为接收方。" in words(page)
    assert TOLD not in words(page)
    wrapper = soup(page).div
    assert wrapper is not None
    assert wrapper["lang"] == "zh"


# Texts


def test_the_current_text_says_since_when_it_holds() -> None:
    page = built(site(SHOP))["privacy-policy/"]
    assert "In force since 1 September 2026" in words(page)
    assert page.canonical == "privacy-policy/"
    assert page.modified == SECOND
    assert "noindex" not in page.head
    assert "advertising partners" not in soup(page).select_one(".policy-text").get_text()  # type: ignore[union-attr]


def test_on_the_day_the_upcoming_text_becomes_the_current_one() -> None:
    page = built(site(SHOP, today=THIRD))["privacy-policy/"]
    assert "In force since 23 December 2026" in words(page)
    assert MORE.strip() in words(page)


def test_a_superseded_version_says_so_links_forward_and_is_not_indexed() -> None:
    page = built(site(SHOP))["privacy-policy/1.0/"]
    assert "This version is no longer in force." in words(page)
    assert "Was in force from 3 March 2026 until 1 September 2026" in words(page)
    assert [link["href"] for link in soup(page).select(".callout a")] == ["../", "../1.1/changes/"]
    assert '<meta name="robots" content="noindex, follow">' in page.head
    assert page.modified is None
    assert relations(page) == {
        "latest-version": "../",
        "version-history": "../versions/",
        "successor-version": "../1.1/",
    }


def test_an_upcoming_version_says_what_applies_until_then() -> None:
    page = built(site(SHOP))["privacy-policy/2.0/"]
    assert "This is the upcoming text. Until 23 December 2026, version 1.1 applies." in words(page)
    assert relations(page)["predecessor-version"] == "../1.1/"
    assert "successor-version" not in relations(page)


def test_the_permanent_copy_of_the_current_text_points_search_engines_to_it() -> None:
    page = built(site(SHOP))["privacy-policy/1.1/"]
    assert (page.canonical, page.modified) == ("privacy-policy/", None)
    assert "no longer in force" not in words(page)


def test_a_version_replaced_before_its_day_never_was_in_force() -> None:
    early = Release(number="3.0", texts={"en": text()}, effective=BETWEEN, assessment=SIGNIFICANT)
    shown = built(site(policy(*STORY, early)))
    assert "Replaced before it took effect" in words(shown["privacy-policy/2.0/"])
    assert "In force since 23 November 2026" in words(shown["privacy-policy/"])
    assert soup(shown[""]).select("section.notice") == []


def test_a_translation_names_the_authoritative_language() -> None:
    page = built(site(SHOP))["privacy-policy/zh/"]
    assert "本页为中文译本。如与英文文本不一致，以英文文本为准。" in words(page)
    assert "This is a translation" not in words(built(site(SHOP))["privacy-policy/"])


def test_a_translation_that_lags_behind_says_so() -> None:
    late = Release(number="1.2", texts={"en": text(more=" Soon.")}, effective=SECOND, assessment=MINOR)
    shown = built(site(policy(STORY[0], STORY[1], late)))
    page = shown["privacy-policy/zh/"]
    assert "本译本尚未更新：此处为 1.1 版，现行有效的是 1.2 版。" in words(page)
    assert "../1.2/" in {link["href"] for link in soup(page).select(".callout a")}
    assert "privacy-policy/zh/1.2/" not in shown
    assert "尚未更新" not in words(built(site(SHOP))["privacy-policy/zh/"])


def test_a_translation_that_begins_with_the_upcoming_version_says_what_applies() -> None:
    page = built(site(SHOP, today=SECOND - datetime.timedelta(days=1)))["privacy-policy/zh/"]
    assert "这是即将生效的文本。2026年9月1日之前适用 1.0 版。" in words(page)
    assert "../1.0/" in {link["href"] for link in soup(page).select(".callout a")}


def test_a_policy_whose_first_version_is_upcoming_shows_it_as_such() -> None:
    page = built(site(policy(STORY[0]), today=FIRST - datetime.timedelta(days=10)))["privacy-policy/"]
    assert "This policy is not in force yet. It takes effect in 10 days, on 3 March 2026." in words(page)


def test_a_policy_without_a_release_says_so_kindly_and_shows_no_draft() -> None:
    shown = built(site(Policy(id="cookies", titles={"en": "Cookie Policy"})))
    assert list(shown) == ["", "cookies/"]
    assert "No version of this policy has been published yet." in words(shown["cookies/"])


def test_a_site_without_policies_has_a_home() -> None:
    assert "No policy has been published here yet." in words(built(site())[""])


def test_the_title_keeps_its_id_and_stands_once() -> None:
    document = soup(built(site(SHOP))["privacy-policy/"])
    (heading,) = document.find_all("h1")
    assert (heading["id"], heading.get_text()) == ("privacy-policy", "Shop Privacy Policy")
    assert [link["href"] for link in document.select("nav.contents a")] == [
        "#collection",
        "#device",
        "#sharing",
        "#changes",
    ]


# Versions and changes


def test_the_list_of_versions_has_dates_kind_and_a_note_for_each() -> None:
    page = built(site(SHOP))["privacy-policy/versions/"]
    items = [" ".join(item.get_text(" ").split()) for item in soup(page).select(".timeline > li")]
    assert len(items) == 3
    assert items[0].startswith("Version 2.0 Upcoming Takes effect in 30 days, on 23 December 2026 Significant change")
    assert "In force since 1 September 2026 Minor change Published 1 September 2026 Clearer wording." in items[1]
    assert "First version" in items[2]


def test_the_changes_page_gives_summary_and_findings_before_the_redline() -> None:
    said = words(built(site(SHOP))["privacy-policy/2.0/changes/"])
    places = [
        said.index(part)
        for part in (
            "What changes with version 2.0",
            "Advertising partners become recipients. What this means for you",
            "Why this change is significant",
            "the main recipients of sharing change.",
            REASON,
            "List of changes",
            "The whole text with its changes",
        )
    ]
    assert places == sorted(places)


def test_headings_of_a_redline_stand_below_the_pages_own() -> None:
    document = soup(built(site(SHOP))["privacy-policy/2.0/changes/"])
    assert [heading.get_text() for heading in document.select(".redline h3.level-2")] == [
        "1. Collection",
        "2. Sharing",
        "3. Changes",
    ]
    assert [heading.get_text() for heading in document.select(".redline h3.level-3")] == ["1.1 From your device"]
    assert document.select(".redline :is(h1, h2, h4, h5, h6)") == []


def test_a_finding_links_to_its_change() -> None:
    document = soup(built(site(SHOP))["privacy-policy/2.0/changes/"])
    (link,) = document.select(".reason a")
    target = document.find(id=link["href"].removeprefix("#"))
    assert target is not None
    assert MORE.strip() in target.get_text()


def test_a_translated_changes_page_quotes_the_criterion_in_its_language_and_names_the_authoritative_text() -> None:
    old, new = (
        source.replace("the main recipients of sharing change.", "主要接收方变更。")
        for source in (CHINESE, CHINESE + "\n完。\n")
    )
    shop = policy(
        replace(STORY[1], texts={"en": text(), "zh": old}), replace(STORY[2], texts={"en": text(more=MORE), "zh": new})
    )
    page = built(site(shop))["privacy-policy/zh/2.0/changes/"]
    assert "主要接收方变更。" in [quote.get_text(strip=True) for quote in soup(page).select(".reason blockquote")]
    assert "英文文本具有效力" in words(page)
    (reason,) = soup(page).select(".reason li span[lang=en]")
    assert reason.get_text() == REASON


def test_a_minor_revision_says_why_it_is_minor() -> None:
    said = words(built(site(SHOP))["privacy-policy/1.1/changes/"])
    assert "This revision meets none of the tests by which the policy tells significant changes." in said


def test_an_overruled_verdict_publishes_the_decision_but_neither_name_nor_reason() -> None:
    page = built(site(replace_last(signed="minor")))["privacy-policy/2.0/changes/"]
    assert "A person reviewed this revision and decided that it is minor." in words(page)
    assert REASON not in words(page)
    assert "Ada" not in page.body


def test_links_inside_a_redline_lead_to_the_text() -> None:
    old, new = text(), text().replace("[Part 2](#sharing) says", "[Part 2](#sharing) tells")
    shop = policy(STORY[0], Release(number="1.1", texts={"en": new}, effective=SECOND, assessment=MINOR))
    assert old != new
    page = built(site(shop))["privacy-policy/1.1/changes/"]
    assert {link["href"] for link in soup(page).select(".redline a")} == {"../#sharing"}


def test_a_move_leads_to_where_the_clause_is_now_whatever_clauses_are_called() -> None:
    first, second, third = (f"Sentence {word} has words of its own. {{#{word}}}" for word in ("one", "two", "three"))
    head = "## Change 1 {#change-1}\n\nSee [below](#change-1).\n\n"
    old, new = (parse(head + "\n\n".join(order)) for order in ((first, second, third), (second, third, first)))
    view = redline_view(compare(old, new), Pages(old="../../1.0/", new="../"), "en")
    body = BeautifulSoup(view.html, "html.parser")
    assert [link["href"] for link in body.select(".note a")] == ["#change-1", "#change-1-from"]
    assert [link["href"] for link in body.select("a") if link.get_text() == "below"] == ["../#change-1"]


def test_an_older_version_is_compared_with_the_current_one() -> None:
    shown = built(site(policy(*STORY, today=THIRD), today=THIRD))
    old = shown["privacy-policy/1.0/"]
    assert [link["href"] for link in soup(old).select(".callout a")] == ["../", "compared/"]
    page = shown["privacy-policy/1.0/compared/"]
    said = words(page)
    assert "Version 1.0 compared with version 2.0" in said
    assert "Clearer wording." in said
    assert MORE.strip() in said
    assert "noindex" in page.head
    assert "privacy-policy/1.1/compared/" not in shown


def test_the_history_says_when_each_clause_changed() -> None:
    document = soup(built(site(policy(*STORY, today=THIRD), today=THIRD))["privacy-policy/history/"])
    clauses = {
        str(entry.p.a["href"]): [" ".join(item.get_text().split()) for item in entry.select("li")]
        for entry in document.select(".clause-history")
    }
    assert clauses == {"../#what": ["1.1: Changed"], "../#who": ["2.0: Changed"]}
    assert [link["href"] for link in document.select("li a")] == [
        "../1.1/changes/#change-1",
        "../2.0/changes/#change-1",
    ]


def test_the_history_follows_a_clause_through_moves_and_new_names() -> None:
    moved = text(order="place").replace(
        "We share your delivery address with the company that delivers your order. {#who}\n", ""
    )
    moved += (
        "\n## 4. Partners {#partners}\n\nWe share your delivery address with the company that delivers your order.\n"
    )
    last = moved.replace("the company that delivers your order.", "the companies that deliver your order.")
    shop = policy(
        STORY[0],
        Release(number="1.1", texts={"en": moved}, effective=SECOND, assessment=MINOR),
        Release(number="1.2", texts={"en": last}, effective=BETWEEN, assessment=MINOR),
    )
    document = soup(built(site(shop))["privacy-policy/history/"])
    (entry,) = (e for e in document.select(".clause-history") if "delivery address with" in e.get_text())
    events = [" ".join(item.get_text().split()) for item in entry.select("li")]
    assert events == ["1.2: Changed", "1.1: Moved"]


def test_a_policy_that_never_changed_has_an_empty_history() -> None:
    assert "No clause has changed since the first version." in words(
        built(site(policy(STORY[0])))["privacy-policy/history/"]
    )


# For machines


def test_structured_data_tells_version_dates_and_language() -> None:
    page = built(site(SHOP))["privacy-policy/zh/1.1/"]
    data = json.loads(BeautifulSoup(page.head, "html.parser").script.string)  # type: ignore[union-attr,arg-type]
    assert data["@type"] == "WebPage"
    assert (data["version"], data["inLanguage"], data["datePublished"]) == ("1.1", "zh", "2026-09-01")
    assert data["url"] == "https://policies.shop.example/privacy-policy/zh/1.1/"
    assert data["publisher"]["name"] == "Example Shop Ltd"
    assert data["temporalCoverage"] == "2026-09-01/2026-12-23"
    newest = built(site(SHOP))["privacy-policy/2.0/"]
    assert '"temporalCoverage": "2026-12-23/.."' in newest.head


def test_pages_name_their_other_languages_and_feeds() -> None:
    head = BeautifulSoup(built(site(SHOP))["privacy-policy/"].head, "html.parser")
    assert {link["hreflang"]: link["href"] for link in head.select("link[hreflang]")} == {"en": "./", "zh": "zh/"}
    assert "feed.xml" in {link["href"] for link in head.select('link[type="application/atom+xml"]')}


def test_the_page_for_missing_addresses_links_from_the_root() -> None:
    page = not_found(site(SHOP, url="https://shop.example/legal/"))
    assert {link["href"].partition("privacy-policy/")[0] for link in soup(page).select("a")} == {"/legal/"}


def relations(page: Page) -> dict[str, str]:
    head = BeautifulSoup(page.head, "html.parser")
    return {link["rel"][0]: link["href"] for link in head.select("link") if "version" in link["rel"][0]}


def replace_last(**changes: object) -> Policy:
    return policy(*STORY[:-1], replace(STORY[-1], **changes))  # type: ignore[arg-type]
