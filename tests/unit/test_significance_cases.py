"""Every case of tests/cases/significance is judged as written there; those that must not fire come first."""

from __future__ import annotations

import pytest

from policytool.redline.compare import compare
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.text.parse import parse
from tests.significance_cases import Case, read


def judged(case: Case) -> Assessment:
    return assess(compare(parse(case.old), parse(case.new)))


@pytest.mark.parametrize("case", read("minor.md"), ids=lambda case: case.what)
def test_what_changes_nothing_in_substance_is_minor(case: Case) -> None:
    assessment = judged(case)
    assert assessment.significance == case.verdict, [f.reason for f in assessment.findings[:2]]
    assert assessment.kinds == ()


@pytest.mark.parametrize("case", read("significant.md"), ids=lambda case: case.what)
def test_what_meets_a_test_of_significance_is_found(case: Case) -> None:
    assessment = judged(case)
    assert assessment.significance == case.verdict, [(f.confidence, f.reason) for f in assessment.findings[:2]]
    assert set(case.kinds) <= set(assessment.kinds)


@pytest.mark.parametrize("case", read("significant.md"), ids=lambda case: case.what)
def test_findings_quote_words_that_stand_in_the_texts(case: Case) -> None:
    old, new = parse(case.old), parse(case.new)
    for finding in assess(compare(old, new)).findings:
        assert finding.reason
        assert finding.told
        assert finding.criterion.text
        for item in finding.evidence:
            document = {"old": old, "new": new}[item.side]
            assert document.by_id[item.clause].text[item.start : item.end] == item.text
