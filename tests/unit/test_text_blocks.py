"""A text read stretch by stretch, and the quick reader of blocks: both give what markdown-it gives for the whole."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policytool.text import drafts, markdown, simpleblocks, source
from policytool.text.blocks import Stretch
from policytool.text.drafts import Draft
from tests.redline_documents import EXAMPLES
from tests.unit.test_text_properties import LINES, SIGNS

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev.jsonl.xz"

BLOCKS = [
    *["Title\n-----", "Title\n===", "Title", "## A # b", "## End ##", "#no", "###### Six", "# A {#a}", "text {#b}"],
    *[
        "- a",
        "-  two",
        "* star",
        "+ plus",
        "* * *",
        "-    far",
        "-     code",
        "- wrapped\n  on",
        "- lazy\non",
        "  - deep",
    ],
    *["    - four", "  - two", "   + three", "      six", "    1) deep", "10. ten", "1. one", "7. seven", "2.1. both"],
    *[
        "> said",
        "said on",
        "**Bold** line",
        "**",
        "_em_",
        "```",
        "~~~",
        "    code",
        "\tcode",
        "two words\nmore",
        "<br>",
    ],
    *["[a]: /x", "[a]: https://a.example", "[a]", "[a][a]", "a | b", "| a | b |", "| 1 | 2 | 3 |", "| 1", "| a\\|b |"],
    *["|---|---|", "|:-:|--|", "---|", "数据", "①", "\u00a0x", "x\u00a0", "x  ", "word"],
]
MORE = st.lists(st.sampled_from(BLOCKS), max_size=14)
GAPS = st.lists(st.sampled_from(["\n", "\n", "\n\n", "\n\n", "\n \n", "\n\n\n"]), min_size=15, max_size=15)


def at_once(text: str) -> list[Draft]:
    """The drafts of `text` read by markdown-it as one."""
    env: dict[str, object] = {}
    walk = drafts._Walk(env, 1)
    walk.take(Stretch(0, text, tuple(markdown.blocks(text, env))))
    return walk.drafts


@given(MORE, GAPS)
@settings(max_examples=EXAMPLES, deadline=None)
@example(["- a", "b", "- c"], ["\n\n"] * 15)
@example(["```", "a", "```", "b"], ["\n\n"] * 15)
@example(["- a", "  ```", "b", "c"], ["\n\n"] * 15)
@example(["[a]", "[a]: /x"], ["\n\n"] * 15)
def test_blocks_put_together_at_random(pieces: list[str], gaps: list[str]) -> None:
    text = "".join(piece + gap for piece, gap in zip(pieces, gaps, strict=False))
    assert drafts.read(text)[0] == at_once(text)


@given(SIGNS | LINES)
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_text(text: str) -> None:
    text = source.level(text)
    assert drafts.read(text)[0] == at_once(text)


@pytest.mark.parametrize(
    "text",
    [
        "Words.",
        "Words\nwrapped on",
        "# One {#one}",
        "Two\n---",
        "- a\n- b",
        "* a\n\n* b",
        "| a | b |\n|---|:-:|\n| 1 |",
        "- a\n  - b\n\n    c\n- d",
        "1. a\n2. b",
        "**_a_**",
        "2.1. a",
        "* * *",
    ],
)
def test_the_commonest_blocks_are_read_quickly(text: str) -> None:
    assert simpleblocks.marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "- - a",
        "- a\nb",
        "- a\n      - b",
        "> a",
        "a\n- b",
        "# a #",
        "```\na\n```",
        "| a |\n|-|-|",
        "| a\\|b |\n|---|",
        "- a\n# b",
        "a\n1. b",
    ],
)
def test_everything_else_is_left_to_markdown_it(text: str) -> None:
    assert simpleblocks.marks(text) is None


@pytest.mark.skipif(not CORPUS.is_file(), reason="the corpus of real policies is not beside this checkout")
def test_real_policies() -> None:
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in list(lines)[::20]:
            text = source.level(json.loads(line)["old"])
            assert drafts.read(text)[0] == at_once(text)
