"""Markdown to clauses."""

from __future__ import annotations

import pytest

from policytool.errors import TextError
from policytool.text.model import Clause, Document
from policytool.text.parse import parse


def shape(document: Document) -> list[tuple[str, int, str, str]]:
    return [(clause.kind, clause.level, clause.marker, clause.text) for clause in document.clauses]


def only(text: str) -> Clause:
    document = parse(text)
    assert len(document.clauses) == 1, shape(document)
    return document.clauses[0]


def test_every_block_is_a_clause_with_its_path_and_line() -> None:
    document = parse(
        "# Privacy Policy\n\nIntro.\n\n## 1. Collection {#collection}\n\n1. First\n   wrapped\n\n   continued\n"
        "2. Second {#two}\n\n"
        "### Cookies\n\n> Quoted\n\n| Data | Use |\n|---|---|\n| Name | Orders |\n\n```\ncode  here\n```\n"
    )
    assert shape(document) == [
        ("heading", 1, "", "Privacy Policy"),
        ("paragraph", 0, "", "Intro."),
        ("heading", 2, "1.", "Collection"),
        ("item", 1, "1.", "First wrapped"),
        ("paragraph", 1, "", "continued"),
        ("item", 1, "2.", "Second"),
        ("heading", 3, "", "Cookies"),
        ("paragraph", 0, "", "Quoted"),
        ("row", 1, "", "Data\tUse"),
        ("row", 2, "", "Name\tOrders"),
        ("code", 0, "", "code  here"),
    ]
    assert [clause.line for clause in document.clauses] == [1, 3, 5, 7, 10, 11, 13, 15, 17, 19, 21]
    assert document.by_id["two"].path == ("Collection",)
    assert document.clauses[7].quote == 1
    assert document.clauses[-1].path == ("Collection", "Cookies")


def test_the_only_title_is_no_section_but_several_are() -> None:
    assert parse("# Policy\n\n## Use\n\nText").clauses[-1].path == ("Use",)
    assert parse("# Use\n\nText\n\n# Sharing\n\nMore").clauses[-1].path == ("Sharing",)


def test_lines_with_markers_become_items_of_their_own() -> None:
    assert shape(parse("We collect:\n① names\n② mail\n(1) private\n(2) business\n③ orders")) == [
        ("paragraph", 0, "", "We collect:"),
        ("item", 1, "①", "names"),
        ("item", 1, "②", "mail"),
        ("item", 2, "(1)", "private"),
        ("item", 2, "(2)", "business"),
        ("item", 1, "③", "orders"),
    ]
    assert shape(parse("- data:\n  (a) names\n  (b) mail\n- more")) == [
        ("item", 1, "•", "data:"),
        ("item", 2, "(a)", "names"),
        ("item", 2, "(b)", "mail"),
        ("item", 1, "•", "more"),
    ]
    assert [clause.marker for clause in parse("•名称\n•地址\n\n· mail").clauses] == ["•", "•", "·"]


@pytest.mark.parametrize(
    "text",
    [
        "We delete it within\n30 days of the request.",
        "as the law demands in section\n(a) of the Act.",
        "the total was\n2. That is all.",
        "It takes time\n– often a day –\nto answer.",
        "(c) 2026 Milbas",
        "见第\n一般信息一节",
    ],
)
def test_a_wrapped_line_is_no_item(text: str) -> None:
    assert only(text).kind == "paragraph"


def test_a_paragraph_between_items_does_not_end_a_numbered_list_but_a_bulleted_one() -> None:
    levels = [c.level for c in parse("(1) one\n\n• sub\n\nMore on one.\n\n(2) two\n\nYou can:\n\n• see").clauses]
    assert levels == [1, 2, 0, 1, 0, 1]


def test_a_number_alone_is_kept_as_text() -> None:
    assert shape(parse("Since\n\n2024.\n\nmore")) == [
        ("paragraph", 0, "", "Since"),
        ("paragraph", 0, "", "2024."),
        ("paragraph", 0, "", "more"),
    ]


def test_cells_beyond_the_head_are_kept() -> None:
    rows = parse("| A | B |\n|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | {#five}\n").clauses
    assert [row.text for row in rows] == ["A\tB", "1\t2\t3", "4\t5"]
    assert rows[2].id == "five"
    assert rows[2].named


def test_ids_may_stand_on_any_clause() -> None:
    text = (
        "# T {#t}\n\nPara {#p}\n\n- item {#i}\n  1. inner {#in}\n\n(a) x {#x}\n(b) y {#y}\n\n```text {#c}\ncode\n```\n"
    )
    document = parse(text)
    assert [clause.id for clause in document.clauses] == ["t", "p", "i", "in", "x", "y", "c"]
    assert all(clause.named and "{#" not in clause.text for clause in document.clauses)


@pytest.mark.parametrize("text", ["see \\{#top}", "see `{#top}`", "see {#top} there", "a {#}", "a {#two words}"])
def test_what_only_looks_like_an_id_is_text(text: str) -> None:
    clause = only(text)
    assert not clause.named
    assert "{#" in clause.text


def test_an_id_used_twice_is_an_error_with_both_lines() -> None:
    with pytest.raises(TextError, match="lines 1 and 5") as caught:
        parse("# One {#a}\n\ntext\n\n# Two {#a}\n", name="policy.md")
    assert caught.value.where == "policy.md:5"
    assert caught.value.todo


