"""The rules of a release that need no repository: dates, numbers, signatures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from policytool.archive.model import VersionNumber
from policytool.config import LawSettings, ReleaseSettings
from policytool.errors import NotSignedOff, SettingsError
from policytool.release import numbers
from policytool.release.dates import dates
from policytool.release.lead_times import laws, lead_time, packaged
from policytool.release.model import Signature
from policytool.text import parse
from policytool.text.metadata import CriterionKind
from policytool.text.model import Document
from tests.unit.test_archive_model import version

TODAY = date(2026, 2, 27)
SETTINGS = ReleaseSettings(lead_days_significant=30, lead_days_minor=2)
PREVIOUS = version("1.1", date(2026, 1, 15))


def draft(number: str = "") -> Document:
    line = f'version: "{number}"\n' if number else ""
    return parse.parse(f"---\npolicy: privacy-policy\ntitle: T\n{line}---\nText.\n", name="policy_docs/p.md")


def test_the_first_version_is_in_force_on_posting() -> None:
    found = dates(SETTINGS, "minor", None, TODAY)
    assert (found.published, found.effective, found.problems) == (TODAY, TODAY, ())


def test_the_lead_time_follows_the_significance() -> None:
    assert dates(SETTINGS, "significant", PREVIOUS, TODAY).effective == date(2026, 3, 29)
    assert dates(SETTINGS, "minor", PREVIOUS, TODAY).effective == date(2026, 3, 1)
    assert dates(SETTINGS, "minor", PREVIOUS, date(2028, 2, 27)).effective == date(2028, 2, 29)


def test_dates_that_are_asked_for_are_taken() -> None:
    published, effective = TODAY + timedelta(1), TODAY + timedelta(90)
    found = dates(SETTINGS, "significant", PREVIOUS, TODAY, published=published, effective=effective)
    assert (found.published, found.effective) == (published, effective)
    [warning] = found.problems
    assert not warning.blocks
    assert "on that day and not before" in warning.todo


def test_effect_before_publication_is_refused() -> None:
    [problem] = dates(SETTINGS, "minor", PREVIOUS, TODAY, effective=TODAY - timedelta(1)).problems
    assert problem.blocks
    assert "before it is published" in problem.message


def test_publication_before_the_previous_version_is_refused() -> None:
    found = dates(SETTINGS, "minor", PREVIOUS, TODAY, published=PREVIOUS.published - timedelta(1))
    assert any(p.blocks and "was published later" in p.message for p in found.problems)


def test_a_minor_revision_never_brings_an_upcoming_version_into_force_early() -> None:
    upcoming = version("2.0", TODAY + timedelta(20))
    assert dates(SETTINGS, "minor", upcoming, TODAY).effective == upcoming.effective
    found = dates(SETTINGS, "minor", upcoming, TODAY, effective=TODAY + timedelta(5))
    assert [p.blocks for p in found.problems] == [True]
    assert str(upcoming.effective) in found.problems[0].todo


def test_the_first_day_after_the_lead_time_is_allowed() -> None:
    assert dates(SETTINGS, "significant", PREVIOUS, TODAY, effective=TODAY + timedelta(30)).problems == ()
    assert dates(SETTINGS, "minor", None, TODAY, effective=TODAY).problems == ()


def test_less_time_than_the_settings_ask_for_is_refused_with_the_earliest_day() -> None:
    [problem] = dates(SETTINGS, "significant", PREVIOUS, TODAY, effective=TODAY + timedelta(29)).problems
    assert problem.blocks
    assert "29 days" in problem.message
    assert f"--effective {TODAY + timedelta(30)} or later" in problem.todo


def test_the_lead_time_never_counts_from_before_today() -> None:
    early = TODAY - timedelta(40)
    after = version("1.1", TODAY - timedelta(50))
    after = replace(after, record=replace(after.record, published=TODAY - timedelta(50)))
    assert dates(SETTINGS, "significant", after, TODAY, published=early).effective == TODAY + timedelta(30)
    found = dates(SETTINGS, "significant", after, TODAY, published=early, effective=TODAY - timedelta(5)).problems
    assert ["0 days" in problem.message for problem in found if problem.blocks] == [True]


def test_the_longer_of_settings_and_promise_is_the_lead_time() -> None:
    assert dates(SETTINGS, "minor", PREVIOUS, TODAY, promised=14).effective == TODAY + timedelta(14)
    assert dates(SETTINGS, "minor", PREVIOUS, TODAY, promised=1).effective == TODAY + timedelta(2)
    [problem] = dates(SETTINGS, "minor", PREVIOUS, TODAY, effective=TODAY + timedelta(1), promised=14).problems
    assert f"--effective {TODAY + timedelta(14)} or later" in problem.todo


def test_an_emergency_leaves_a_warning() -> None:
    found = dates(SETTINGS, "significant", PREVIOUS, TODAY, effective=TODAY, emergency=True)
    assert (found.effective, [(problem.blocks, problem.todo) for problem in found.problems]) == (TODAY, [(False, "")])


def test_an_emergency_does_not_lift_the_order_of_dates() -> None:
    found = dates(SETTINGS, "significant", PREVIOUS, TODAY, effective=TODAY - timedelta(1), emergency=True)
    assert any(problem.blocks for problem in found.problems)


def test_an_emergency_where_nothing_is_too_early_is_refused() -> None:
    [problem] = dates(SETTINGS, "significant", PREVIOUS, TODAY, emergency=True).problems
    assert problem.blocks
    assert "no emergency" in problem.message


def test_the_end_of_the_calendar_is_no_crash() -> None:
    assert dates(SETTINGS, "minor", PREVIOUS, TODAY, published=date.max).effective == date.max


def test_the_first_number_is_the_drafts_own_or_1_0() -> None:
    assert numbers.number(None, "minor", draft()) == VersionNumber(1, 0)
    assert numbers.number(None, "minor", draft("3.2")) == VersionNumber(3, 2)


@pytest.mark.parametrize("declared", ["", "1.1", "2.0"])
def test_a_draft_may_carry_no_number_the_last_one_or_the_right_one(declared: str) -> None:
    assert numbers.disagreement(PREVIOUS, PREVIOUS, "significant", VersionNumber(2, 0), draft(declared)) == []


@pytest.mark.parametrize(("declared", "why"), [("1.0", "only rise"), ("1.2", "significant revision"), ("3.0", "2.0")])
def test_another_number_is_refused_with_what_to_write(declared: str, why: str) -> None:
    [problem] = numbers.disagreement(PREVIOUS, PREVIOUS, "significant", VersionNumber(2, 0), draft(declared))
    assert problem.blocks
    assert why in problem.message
    assert 'version: "2.0"' in problem.todo
    assert problem.path == "policy_docs/p.md"


def test_a_signature_is_a_name_and_an_address() -> None:
    assert Signature.parse(" Ada  King <ada@shop.example> ") == Signature(name="Ada  King", mail="ada@shop.example")
    assert str(Signature.parse("李雷 <li@shop.example>")) == "李雷 <li@shop.example>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ada",
        "ada@shop.example",
        "<ada@shop.example>",
        "Ada <ada>",
        "Ada <a@b> <c@d>",
        "Ada <a@b>\nBcc: x@y",
        "A\x00 <a@b>",
    ],
)
def test_what_is_no_signature(text: str) -> None:
    with pytest.raises(NotSignedOff, match="does not name a person"):
        Signature.parse(text)


class TestLeadTimes:
    """By significance, by kind, by law: the longest counts, and only what was asked for."""

    LAW = LawSettings(significant=45, minor=3, source="Our undertaking")

    def test_no_law_counts_unasked(self) -> None:
        assert laws(ReleaseSettings()) == {}
        assert lead_time(ReleaseSettings(), "significant", ("recipients",)).days == 30

    def test_a_kind_counts_for_significant_revisions_that_meet_it(self) -> None:
        settings = ReleaseSettings(lead_days_kinds={"recipients": 45, "contact": 5})
        assert lead_time(settings, "significant", ("processing", "recipients")).days == 45
        assert "who receives information" in lead_time(settings, "significant", ("recipients",)).because
        assert lead_time(settings, "significant", ("contact",)).days == 30
        assert lead_time(settings, "minor", ("recipients",)).days == 1

    def test_a_law_counts_when_it_is_named(self) -> None:
        settings = ReleaseSettings(jurisdictions=("eu-telecom", "cn-platform"))
        significant, minor = (lead_time(settings, verdict) for verdict in ("significant", "minor"))
        assert (significant.days, minor.days) == (31, 7)
        assert "2018/1972" in significant.because
        assert "E-Commerce Law" in minor.because

    def test_a_law_of_the_projects_own(self) -> None:
        settings = ReleaseSettings(law={"regulator": self.LAW})
        found = dates(settings, "significant", PREVIOUS, TODAY)
        assert found.effective == TODAY + timedelta(45)
        [problem] = dates(settings, "significant", PREVIOUS, TODAY, effective=TODAY + timedelta(44)).problems
        assert problem.blocks
        assert problem.message.endswith("44 days before the version takes effect; Our undertaking asks for 45")
        [problem] = dates(
            settings, "significant", PREVIOUS, TODAY, effective=TODAY + timedelta(44), emergency=True
        ).problems
        assert not problem.blocks

    def test_an_unknown_name_says_which_are_known(self) -> None:
        with pytest.raises(SettingsError, match="atlantis") as refusal:
            laws(ReleaseSettings(jurisdictions=("atlantis",)))
        assert "eu-telecom" in (refusal.value.todo or "")

    def test_the_first_version_waits_for_no_law(self) -> None:
        assert dates(ReleaseSettings(law={"regulator": self.LAW}), "minor", None, TODAY).effective == TODAY

    def test_every_packaged_rule_has_its_source_and_stands_in_the_manual(self) -> None:
        page = (Path(__file__).parents[2] / "docs" / "releasing.md").read_text()
        for name, law in packaged().items():
            assert law.source
            assert f"| `{name}` | {law.significant} | {law.minor} | {law.source} |" in page

    def test_the_kinds_of_the_settings_are_those_of_the_criteria(self) -> None:
        everyone = dict.fromkeys(get_args(CriterionKind), 40)
        assert lead_time(ReleaseSettings(lead_days_kinds=everyone), "significant", ("risk",)).days == 40
