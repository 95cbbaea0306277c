"""Two languages of one policy: what must not be told apart, and what must."""

from __future__ import annotations

import pytest

from policytool.redline.parity import Disparity, parity
from policytool.text.parse import parse

ENGLISH = """\
## Retention {#retention}

We keep orders for thirty days, until 5 May 2026, see section 3, and ask twenty people.

- Name
- Address

Write to privacy@milbas.example or see [here](https://milbas.example/a).

## Sharing {#sharing}

We share nothing.
"""
CHINESE = """\
## 保存 {#retention}

我们将订单保存30天，直至2026年5月5日，参见第3条，并询问二十人。

- 姓名
- 地址

请写信至privacy@milbas.example，或查看[此处](https://milbas.example/a)。

## 共享 {#sharing}

我们不共享任何信息。
"""


def told(chinese: str) -> list[Disparity]:
    return parity(parse(ENGLISH), parse(chinese))


def test_a_faithful_translation_is_told_nowhere() -> None:
    assert told(CHINESE) == []


def test_numbers_in_words_or_in_digits_are_the_same_both_ways() -> None:
    assert parity(parse(CHINESE), parse(ENGLISH)) == []


@pytest.mark.parametrize(
    ("old", "new", "kind", "first", "second"),
    [
        ("30天", "90天", "numbers", (), ("90",)),
        ("privacy@milbas", "law@milbas", "addresses", ("privacy@milbas.example",), ("law@milbas.example",)),
        ("- 地址\n", "", "clauses", ("1 heading", "2 items", "2 paragraphs"), ("1 heading", "1 item", "2 paragraphs")),
        ("{#sharing}", "{#shared}", "section", ("sharing",), ("shared",)),
    ],
)  # fmt: skip
def test_what_differs_is_told(old: str, new: str, kind: str, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    found = told(CHINESE.replace(old, new))
    assert [entry.kind for entry in found] == [kind]
    assert (found[0].first, found[0].second) == (first, second)


def test_sections_in_another_order_are_told() -> None:
    head, _, tail = CHINESE.partition("## 共享")
    assert [entry.kind for entry in told(f"## 共享{tail}\n{head}")] == ["order"]
