"""The verdict on a revision: by the old criteria, with metadata, warnings and an explanation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policytool.config import SignificanceSettings
from policytool.errors import SettingsError
from policytool.redline.compare import compare
from policytool.significance import explain
from policytool.significance import json as significance_json
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.text.parse import parse

FRONT = """---
policy: notice
title: Notice
controller:
  name: Fernhill Ltd.
  email: {mail}
impact_assessment:
  risk: {risk}
summary: {summary}
---
"""
TEXT = """
# Notice

Fernhill Ltd. sells plants. Write to {mail}.

## Sharing

We give your address to the parcel service.

## Changes

Significant changes include, but are not limited to:

- new purposes of processing; {{#purposes}}
- new recipients of your information. {{#recipients}}

We notify you of significant changes by e-mail before they take effect.
"""
MAIL = "office@fernhill.example"


def policy(*, mail: str = MAIL, risk: str = "low", summary: str = "First version.", declared: str = MAIL) -> str:
    return FRONT.format(mail=declared, risk=risk, summary=summary) + TEXT.format(mail=mail)


def judged(old: str, new: str) -> Assessment:
    return assess(compare(parse(old), parse(new)))


def test_the_same_text_is_minor_and_says_so() -> None:
    assessment = judged(policy(), policy())
    assert assessment.significance == "minor"
    assert assessment.findings == ()
    assert assessment.score == 0
    assert assessment.explanation.startswith("No change was found that meets a test of significance")


def test_a_finding_quotes_the_policys_own_criterion() -> None:
    new = policy().replace("the parcel service.", "the parcel service and to advertising partners.")
    assessment = judged(policy(), new)
    assert assessment.significance == "significant"
    finding = assessment.findings[0]
    assert finding.criterion.id == "recipients"
    assert finding.criterion.text == "new recipients of your information."
    assert finding.criterion.source == "policy"
    assert "advertising partners" in finding.reason
    assert any("advertising partners" in item.text for item in finding.evidence)
    assert finding.section == "Sharing"
    assert assessment.kinds[0] == "recipients"
    assert finding.reason in assessment.explanation


def test_a_kind_that_the_list_lacks_counts_by_the_words_that_leave_it_open() -> None:
    assessment = judged(policy(), policy(mail="privacy@fernhill.example", declared="privacy@fernhill.example"))
    finding = assessment.findings[0]
    assert finding.criterion.kind == "contact"
    assert finding.criterion.text == "Significant changes include, but are not limited to:"


def test_the_criteria_of_the_old_text_hold_and_a_change_of_the_list_is_a_finding() -> None:
    new = policy().replace("- new recipients of your information. {#recipients}\n", "")
    assessment = judged(policy(), new)
    assert assessment.significance == "significant"
    assert [item.id for item in assessment.criteria] == ["purposes", "recipients"]
    found = next(finding for finding in assessment.findings if finding.rule == "list-of-tests")
    assert "“new recipients of your information” is no longer a test" in found.reason
    assert found.reduces_rights


def test_a_change_of_the_promise_of_notice_is_a_finding() -> None:
    new = policy().replace("by e-mail before they take effect", "on our website after they take effect")
    assessment = judged(policy(), new)
    assert assessment.significance == "significant"
    assert "other" in assessment.kinds


def test_a_high_risk_in_the_metadata_is_a_finding_of_its_own() -> None:
    assessment = judged(policy(), policy(risk="high"))
    assert assessment.significance == "significant"
    assert assessment.kinds == ("risk",)
    assert assessment.findings[0].evidence[0].side == "metadata"


def test_metadata_and_text_that_disagree_are_told() -> None:
    only_metadata = judged(policy(), policy(declared="new@fernhill.example"))
    assert only_metadata.kinds == ("contact",)
    assert any("the text still says" in warning for warning in only_metadata.warnings)
    only_text = judged(policy(), policy(mail="new@fernhill.example"))
    assert any("the text does not" in warning for warning in only_text.warnings)


def test_a_summary_that_contradicts_the_findings_is_told() -> None:
    new = policy(summary="Only a typo corrected.").replace("parcel service.", "parcel service and to insurers.")
    assert any("The summary says" in warning for warning in judged(policy(), new).warnings)


@pytest.mark.parametrize(
    "text",
    [
        "# Datenschutz\n\n" + "Wir verarbeiten Ihre Daten nur, soweit dies für den Vertrag erforderlich ist. " * 5,
        "# Confidentialité\n\n" + "Nous traitons vos données personnelles pour exécuter le contrat avec vous. " * 5,
        "# プライバシー\n\n" + "当社はお客様の個人情報を契約の履行のために利用します。" * 8,
    ],
)
def test_other_languages_are_left_to_a_person(text: str) -> None:
    assessment = judged(text, text + "\nneu nouveau 新\n")
    assert assessment.significance == "significant"
    assert not assessment.judged
    assert "a person has to decide" in assessment.warnings[-1]


def test_unrelated_texts_are_told() -> None:
    one = "# A\n\n" + "\n\n".join(f"We water the {n} roses of garden number {n}." for n in range(12))
    two = "# Z\n\n" + "\n\n".join(f"Trains leave platform {n} for the coast every hour." for n in range(12))
    assert any("almost nothing in common" in warning for warning in judged(one, two).warnings)


def test_moved_and_re_split_text_yields_nothing() -> None:
    sections = policy().split("\n## ")
    moved = "\n## ".join([sections[0], sections[2], sections[1]])
    assert judged(policy(), moved).findings == ()


def test_a_folder_of_the_users_own_adds_to_the_vocabulary(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "data.toml").write_text('GardenPlan = ["garden plan", "花园图"]\n', encoding="utf-8")
    new = policy().replace(
        "parcel service.\n", "parcel service.\n\n## Data\n\nWe collect these:\n\n- your garden plan\n"
    )
    settings = SignificanceSettings(vocabulary="words")
    found = assess(compare(parse(policy()), parse(new)), settings=settings, root=tmp_path).findings
    assert any("garden plan" in finding.reason and finding.rule == "data" for finding in found)
    (tmp_path / "words" / "data.toml").write_text("GardenPlan = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="GardenPlan"):
        assess(
            compare(parse(policy()), parse(new)), settings=SignificanceSettings(vocabulary="words"), root=tmp_path / "."
        )


def test_json_and_html_hold_the_findings_and_are_escaped() -> None:
    new = policy().replace("parcel service.", "parcel service and to <b>insurance companies</b> & advertisers.")
    assessment = judged(policy(), new)
    data = json.loads(json.dumps(significance_json.assessment(assessment)))
    assert data["significance"] == "significant"
    assert set(data["findings"][0]) >= {"criterion", "criterion_text", "clause", "reason", "evidence", "confidence"}
    assert data["criteria"] == list(assessment.kinds)
    html = explain.html(assessment)
    assert "<b>" not in html
    assert "new recipients of your information." in html
    assert any("“new recipients of your information" in line for line in explain.lines(assessment))
