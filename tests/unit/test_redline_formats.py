"""Redlines as people see them: HTML, terminal, Markdown."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from policytool.redline import html, markdown, terminal
from policytool.redline.compare import compare
from policytool.redline.describe import describe
from policytool.redline.labels import labels_in
from policytool.redline.model import Redline
from policytool.text.parse import parse

OLD = """\
# Policy

## 1. Collection

We collect your name and your address when you order goods in our shop.

We never sell your personal information to anybody, whatever they offer.

- Name
- Address

## 2. Sharing

We share your address with carriers. See section 2.

| Data | Kept for |
|---|---|
| Orders | 10 years |
| Logs | 30 days |
"""
NEW = """\
# Policy

## 1. Collection

We collect your full name and your address when you order goods in our shop.

- Name
- Address
- Fingerprint <script>alert(1)</script>

## 2. News

News are here, & more.

## 3. Sharing

We share your address with carriers. See section 3.

We never sell your personal information to anybody, whatever they offer.

| Data | Kept for |
|---|---|
| Orders | 10 years |
| Logs | 90 days |
"""


@pytest.fixture(scope="module")
def redline() -> Redline:
    return compare(parse(OLD), parse(NEW))


def plain(redline: Redline, width: int = 100) -> list[str]:
    return ["".join(text for text, _ in line) for line in terminal.lines(redline, width=width)]


# HTML


def test_an_unchanged_text_has_no_ids_marks_or_folds() -> None:
    fragment = html.render(compare(parse(OLD), parse(OLD)), context=1)
    assert not re.search(r"<ins|<del|<details|id=|class=\"change", fragment)


def test_every_change_has_one_id_and_every_link_an_end(redline: Redline) -> None:
    page = html.page(redline)
    ids = Counter(re.findall(r' id="([^"]+)"', page))
    assert max(ids.values()) == 1
    assert {f"change-{n}" for n in range(1, len(redline.changes) + 1)} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_screen_readers_hear_what_is_inserted_and_deleted(redline: Redline) -> None:
    fragment = html.render(redline)
    assert '<ins><span class="spoken">[inserted: </span>full <span class="spoken">]</span></ins>' in fragment
    assert fragment.count("<ins>") == fragment.count("[inserted: ")
    assert fragment.count("<del>") == fragment.count("[deleted: ")


def test_the_words_are_in_the_language_of_the_policy() -> None:
    metadata = "---\npolicy: privacy-policy\ntitle: 隐私政策\nlanguage: zh\n---\n\n"
    chinese = compare(parse(f"{metadata}我们会收集您的姓名。"), parse(f"{metadata}我们会收集您的地址。"))
    page = html.page(chinese)
    assert '<html lang="zh">' in page
    assert "[新增: " in page
    assert "inserted:" not in page
    assert plain(chinese)[0] == "修改1条"


def test_a_moved_clause_links_to_its_old_place_and_back(redline: Redline) -> None:
    fragment = html.render(redline)
    number = next(n for n, change in enumerate(redline.changes, start=1) if change.kind == "moved")
    left, here = fragment.index(f'id="change-{number}-from"'), fragment.index(f'id="change-{number}"')
    assert left < here
    assert fragment.index("We collect your") < left < fragment.index("Fingerprint")
    assert f'<a href="#change-{number}-from">moved here</a>' in fragment


def test_what_the_policy_says_is_escaped(redline: Redline) -> None:
    page = html.page(redline, title="<b>Title</b>")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>Title" not in page


def test_a_link_that_would_run_a_script_is_no_link() -> None:
    fragment = html.render(compare(parse("See [x](https://a.example)."), parse("See [x](javascript:alert(1)) now.")))
    assert "<a href" not in fragment.replace('<a href="https://a.example">', "")


def test_images_are_words_and_load_nothing() -> None:
    fragment = html.render(compare(parse("One ![logo](https://a.example/x.png)"), parse("Two ![logo](x.png)")))
    assert "<img" not in fragment
    assert "logo" in fragment


def test_tables_stay_tables(redline: Redline) -> None:
    fragment = html.render(redline)
    assert fragment.count("<table>") == 1
    assert re.search(r"<tr><td><span class=\"change modified\" id=\"change-\d+\">Logs</span></td><td><del>", fragment)


def test_a_former_number_and_a_changed_link_are_told() -> None:
    assert '<span class="note">was 2.</span>' in html.render(compare(parse(OLD), parse(NEW)))
    fragment = html.render(compare(parse("See [x](https://a.example)."), parse("See [x](https://b.example).")))
    assert "link “x”: https://a.example → https://b.example" in fragment


def test_long_unchanged_stretches_fold() -> None:
    text = "\n\n".join(f"Paragraph number {n} of this policy." for n in range(30))
    fragment = html.render(compare(parse(text), parse(text.replace("number 15", "number fifteen"))), context=2)
    assert fragment.count("<details") == 2
    assert "13 unchanged clauses" in fragment
    assert fragment.index("number 12 of") < fragment.index("</details>") < fragment.index("number 13 of")


def test_the_page_prints_and_stands_on_its_own(redline: Redline) -> None:
    page = html.page(redline)
    assert "@media print" in page
    assert "prefers-color-scheme: dark" in page
    assert not re.search(r"<script|<link|@import|url\(|src=", page)


# Terminal


def test_no_line_is_wider_than_the_terminal() -> None:
    old = "# 政策\n\n" + "我们会收集您的姓名和地址，用于配送商品。" * 8 + "\n\nWe keep your name and your address. " * 9
    new = old.replace("姓名", "手机号码").replace("name", "telephone number")
    for width in (40, 72):
        assert all(terminal.columns(line) <= width for line in plain(compare(parse(old), parse(new)), width))


def test_signs_tell_without_colour(redline: Redline) -> None:
    out = "\n".join(plain(redline))
    assert "We collect your {+full +}name and your address" in out
    assert "Logs | [-30-]{+90+} days" in out
    assert "+ inserted\n    {+News are here, & more.+}" in out
    assert "> moved\n    We never sell" in out


def test_styles_go_with_the_signs(redline: Redline) -> None:
    styles = {style for line in terminal.lines(redline) for text, style in line if text.startswith("{+")}
    assert styles == {"green"}


def test_what_only_got_another_number_is_one_line(redline: Redline) -> None:
    told = "  ~ 2 clauses renumbered or set at another level: “Sharing”; “We share your address with…”"
    assert plain(redline)[-1] == told


def test_a_policy_cannot_steer_the_terminal() -> None:
    out = "".join(plain(compare(parse("One."), parse("Two \x1b[31m\x07 \u202e three."))))
    assert not re.search(r"[\x00-\x1f\u202e]", out)


# Markdown


def test_markdown_past_its_limit_counts_the_rest() -> None:
    old = "\n\n".join(f"Clause number {n} of this text says nothing." for n in range(300))
    text = markdown.render(compare(parse(old), parse(old.replace("nothing", "something"))), limit=5000)
    shown = text.count("\n- ")
    assert len(text) <= 5000
    assert f"… and {300 - shown} more" in text


def test_markdown_shows_what_the_policy_says_and_mentions_nobody() -> None:
    text = markdown.render(compare(parse("Ask @here."), parse("Ask @everyone, or *us* \\<b>now</b>.")))
    assert "@everyone" not in text
    assert "\\<b\\>" in text


# The list of changes


def test_a_long_clause_is_quoted_around_its_change() -> None:
    words = [f"word{n}" for n in range(200)]
    old, new = " ".join(words), " ".join([*words[:100], "not", *words[100:]])
    (line,) = describe(compare(parse(old), parse(new)))
    text = "".join(part.text for part in line.excerpt)
    assert len(text) < 120
    assert "word99 not word100" in text
    assert text.startswith("… ")
    assert text.endswith(" …")


@pytest.mark.parametrize("seen", ["here", "here, first of all"])
def test_a_clause_whose_link_changed_is_quoted_around_that_link(seen: str) -> None:
    words = " ".join(f"word{n}" for n in range(100))
    old = f"Read more [here](https://a.example/same). {words}, and ask us [{seen}](https://a.example/old)."
    (line,) = describe(compare(parse(old), parse(old.replace("/old", "/new"))))
    text = "".join(part.text for part in line.excerpt)
    assert line.label == "link"
    assert text.startswith("… ")
    assert text.endswith(f"word99, and ask us {seen}.")
    assert [run.link for part in line.excerpt for run in part.runs if run.link] == ["https://a.example/new"]


def test_what_was_deleted_is_listed_below_the_new_title_of_its_section() -> None:
    old = "## How we use the data\n\nWe use it to pay you.\n\nWe sell it to brokers.\n\n### Old news\n\nThey are old.\n"
    new = "## How we use your data\n\nWe use it to pay you soon.\n"
    lines = describe(compare(parse(old), parse(new)))
    deleted = [line.section for line in lines if line.label == "deleted"]
    assert deleted[0] == ("How we use your data",)
    assert deleted[-1] == ("How we use your data", "Old news")


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant-TW"])
def test_each_language_has_a_word_for_everything(language: str) -> None:
    words, english = labels_in(language), labels_in("en")
    assert list(words.kinds) == list(words.sums) == list(english.kinds)
    assert all("{n}" in many for _, many in words.sums.values())
    assert labels_in("xx").tag == labels_in("../en").tag == "en"
