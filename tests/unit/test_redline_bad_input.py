"""Texts as nobody should write them: compared without a crash, proved, and shown in every format."""

from __future__ import annotations

import json

import pytest

from policytool.redline import html, markdown, sidebyside, terminal
from policytool.redline import json as redline_json
from policytool.redline.compare import compare
from policytool.redline.model import Redline
from policytool.redline.prove import prove
from policytool.text.model import Clause, Document, Run
from policytool.text.parse import parse

POLICY = "# Privacy\n\nWe keep it for 30 days.\n\n- Name\n- Address\n\n| Data | Kept |\n|---|---|\n| Logs | 30 days |\n"
OTHER = "# Terms of sale\n\nThe price is due at once.\n\n1. Delivery\n2. Payment\n\n> Quoted words of a court.\n"
NESTED = "".join(f"{'  ' * depth}- level {depth}\n" for depth in range(300)) + ">" * 300 + " deepest\n"
HTML = "# <script>alert(1)</script>\n\n<div onclick='x()'>We <b>keep</b> it.</div>\n\n<table><tr><td>\n\n<!-- hidden\n"
UNCLOSED = "| Data | Kept |\n|---|\n| Logs |\n\n| a | b |\n|---|---|\n| one | two | three |\n| `x | y\n"
FORMATTED = "**never *closed `at [all](\n\n" + "[" * 500 + "\n\n" + "*_" * 500 + "\n"
MIXED = "# Privacy\r\n\rWe keep your name for 30 days.\r\n\n- Name\r- Address\u2028\x0b\x0c\x85end\n"
CONTROLS = "We \x00keep\x07 \x1b[31myour\x9b name\u202e for \u200b30 days\ufeff.\n\n\x7f\n"
SURROGATES = "We keep \ud800 your name \udfff for 30 days.\n"

BAD = {
    "empty": "",
    "blank": " \n\t\n\u00a0\n",
    "another document": OTHER,
    "nested": NESTED,
    "raw html": HTML,
    "unclosed tables": UNCLOSED,
    "unclosed formatting": FORMATTED,
    "mixed line ends": MIXED,
    "control characters": CONTROLS,
    "lone surrogates": SURROGATES,
}


def shown(redline: Redline) -> list[str]:
    """The redline in every text format, as it is written to a file."""
    prove(redline)
    lines = ["".join(piece for piece, _ in line) for line in terminal.lines(redline)]
    pages = [html.page(redline), sidebyside.render(redline), markdown.render(redline), "\n".join(lines)]
    return [*pages, json.dumps(redline_json.changes(redline))]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_text_is_compared_both_ways(name: str) -> None:
    bad, good = parse(BAD[name]), parse(POLICY)
    for redline in (compare(good, bad), compare(bad, good), compare(bad, parse(BAD[name] + "\n\nOne more clause.\n"))):
        for written in shown(redline):
            written.encode("utf-8")
            assert "\x1b" not in written
            assert "<script" not in written or not written.startswith("<")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_text_equals_itself(name: str) -> None:
    assert compare(parse(BAD[name]), parse(BAD[name])).changes == ()


def test_line_ends_are_no_difference() -> None:
    assert compare(parse(POLICY), parse(POLICY.replace("\n", "\r\n"))).changes == ()
    assert compare(parse(POLICY), parse(POLICY.replace("\n", "\r"))).changes == ()


def test_two_different_documents_share_no_clause() -> None:
    redline = compare(parse(POLICY), parse(OTHER))
    assert {change.kind for change in redline.changes} == {"inserted", "deleted"}
    assert not [entry for entry in redline.entries if entry.kind == "unchanged"]


def test_past_the_cap_every_format_says_so() -> None:
    old, new = ("we may share your data " * 40_000).strip(), ("we will share your data " * 39_000).strip()
    pair = [Document(clauses=(Clause(id="c", kind="paragraph", runs=(Run(text=text),)),)) for text in (old, new)]
    redline = compare(*pair)
    assert redline.limited
    note = "too long to be compared word by word"
    assert note in html.page(redline)
    assert note in sidebyside.render(redline)
    assert note in markdown.render(redline)
    assert note in "".join(piece for line in terminal.lines(redline, width=200) for piece, _ in line)
