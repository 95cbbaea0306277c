"""What holds for every text."""

from __future__ import annotations

import json
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from policytool.errors import TextError
from policytool.text import frontmatter
from policytool.text.adopt import plain, proof
from policytool.text.html import render
from policytool.text.model import Clause, Document
from policytool.text.parse import build, parse
from policytool.text.write import to_markdown, write
from tests.redline_documents import EXAMPLES

SIGNS = st.lists(
    st.sampled_from(
        [
            *list("#*_`~[](){}<>|\\!&;:.-+=1239aAbi \n\n\t\"'@/"),
            *["word ", "数据", "①", "（", "）", "•", "、", "{#a}", "\r\n", "\u00a0", "    ", "| - |\n"],
        ]
    ),
    max_size=120,
).map("".join)
LINE = [
    "# Head",
    "## 1. Use {#use}",
    "Para of words.",
    "wrapped on",
    "1. one",
    "2. two",
    "   - sub",
    "  continued",
    "- dot",
    "(a) x",
    "(b) y",
    "",
    "",
    "① 甲",
    "② 乙",
    "> quote",
    "> - in",
    "| a | b |",
    "|---|---|",
    "| 1 | 2 |",
    "```",
    "**Bold**",
    "---",
    "***",
    "3) three",
    "- (i) r",
    "    deep",
    "<br>",
    "[l](https://a.example)",
    "一、总则",
    "1.",
    "-",
    "* [x](y) *a*",
    "![i](j.png)",
    "===",
    "> > deeper",
]
LINES = st.lists(st.sampled_from(LINE), max_size=25).map("\n".join)
ANY = st.one_of(st.text(max_size=200), SIGNS, LINES)


def read(source: str) -> Document | None:
    try:
        return parse(source)
    except TextError:
        return None


def letters(text: str) -> str:
    """Letters and digits in order: what may not be lost."""
    return "".join(re.findall(r"[^\W_]", text))


def content(clause: Clause) -> object:
    return clause.kind, clause.level, clause.quote, clause.marker, clause.text, clause.path, clause.named and clause.id


@settings(max_examples=EXAMPLES, deadline=None)
@given(ANY)
def test_reading_raises_nothing_else_and_rendering_nothing(source: str) -> None:
    document = read(source)
    if document is not None:
        assert len(document.by_id) == len(document.clauses)
        render(document).encode()
        json.dumps([clause.id for clause in document.clauses]).encode()


@settings(max_examples=EXAMPLES, deadline=None)
@given(LINES.filter(lambda source: "```" not in source))
def test_every_word_stands_in_a_clause(source: str) -> None:
    document = read(source)
    if document is not None:
        seen = letters("".join(clause.marker + clause.text for clause in document.clauses))
        written = re.sub(r"\]\([^)]*\)|<br>|\{#\w+\}", "", source)
        assert sorted(seen) == sorted(letters(written))


@settings(max_examples=EXAMPLES, deadline=None)
@given(ANY)
def test_what_is_written_reads_the_same(source: str) -> None:
    document = read(source)
    if document is not None:
        written = to_markdown(document)
        assert [content(clause) for clause in parse(written).clauses] == [
            content(clause) for clause in document.clauses
        ]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=60).filter(lambda text: not re.search("[\ud800-\udfff]", text)))
def test_any_value_survives_an_update_and_nothing_else_changes(value: str) -> None:
    source = "---\npolicy: p # c\ntitle: T\nsummary: x\n# end\n---\nText\n"
    updated = frontmatter.update(source, {"summary": value})
    assert frontmatter.read(updated).metadata == frontmatter.read(source).metadata.model_copy(update={"summary": value})  # type: ignore[union-attr]
    assert updated.startswith("---\npolicy: p # c\ntitle: T\nsummary: ")
    assert updated.endswith("\n# end\n---\nText\n")


LONG = "a line that goes on for long enough to be wrapped, for instance here"
MORE = [
    "Title Words",
    "What is it?",
    "WRITTEN LARGE",
    "2.1 We do.",
    "Article 3",
    "（二）二",
    "一、总",
    "within",
    "30 days",
]
LISTED = ["We collect:", "name", "o sub", "x; and", "•", "5"]
PASTED = st.lists(st.sampled_from([*LINE, *MORE, *LISTED, LONG]), max_size=25).map("\n".join)


@settings(max_examples=EXAMPLES, deadline=None)
@given(PASTED)
@example("-\n---\no sub")
def test_a_pasted_text_keeps_every_sign_when_it_is_written_and_read_again(source: str) -> None:
    drafts, _ = plain.read(source)
    again = parse(write(build(drafts, name=""))).clauses
    assert proof.clause_signs(again) == proof.signs(source)
