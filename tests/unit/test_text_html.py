"""Clauses as HTML, and the contents list."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from policytool.text.contents import Entry, contents
from policytool.text.html import clause_html, clauses_html, render, runs_html
from policytool.text.model import Run
from policytool.text.parse import parse

VOID = {"br", "img"}


class Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Balance()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader.tags


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "## <img src=x onerror=alert(1)>",
        "| <b>a</b> |\n|---|\n| <i>x</i> |",
        "```\n</code><script>\n```",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        '[x](https://a.example/"onclick="alert(1))',
        '![a"b](x.png"onerror="y)',
        '## a {#x"y}',
        "<https://a.example/?q=<script>>",
    ],
)
def test_nothing_of_the_text_becomes_markup(text: str) -> None:
    for tag, attributes in tags(render(parse(text), permalinks=True)):
        assert tag in {"p", "h2", "a", "img", "table", "thead", "tbody", "tr", "th", "td", "div", "pre", "code"}
        assert set(attributes) <= {
            "id",
            "class",
            "href",
            "src",
            "alt",
            "loading",
            "aria-label",
            "scope",
            "role",
            "tabindex",
        }
        assert "javascript" not in (attributes.get("href") or "") + (attributes.get("src") or "")


def test_numbered_lists_keep_their_numbers() -> None:
    html = render(parse("3. three\n4. four\n7. seven\n   a. inner\n"))
    assert '<ol start="3">' in html
    assert html.count("value=") == 1
    assert ' value="7"' in html


def test_other_markers_are_shown_as_written() -> None:
    html = render(parse("① 名称\n② 地址\n\n(a) x\n\n1) y\n\n- plain"))
    assert '<span class="marker">①</span> 名称' in html
    assert '<span class="marker">(a)</span> x' in html
    assert '<span class="marker">1)</span> y' in html
    assert "•" not in html


def test_nesting_is_rebuilt() -> None:
    html = render(parse("1. a\n   - b\n\n     more b\n   - c\n2. d\n\n## h\n\n- - deep\n\n> q\n> - in\n>\n> > r\n"))
    assert [tag for tag, _ in tags(html)] == [
        "ol", "li", "p", "ul", "li", "p", "p", "li", "p", "li", "p",
        "h2", "ul", "li", "ul", "li", "p",
        "blockquote", "p", "ul", "li", "p", "blockquote", "p",
    ]  # fmt: skip
    assert html.index("more b") < html.index("</li>")


def test_tables_have_heads_and_rows_ids() -> None:
    found = tags(render(parse("| A | B |\n|---|---|\n| 1 | 2 | {#one}\n\n- x\n\n| C |\n|---|\n")))
    assert [tag for tag, _ in found].count("th") == 3
    assert ("tr", {"id": "one"}) in found
    assert all(attributes == {"scope": "col"} for tag, attributes in found if tag == "th")


def test_headings_show_their_number_carry_their_id_and_a_permalink() -> None:
    document = parse("## 1. Use {#use}\n")
    assert render(document) == '<h2 id="use"><span class="number">1.</span> Use</h2>\n'
    assert 'href="#use"' in render(document, permalinks=True)
    assert render(document, shift=1).startswith("<h3")


def test_a_single_clause_stands_alone_without_an_id() -> None:
    document = parse("- a\n  - (b) deep {#x}\n")
    assert clause_html(document.by_id["x"]).count("id=") == 0
    tags(clause_html(document.by_id["x"]))
    assert tags(clauses_html(document.clauses[1:]))


def test_runs_become_inline_markup() -> None:
    runs = (
        Run(text="a & b\n"),
        Run(text="c", strong=True, emphasis=True, link="mailto:x@y.example"),
        Run(text="", image="p.png"),
    )
    assert runs_html(runs) == (
        'a &amp; b<br>\n<a href="mailto:x@y.example"><strong><em>c</em></strong></a>'
        '<img src="p.png" alt="" loading="lazy">'
    )
    assert runs_html((Run(text="x", link="javascript:1", image="data:y"),)) == "x"


def test_contents_are_a_tree_even_of_skipped_levels() -> None:
    document = parse("# Policy\n\n#### Deep\n\n## 1. Use\n\n### Cookies\n\n## 2. Sharing\n\n> ## Quoted\n")
    assert contents(document) == (
        Entry(id="deep", marker="", title="Deep", level=4),
        Entry(
            id="use",
            marker="1.",
            title="Use",
            level=2,
            below=(Entry(id="cookies", marker="", title="Cookies", level=3),),
        ),
        Entry(id="sharing", marker="2.", title="Sharing", level=2),
    )
    assert contents(parse("no headings")) == ()
    assert [entry.title for entry in contents(parse("# A\n\n# B\n"))] == ["A", "B"]
