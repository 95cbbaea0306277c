"""The quick reader of a block's content reads just what markdown-it reads, or leaves it alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policytool.text import inline, simple
from policytool.text.runs import fold
from tests.redline_documents import EXAMPLES

BLANK = re.compile(r"\n[ \t]*\n")
PIECES = st.lists(
    st.sampled_from(
        [
            *list("*_`~[]()<>\\!&;#a1 \n\t|\u00a0"),
            *["word", "words and words", "**", "**bold**", "**Note:** ", " **(a)** ", "[link](https://a.example/x?a=1&b=2)"],
            *["[l](u)", "](", "&amp;", "&copy", "R&D", "<br>", "<BR />", "  \n"],
            *["数据", "，", "[a\nb](c)", "![i](j.png)", "**甲**"],
            *["_", "__", "_word_", " _a b_ ", "*it*", "***", "**_both_**", "_**in**_", "***all***"],
            *["snake_case", "`code`", "[t](u \"title\")", "<p>", "</li>"],
            *["\\", "\\_", "\\*", "\\<", "[**b**](u)", "[_e_](u)", "[![i](j)](u)", "[](u)"],
        ]
    ),
    max_size=12,
).map("".join).filter(lambda content: not BLANK.search(content))  # fmt: skip


@pytest.mark.parametrize(
    "content",
    ["**a* b**", "[a]", "[a](<b c>)", "[a](b(c)d)", "[a](b&amp;c)", "a\\\nb", "x*y*z", "_a*b_", "``a``", "` a `",
     "**Note:**text", "a **b **c", "<https://a.example>", "<a@b.example>", "&lt;", "~~a~~", "[a](b 'title')",
     "**a [b](c)**"],
)  # fmt: skip
def test_what_is_not_simple_is_left_to_markdown_it(content: str) -> None:
    assert simple.runs(content) is None


@pytest.mark.parametrize(
    "content",
    ["plain", "", "a & b", "a] b!", "**Bold** and [link](x).", "**Note:** that", "a<br>b", "*a*, _b_", "**_a_**",
     "1\\. a", "a_b_c", "`a`", "![a](b)", "[![a](b)](c)", "[**a**](b)", '[a](b "c")', "* a", "** a**", "<p>", "a ~ b"],
)  # fmt: skip
def test_what_is_simple_is_read_here(content: str) -> None:
    assert simple.runs(content) is not None


@given(PIECES)
@settings(max_examples=EXAMPLES, deadline=None)
@example("\\<br>")
@example("<br\n/>")
@example("a**b**c**d**")
@example("**a**b**")
@example("[a](b)[c](d)")
@example("a  \n**b**")
def test_both_readers_agree(content: str) -> None:
    found = simple.runs(content)
    if found is not None:
        assert fold(found) == fold(inline.formatted(content, {}))
