"""From a released version to the facts of its notice."""

from __future__ import annotations

import datetime
from dataclasses import replace

from policytool.archive.model import Version, VersionNumber
from policytool.archive.record import TextEntry
from policytool.config import Settings, SiteSettings
from policytool.notices.facts import facts
from policytool.notices.model import Facts
from policytool.significance.model import Assessment, Finding
from policytool.text.parse import parse
from tests.website_values import CHINESE, CRITERION, FINDING, MORE, SIGNIFICANT, TOLD, Release, text

TEXTS = {"en": text(order="place", more=MORE), "zh": CHINESE}
SETTINGS = Settings(site=SiteSettings(url="https://policies.shop.example"))


def found(language: str, *findings: Finding, assessment: Assessment | None = SIGNIFICANT) -> Facts:
    judged = replace(assessment, findings=findings) if assessment and findings else assessment
    day = datetime.date(2026, 12, 23)
    release = Release(number="2.0", texts=TEXTS, effective=day, assessment=judged, summary={"en": "Partners."})
    entries = {tag: TextEntry(path="", blob="", sha256="") for tag in TEXTS}
    version = Version(
        number=VersionNumber(2, 0), record=release.record("privacy-policy", entries), record_sha256="a" * 64
    )
    documents = {tag: parse(source) for tag, source in TEXTS.items()}
    return facts(version, language, documents, SETTINGS, redlined=("en",))


def test_the_finding_is_told_in_english_and_quoted_in_chinese() -> None:
    (english,), (chinese,) = found("en").points, found("zh").points
    assert (english.told, english.section) == (TOLD, "2. Sharing")
    assert chinese.told == ""
    assert chinese.quote == parse(CHINESE).by_id["who"].text


def test_weak_findings_are_not_told() -> None:
    weak = replace(FINDING, told="Perhaps.", confidence=0.3)
    assert [point.told for point in found("en", FINDING, weak).points] == [TOLD]


def test_the_same_is_told_once_with_all_that_it_means() -> None:
    rights = replace(FINDING, criterion=replace(CRITERION, kind="rights"), direction="narrower", reduces_rights=True)
    (point,) = found("en", FINDING, rights, FINDING).points
    assert point.effects == (("recipients", "wider"), ("rights", "narrower"))
    assert point.reduces_rights


def test_one_bullet_for_a_clause_and_one_for_a_kind_without_words() -> None:
    gone = replace(FINDING, clause="gone")
    points = found("zh", FINDING, replace(FINDING, told="More."), gone, replace(gone, clause="gone-too")).points
    assert [bool(point.quote) for point in points] == [True, False]


def test_addresses_lead_to_the_language_that_has_a_page() -> None:
    english, chinese = found("en"), found("zh")
    assert english.text_url == "https://policies.shop.example/privacy-policy/2.0/"
    assert english.changes_url == "https://policies.shop.example/privacy-policy/2.0/changes/"
    assert chinese.text_url == "https://policies.shop.example/privacy-policy/zh/2.0/"
    assert chinese.changes_url == english.changes_url


def test_a_first_version_has_no_changes() -> None:
    first = found("en", assessment=None)
    assert (first.kind, first.points, first.changes_url) == ("first", (), "")


def test_an_english_summary_is_not_put_before_chinese_readers() -> None:
    assert (found("en").summary, found("zh").summary) == ("Partners.", "")
