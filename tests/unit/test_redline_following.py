"""Whether a translation follows, clause by clause: what must not be told first."""

from __future__ import annotations

import pytest

from policytool.redline.compare import compare
from policytool.redline.following import Missed, missed
from policytool.text.parse import parse

ENGLISH = """\
# Policy

## Data {#data}

We collect your name.

We keep it for 30 days.

- your name
- your address

## Sharing

We share it with the carrier.
"""
GERMAN = """\
# Richtlinie

## Daten {#data}

Wir erheben Ihren Namen.

Wir bewahren ihn 30 Tage auf.

- Ihren Namen
- Ihre Anschrift

## Weitergabe

Wir geben sie dem Zusteller.
"""


def found(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> list[Missed]:
    texts = []
    for text, edits in ((ENGLISH, ours), (GERMAN, theirs)):
        edited = text
        for old, new in edits:
            assert old in edited
            edited = edited.replace(old, new)
        texts.append(compare(parse(text), parse(edited)))
    return list(missed(*texts))


KEEP, BEHALTEN = ("30 days", "90 days"), ("30 Tage", "90 Tage")
ADDED, DAZU = (
    ("- your address", "- your address\n- your voice"),
    ("- Ihre Anschrift", "- Ihre Anschrift\n- Ihre Stimme"),
)
DROPPED, WEG = ("We collect your name.\n\n", ""), ("Wir erheben Ihren Namen.\n\n", "")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([], []),
        ([KEEP], [BEHALTEN]),
        ([ADDED], [DAZU]),
        ([DROPPED], [WEG]),
        ([KEEP, ADDED, DROPPED], [BEHALTEN, DAZU, WEG]),
        ([("your name.", "**your** name.")], []),
        ([], [BEHALTEN]),
        ([("carrier", "courier")], [("Zusteller", "Kurier")]),
    ],
)
def test_what_follows_is_not_told(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> None:
    assert found(ours, theirs) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "kind", "at"),
    [
        ([KEEP], [], "modified", "Wir bewahren ihn 30 Tage auf."),
        ([KEEP], [("Ihren Namen.", "Ihren vollen Namen.")], "modified", "Wir bewahren ihn 30 Tage auf."),
        ([KEEP, ADDED], [DAZU], "modified", "Wir bewahren ihn 30 Tage auf."),
        ([ADDED], [], "inserted", "Daten"),
        ([DROPPED], [], "deleted", "Wir erheben Ihren Namen."),
        ([("carrier", "courier")], [BEHALTEN], "modified", "Wir geben sie dem Zusteller."),
        ([("## Sharing", "## Voice {#voice}\n\nWe record it.\n\n## Sharing")], [], "inserted", None),
    ],
)
def test_what_does_not_follow_is_told_at_its_place(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], kind: str, at: str | None
) -> None:
    first = found(ours, theirs)[0]
    assert first.change.kind == kind
    assert (first.clause.text if first.clause else None) == at
