"""Terms that a text defines are found, and what stays between two texts never holds part of one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytool.redline.lexicon import Lexicon
from policytool.redline.spine import common
from policytool.redline.terms import Terms, uncut
from policytool.text.parse import parse
from tests.redline_documents import EXAMPLES

LETTERS = st.text(alphabet="abc ", max_size=14)
EDGES = st.lists(st.integers(0, 14), unique=True, max_size=6).map(sorted)


def found(text: str, within: str) -> list[tuple[int, int]]:
    lexicon = Lexicon()
    return Terms(parse(text).clauses, lexicon).spans(lexicon.encode(within).exact)


@pytest.mark.parametrize(
    ("text", "within", "spans"),
    [
        ('"Personal Data" means what tells who you are.', "We keep Personal Data.", [(2, 4)]),
        ("“Sensitive Personal Data” and “Personal Data” differ.", "No Sensitive Personal Data.", [(1, 4)]),
        ("“个人信息”是指信息。", "保存个人信息。", [(2, 6)]),
        ("“Cookies” are small files.", "We set Cookies.", []),
        ("He said “we keep what we must” to us.", "we keep what we must", []),
        ("“Personal Data” means data.", "We keep personal data.", []),
    ],
)
def test_terms_are_what_the_text_quotes(text: str, within: str, spans: list[tuple[int, int]]) -> None:
    assert found(text, within) == spans


@given(LETTERS, LETTERS, EDGES, EDGES)
@settings(max_examples=EXAMPLES, deadline=None)
def test_nothing_of_a_span_stays_unless_all_of_it_does(old: str, new: str, olds: list[int], news: list[int]) -> None:
    spans = [
        [(first, last) for first, last in zip(edges[::2], edges[1::2], strict=False) if last <= len(text)]
        for edges, text in ((olds, old), (news, new))
    ]
    before, _ = common(old, new)
    after = uncut(before, *spans)
    kept = [(b.old + k, b.new + k) for b in after for k in range(b.size)]
    assert set(kept) <= {(b.old + k, b.new + k) for b in before for k in range(b.size)}
    assert kept == sorted(set(kept))
    for side, some in enumerate(spans):
        for first, last in some:
            inside = [pair for pair in kept if first <= pair[side] < last]
            assert len(inside) in (0, last - first)
            assert all(b[1] - a[1] == b[0] - a[0] == 1 for a, b in pairwise(inside))