def test_derived_ids_survive_edits_elsewhere_and_changed_punctuation() -> None:
    old = parse("# T\n\n## Use of data\n\nWe use names.\n\n- for orders\n\n## Sharing\n\nNobody else.\n")
    new = parse(
        "# T\n\nNew.\n\n## Extra\n\nX\n\n## 7. Use of data\n\nA new one.\n\nWe use, names!\n\n* for orders\n\n"
        "## Sharing\n\nNobody else."
    )
    assert set(old.by_id) <= set(new.by_id)
    assert old.clauses[1].id == "use-of-data"


def test_the_same_words_twice_get_different_ids() -> None:
    ids = [clause.id for clause in parse("## A\n\nsame\n\nsame\n\n## A\n\n## a-2 {#a-2}\n").clauses]
    assert len(set(ids)) == len(ids)
    assert ids[0] == "a"


def test_ids_of_chinese_headings_can_stand_in_an_address() -> None:
    clause = only("## 一、我们如何收集和使用 “个人信息”？")
    assert clause.id == "我们如何收集和使用-个人信息"
    assert clause.marker == "一、"


def test_raw_html_is_text_and_its_lines_are_known() -> None:
    document = parse(
        "a <b>bold</b>\n\n<script>alert(1)</script>\n\n<!-- note -->\n\n1 < 2, <https://a.example>, x<br>y\n"
    )
    assert document.raw_html == (1, 3, 5)
    assert document.clauses[1].text == "<script>alert(1)</script>"
    assert document.clauses[3].text == "1 < 2, https://a.example, x\ny"


def test_links_are_kept_as_written_and_unsafe_ones_lose_their_target() -> None:
    clause = only(
        "[a](https://x.example/ä?b=1&c=%20 'title') [b](javascript:alert(1)) [c](#d) "
        "![alt](data:image/png;x) ![p](p.png)"
    )
    assert [(run.text, run.link) for run in clause.links] == [("a", "https://x.example/ä?b=1&c=%20"), ("c", "#d")]
    assert clause.text == "a b c alt p"
    assert [run.image for run in clause.runs if run.image] == ["p.png"]


@pytest.mark.parametrize("scheme", ["JaVaScRiPt", "java\tscript", "vbscript", "data", "&#106;avascript", "file"])
def test_no_unsafe_target_survives(scheme: str) -> None:
    assert not only(f"[x]({scheme}:y)").links


def test_a_definition_of_a_word_is_no_link_definition() -> None:
    assert only("[Personal data]: information").text == "[Personal data]: information"
    assert parse("[site]\n\n[site]: https://a.example\n").clauses[0].links[0].link == "https://a.example"


def test_white_space_is_folded_and_hard_breaks_stay() -> None:
    assert only("a\u00a0 b\u3000c  \nd\\\n e\nf").text == "a b c\nd\ne f"
    assert only("我们收集\n您的信息 and\nmore").text == "我们收集您的信息 and more"


def test_indented_text_is_text_not_code() -> None:
    assert only("    ragged paste").kind == "paragraph"


def test_front_matter_of_other_tools_is_left_out_and_rules_are_text() -> None:
    assert [c.text for c in parse("---\nlayout: page\ntitle: X\n---\nText").clauses] == ["Text"]
    assert [c.text for c in parse("---\nHello there\n\n---\nText").clauses] == ["Hello there", "Text"]
    assert [c.text for c in parse("---\n\nText").clauses] == ["Text"]


def test_windows_files_with_a_byte_order_mark_read_the_same() -> None:
    text = "---\npolicy: p\ntitle: T\n---\n\n# A\n\nb\nc\n"
    assert parse("\ufeff" + text.replace("\n", "\r\n")) == parse(text)


def test_signs_that_nobody_can_read_are_shown_as_such() -> None:
    assert only("a\x00b\x02c\ud800d").text == "a\ufffdb\ufffdc\ufffdd"
    assert only("a\x0bb\u2028c").text == "a b c"


@pytest.mark.parametrize(
    "text",
    [
        "**Effective: September 29, 2023**\n\ntext",
        "**London SW1A 1AA**\n\ntext",
        "**We never sell your data.**\n\ntext",
        "**Please read this carefully before you go on and use any of the many services of ours**\n\ntext",
        "**[Learn more](#x)**\n\ntext",
        "**privacy@milbas.example**\n\ntext",
        "**Name:** text\n\ntext",
        "**Acme Ltd**\n\n**Main Street**\n\n**Springfield**",
        "**Last line**",
        "- **Item**\n\ntext",
        "---\npolicy: p\ntitle: T\n---\n**Sharing**\n\ntext",
    ],
)
def test_a_bold_line_stays_text(text: str) -> None:
    assert not parse(text).headings


def test_a_bold_line_leads_a_section_of_a_page_without_metadata() -> None:
    document = parse("## Policy\n\n**1\\. What we collect**\n\ntext\n\n**Sharing**\n\n- item")
    assert [(h.level, h.marker, h.text) for h in document.headings] == [
        (2, "", "Policy"),
        (3, "1.", "What we collect"),
        (3, "", "Sharing"),
    ]
