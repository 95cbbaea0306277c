"""Real policies as extracted from web pages: all are read, and written back the same."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest

from policytool.text.html import render
from policytool.text.model import Clause
from policytool.text.parse import parse
from policytool.text.write import to_markdown

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev.jsonl.xz"
pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real policies is not beside this checkout")


def texts(step: int) -> Iterator[str]:
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % step == 0:
                record = json.loads(line)
                yield from (record["old"], record["new"])


def content(clause: Clause) -> object:
    return clause.kind, clause.level, clause.quote, clause.marker, clause.text, clause.path


def test_every_text_is_read_into_clauses_with_ids_of_their_own() -> None:
    for text in texts(4):
        document = parse(text)
        assert document.clauses
        assert len(document.by_id) == len(document.clauses)
        assert all(len(clause.text) < 300 for clause in document.headings)


def test_what_is_written_reads_the_same() -> None:
    for text in texts(16):
        document = parse(text)
        again = parse(to_markdown(document))
        assert [content(clause) for clause in again.clauses] == [content(clause) for clause in document.clauses]
        assert render(document).count(" id=") == len(document.clauses)
