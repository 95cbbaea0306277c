"""Numbers and bullets as policies write them."""

from __future__ import annotations

import pytest

from policytool.text import markers


@pytest.mark.parametrize(
    "text",
    [
        "30 days after the request",
        "2023 was the year",
        "1.5 million users",
        "(c) 2026 Milbas Ltd",
        "(C) Copyright Milbas",
        "e.g. cookies",
        "i.e. cookies",
        "U.S. residents",
        "A. Smith is our officer",
        "and so on",
        "-hyphen",
        "–dash",
        "Article 6 of the law applies",
        "一般信息",
        "十分重要",
        "第三方合作伙伴",
        "第一方收集的信息",
        "1.",
        "①",
        "(a)",
        "•",
        "(see below)",
        "（见下文）",
        "$5) is due",
        "1000) is due",
    ],
)
def test_no_item_begins_here(text: str) -> None:
    assert markers.item(text) == 0


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("1. Orders", "1."),
        ("12) Orders", "12)"),
        ("（3）订单", "（3）"),
        ("(3) Orders", "(3)"),
        ("(a) Orders", "(a)"),
        ("(iv) Orders", "(iv)"),
        ("b) Orders", "b)"),
        ("①订单", "①"),
        ("⑫ Orders", "⑫"),
        ("⒈订单", "⒈"),
        ("3、订单", "3、"),
        ("（十二）订单", "（十二）"),
        ("三、订单", "三、"),
        ("第五条 订单", "第五条"),
        ("第五条：订单", "第五条："),
        ("2.1 We collect", "2.1"),
        ("2.1.3. We collect", "2.1.3."),
        ("•Orders", "•"),
        ("● Orders", "●"),
        ("– Orders", "–"),
    ],
)
def test_an_item_begins_here(text: str, marker: str) -> None:
    assert text[: markers.item(text)].strip() == marker


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("Article 5 Sharing", "Article 5"),
        ("ARTICLE IV: SHARING", "ARTICLE IV:"),
        ("Section 2.1 Sharing", "Section 2.1"),
        ("§ 5 Sharing", "§ 5"),
        ("1. Sharing", "1."),
        ("1.1 Sharing", "1.1"),
        ("1.1. sharing", "1.1."),
        ("A. Sharing", "A."),
        ("IV. Sharing", "IV."),
        ("第五条 共享", "第五条"),
        ("第二章 共享", "第二章"),
        ("第一部分：共享", "第一部分："),
        ("一、共享", "一、"),
        ("3 Sharing", ""),
        ("30 Days", ""),
        ("1 Sharing", "1"),
        ("Sections of this policy", ""),
        ("Part of our family", ""),
        ("2026 Changes", ""),
        ("Article", ""),
    ],
)
def test_headings_are_numbered(text: str, marker: str) -> None:
    assert text[: markers.heading(text)].strip() == marker


def test_a_bare_number_is_a_headings_number_only_in_sequence() -> None:
    assert markers.heading("3 Sharing", expected=3) == 2
    assert markers.heading("3 Sharing", expected=2) == 0


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("1.", "2."), ("①", "②"), ("⑳", "㉑"), ("㉟", "㊱"), ("(a)", "(b)"), ("(h)", "(i)"), ("(i)", "(ii)"),
        ("一、", "二、"),
        ("（九）", "（十）"), ("（十九）", "（二十）"), ("1.1", "1.2"),
        ("Article 4", "Article 5"), ("第五条", "第六条"), ("•", "•"),
        ("IV.", "V."),
    ],
)  # fmt: skip
def test_the_next_number_follows(one: str, two: str) -> None:
    assert markers.read(two).follows(markers.read(one))


@pytest.mark.parametrize(
    ("one", "two"),
    [("1.", "3."), ("1.", "2)"), ("1.", "②"), ("(a)", "(c)"), ("1.1", "2.2"), ("•", "·"), ("2.", "1."), ("(a)", "(B)")],
)
def test_another_number_does_not_follow(one: str, two: str) -> None:
    assert not markers.read(two).follows(markers.read(one))
