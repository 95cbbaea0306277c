"""The labelled cases in tests/cases/redline: old text, new text, and the redline that a lawyer expects.

Each line of a redline is `kind aspect: words` with [-deleted-] and {+inserted+} words; unchanged clauses are left out.
The thresholds of the alignment were chosen on these cases.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policytool.redline.compare import compare
from policytool.redline.model import Change
from policytool.redline.prove import prove
from policytool.redline.segments import by_clause
from policytool.text.parse import parse

FOLDER = Path(__file__).parents[1] / "cases" / "redline"
_CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n\n(?:(?!```)[^\n]+\n\n)*"
    r"```old\n(?P<old>.*?)\n?```\n\n```new\n(?P<new>.*?)\n?```\n\n```redline\n(?P<redline>.*?)\n?```$",
    re.MULTILINE | re.DOTALL,
)
_MARKS = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}

CASES = [
    pytest.param(case["old"], case["new"], case["redline"], id=f"{file.stem}: {case['title']}")
    for file in sorted(FOLDER.glob("*.md"))
    for case in _CASE.finditer(file.read_text(encoding="utf-8"))
]


def told(old: str, new: str) -> str:
    redline = compare(parse(old), parse(new))
    prove(redline)
    return "\n".join(map(_line, redline.changes))


def _line(change: Change) -> str:
    pieces = ["".join(_MARKS[part.kind].format(part.text) for part in parts) for _, parts in by_clause(change)]
    if not change.words:
        pieces = [(change.new or change.olds[0]).text]
    shown = " ¶ ".join(pieces).replace("\t", " | ").replace("\n", " ¶ ")
    return f"{change.kind}{'' if change.aspect == 'none' else ' ' + change.aspect}: {shown}"


def test_every_case_is_read() -> None:
    titles = sum(file.read_text(encoding="utf-8").count("\n## ") for file in FOLDER.glob("*.md"))
    titles -= sum(len(re.findall(r"^## ", case.values[0] + "\n" + case.values[1], re.MULTILINE)) for case in CASES)
    assert len(CASES) == titles >= 40


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_a_case_gives_the_redline_that_a_lawyer_expects(old: str, new: str, expected: str) -> None:
    assert told(old, new) == expected
