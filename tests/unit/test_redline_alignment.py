"""How well clauses are aligned, scored over revisions with known truth; benchmarks/alignment.py prints the tables."""

from __future__ import annotations

import pytest

from benchmarks.alignment import THRESHOLDS, swept
from policytool.redline.compare import compare
from policytool.redline.prove import prove
from policytool.redline.word import write
from tests.redline_truth import TOLD, score, truths
from tests.redline_word import assert_word_holds

COUNT = 12
UNSEEN = 1000
"""Seeds from here on were not looked at when thresholds were chosen."""


@pytest.mark.parametrize("first", [0, UNSEEN])
def test_links_are_found_and_are_right(first: int) -> None:
    found = score(truths(COUNT, first))
    assert found.truth.total() > 300
    assert found.precision >= 0.97
    assert found.recall >= 0.98
    for kind in found.truth:
        assert found.recall_of(kind) >= 0.9, kind
    for kind in set(TOLD.values()):
        assert found.precision_of(kind) >= 0.97, kind


@pytest.mark.parametrize("name", THRESHOLDS)
def test_a_threshold_stands_on_a_plateau(name: str) -> None:
    below, chosen, above = (value for _, value in swept(name, truths(COUNT), (-0.05, 0.0, 0.05)))
    assert max(below, above) <= chosen + 0.005, "Another threshold aligns better."
    assert min(below, above) >= chosen - 0.02, "A little less or more of it aligns much worse."


def test_what_was_split_and_merged_at_once_holds_in_word() -> None:
    redlines = [compare(truth.old, truth.new) for truth in truths(10)]
    assert sum(len(entry.olds) > 1 and len(entry.news) > 1 for redline in redlines for entry in redline.changes) >= 5
    for redline in redlines:
        prove(redline)
        assert_word_holds(redline, write(redline))
