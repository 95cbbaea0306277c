"""Every case of tests/cases/significance is judged as written there; those that must not fire come first.

known.md lists the cases that are judged wrongly, and is exact: a case that is mended has to be struck from it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from policytool.redline.compare import compare
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.text.parse import parse
from tests.significance_cases import Case, known, read

KNOWN = {(row.file, row.what): row for row in known()}


def name(case: Case) -> str:
    return f"{case.file}: {case.what}"


def expected(case: Case) -> bool:
    return (case.file, case.what) not in KNOWN


MINOR = [case for case in read("minor") if expected(case)]
SIGNIFICANT = [case for case in read("significant") if expected(case)]


@cache
def judged(case: Case) -> Assessment:
    return assess(compare(parse(case.old), parse(case.new)))


def right(case: Case) -> bool:
    said = judged(case)
    return said.significance == case.verdict and set(case.kinds) <= set(said.kinds)


@pytest.mark.parametrize("case", MINOR, ids=name)
def test_what_changes_nothing_in_substance_is_minor(case: Case) -> None:
    assessment = judged(case)
    assert assessment.significance == case.verdict, [f.reason for f in assessment.findings[:2]]
    assert assessment.kinds == ()


@pytest.mark.parametrize("case", SIGNIFICANT, ids=name)
def test_what_meets_a_test_of_significance_is_found(case: Case) -> None:
    assessment = judged(case)
    assert assessment.significance == case.verdict, [(f.confidence, f.reason) for f in assessment.findings[:2]]
    assert set(case.kinds) <= set(assessment.kinds)


@pytest.mark.parametrize("case", [c for c in read("minor") + read("significant") if not expected(c)], ids=name)
def test_a_case_known_to_be_judged_wrongly_still_is(case: Case) -> None:
    assert not right(case), "This case is judged rightly now: strike it from known.md."
    assert judged(case).significance == KNOWN[case.file, case.what].said.split()[0]


def test_known_cases_exist_and_have_a_cause() -> None:
    cases = {(case.file, case.what) for case in read("minor") + read("significant")}
    assert set(KNOWN) <= cases
    assert all(row.cause for row in KNOWN.values())
    assert len(KNOWN) == len(known())


def test_there_are_enough_cases_and_most_of_them_must_not_fire() -> None:
    assert len(read("minor")) > len(read("significant")) >= 140
    kinds = Counter(kind for case in read("significant") for kind in case.kinds)
    assert set(kinds) == {"processing", "organisation", "recipients", "rights", "contact", "other"}
    for verdict in ("minor", "significant"):
        assert sum(not case.old.isascii() and "声明" in case.old for case in read(verdict)) >= 20


@pytest.mark.parametrize("case", SIGNIFICANT, ids=name)
def test_findings_quote_words_that_stand_in_the_texts(case: Case) -> None:
    sides = {"old": parse(case.old), "new": parse(case.new)}
    for finding in judged(case).findings:
        assert finding.reason
        assert finding.told
        assert finding.criterion.text
        for item in finding.evidence:
            assert sides[item.side].by_id[item.clause].text[item.start : item.end] == item.text
