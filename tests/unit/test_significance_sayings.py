"""What findings and summaries say: the same sayings in every language, and told in the reader's."""

from __future__ import annotations

import re
import string
import tomllib
from importlib import resources
from typing import Any

import pytest

from policytool.redline.compare import compare
from policytool.significance import sayings, translated
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.text.parse import parse

ENGLISH = "# Notice\n\n## Sharing\n\nWe share your address with the parcel service. {#parcels}\n"
CHINESE = "# 声明\n\n## 共享\n\n我们向物流公司提供您的地址。 {#parcels}\n\n请发送邮件至 help@fernhill.example。\n"


def catalogue(language: str) -> dict[str, Any]:
    file = resources.files("policytool.significance.sayings") / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def slots(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def judged(old: str, new: str) -> Assessment:
    return assess(compare(parse(old), parse(new)))


@pytest.mark.parametrize("language", sayings.LANGUAGES)
def test_every_language_says_the_same_things_with_no_slot_of_its_own(language: str) -> None:
    own, english = catalogue(language), catalogue("en")
    assert {name: set(table) for name, table in own.items()} == {name: set(table) for name, table in english.items()}
    for name, table in own.items():
        for form, pattern in table.items():
            assert {s.lower() for s in slots(pattern)} <= {s.lower() for s in slots(english[name][form])}, (name, form)


def test_a_chinese_policy_is_told_in_chinese() -> None:
    new = CHINESE.replace("help@", "privacy@") + "\n我们与广告合作伙伴共享您的手机号码。\n"
    assessment = judged(CHINESE, new)
    assert assessment.language == "zh"
    said = [assessment.explanation, *(text for f in assessment.findings for text in (f.reason, f.told))]
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in said)
    assert not any(re.search(r"\b(?:the|policy|becomes|now)\b", text) for text in said)
    assert "电子邮箱由 help@fernhill.example 改为 privacy@fernhill.example。" in said


def test_nothing_in_substance_is_told_in_the_language_of_the_policy() -> None:
    assert judged(CHINESE, CHINESE.replace("您的地址", "**您的地址**")).explanation.startswith(
        "未发现符合重大变更标准的变化"
    )
    assert judged(ENGLISH, ENGLISH.replace("your address", "**your address**")).explanation.startswith(
        "No change was found that meets a test of significance"
    )


def test_a_finding_is_told_to_readers_of_a_translation_with_the_clause_as_they_read_it() -> None:
    assessment = judged(ENGLISH, ENGLISH.replace("parcel service", "parcel service and with advertising partners"))
    finding = assessment.findings[0]
    assert finding.clause == "parcels"
    told = translated.told(finding, assessment, "zh-Hans", "我们向物流公司和广告合作伙伴提供您的地址。")
    assert "“我们向物流公司和广告合作伙伴提供您的地址”" in told
    assert translated.told(finding, assessment, "en-GB", "") == finding.told
    assert translated.explanation(assessment, "zh").startswith("本次修订涉及")


def test_what_cannot_be_told_in_a_language_is_not_told_in_another() -> None:
    assessment = judged(ENGLISH, ENGLISH.replace("parcel service", "parcel service and with advertising partners"))
    finding = assessment.findings[0]
    assert translated.told(finding, assessment, "fr", "Nous partageons votre adresse.") == ""
    assert translated.told(finding, assessment, "zh", "") == "", "a clause without a translation cannot be quoted"
    assert translated.explanation(assessment, "fr") == ""


def test_the_summary_is_no_longer_than_the_change_deserves() -> None:
    one = judged(ENGLISH, ENGLISH + "\n## Questions\n\nWrite to privacy@fernhill.example.\n")
    assert one.explanation == one.findings[0].reason
    many = ENGLISH + "".join(
        f"\n## Part {n}\n\nWe sell your {what} to advertisers, and we keep all of it for {n} years.\n"
        for n, what in enumerate("location messages contacts photos height fingerprints letters diary".split(), 3)
    )
    long = judged(ENGLISH, many)
    assert len([f for f in long.findings if f.confidence >= 0.5]) >= 4
    assert len(re.findall(r"\.(?: |$)", long.explanation)) <= 3
    assert "places" in long.explanation


def test_lists_are_written_as_the_language_does() -> None:
    assert sayings.listed(["a", "b", "c"]) == "a, b and c"
    assert sayings.listed(list("abcde")) == "a, b, c and others"
    assert sayings.listed(["甲", "乙", "丙"], "zh") == "甲、乙和丙"
    assert sayings.listed([]) == ""
