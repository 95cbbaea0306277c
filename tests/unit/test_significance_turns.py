"""A few words that turn a promise are found; the same promise in other words is not."""

from __future__ import annotations

import pytest

from policytool.redline.compare import compare
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.text.parse import parse

POLICY = """\
# Shop Privacy Policy

## Purposes

For any other purpose we ask you first, and go ahead only if you actively agree.

## Recipients

We share personal information only with:

- delivery companies, so that your order reaches you;
- payment providers, so that you can pay.

We do not sell personal information.

## Retention and security

We keep order information for three years after the order. Then we delete it or make it anonymous.

We encrypt personal information and limit access to staff who need it. After an incident we tell you promptly.

## Your rights

You can have your data corrected or deleted, and withdraw your consent at any time. We answer within thirty days.

## Changes

We publish every revision on our website before it takes effect.
"""


def judged(old: str, new: str) -> Assessment:
    assert POLICY.count(old) == 1
    return assess(compare(parse(POLICY), parse(POLICY.replace(old, new))))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("three years", "3 years"),
        ("thirty days", "30 days"),
        ("so that your order reaches you", "so that your order gets to you"),
        ("We do not sell personal information.", "We don't sell personal information."),
        ("We do not sell personal information.", "We will not sell personal data."),
        ("Then we delete it", "After that we delete it"),
        ("delivery companies", "companies that deliver"),
        ("on our website before it takes effect", "on our website prior to its taking effect"),
    ],
)
def test_the_same_promise_in_other_words_is_minor(old: str, new: str) -> None:
    assert judged(old, new).significance == "minor"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("three years", "five years"),
        ("thirty days", "ninety days"),
        ("three years", "three months"),
        ("We do not sell", "We may sell"),
        ("We do not sell personal information.\n\n", ""),
        ("only if you actively agree", "unless you object"),
        ("delivery companies, so", "delivery companies and advertisers, so"),
        ("limit access to staff who need it", "give access to all staff"),
        ("we tell you promptly", "we may tell you"),
        ("at any time", "once a year"),
        ("before it takes effect", "after it takes effect"),
        ("corrected or deleted", "corrected"),
        ("We encrypt", "We do not encrypt"),
    ],
)
def test_a_turned_promise_is_significant(old: str, new: str) -> None:
    assert judged(old, new).significance == "significant"


def test_advice_to_users_is_no_practice() -> None:
    old = "# Policy\n\nPlease help us: choose a strong password and do not share it with others.\n"
    new = "# Policy\n\nPlease help us by choosing a strong password and keeping it to yourself.\n"
    assert assess(compare(parse(old), parse(new))).significance == "minor"


def test_a_denial_that_stands_elsewhere_is_not_lost() -> None:
    both = POLICY + "\nWe do not sell personal information.\n"
    moved = both.replace("We do not sell personal information.\n\n", "", 1)
    assert assess(compare(parse(both), parse(moved))).significance == "minor"


def test_chinese_periods_are_numbers() -> None:
    def verdict(new: str) -> str:
        old = "# 隐私政策\n\n我们保存订单信息三年，之后删除。\n\n您可以随时撤回同意。\n"
        return assess(compare(parse(old), parse(old.replace("三年", new)))).significance

    assert verdict("3年") == "minor"
    assert verdict("五年") == "significant"
