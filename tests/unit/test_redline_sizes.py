"""Large and repetitive texts: compared in seconds, or as far as a cap allows, which the redline then says.

The suite's time limit is the guard: done word against word, most of these would take hours.
"""

from __future__ import annotations

import random
from collections import Counter

from policytool.redline.compare import compare
from policytool.redline.model import Redline
from policytool.redline.prove import prove
from policytool.text.model import Clause, ClauseKind, Document, Run


def text(*clauses: str, kind: ClauseKind = "paragraph") -> Document:
    made = (Clause(id=f"c{n}", kind=kind, level=0, runs=(Run(text=clause),)) for n, clause in enumerate(clauses))
    return Document(clauses=tuple(made))


def words(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [f"w{chance.randrange(5000)}" for _ in range(count)]


def paragraphs(count: int, seed: int) -> list[str]:
    every = words(count * 30, seed)
    return [" ".join(every[n : n + 30]) for n in range(0, len(every), 30)]


def proved(old: Document, new: Document) -> Redline:
    redline = compare(old, new)
    prove(redline)
    return redline


def kinds(redline: Redline) -> Counter[str]:
    return Counter(entry.kind for entry in redline.entries)


def test_one_clause_two_thousand_times() -> None:
    redline = proved(text(*["Reserved."] * 2000), text(*["Reserved."] * 1990))
    assert kinds(redline) == {"unchanged": 1990, "deleted": 10}


def test_two_thousand_clauses_that_are_nearly_the_same() -> None:
    old = text(*(f"We keep item {n} for thirty days after delivery." for n in range(2000)))
    new = text(*(f"We keep item {n} for ninety days after delivery." for n in range(2000)))
    assert kinds(proved(old, new)) == {"modified": 2000}


def test_a_long_text_rewritten_from_end_to_end() -> None:
    redline = proved(text(*paragraphs(3000, 1)), text(*paragraphs(3000, 2)))
    assert kinds(redline)["unchanged"] == 0
    assert not redline.limited


def test_a_long_text_in_another_order() -> None:
    every = paragraphs(3000, 1)
    redline = proved(text(*every), text(*reversed(every)))
    assert kinds(redline) == {"moved": 2999, "unchanged": 1}


def test_a_hundred_thousand_items() -> None:
    old = [f"item {n}" for n in range(100_000)]
    redline = proved(text(*old, kind="item"), text(*old[:500], *old[501:], kind="item"))
    assert kinds(redline) == {"unchanged": 99_999, "deleted": 1}


def test_a_paragraph_of_a_megabyte() -> None:
    old = words(180_000, 3)
    new = [*old[:90_000], "not", *old[90_000:]]
    (entry,) = proved(text(" ".join(old)), text(" ".join(new))).changes
    assert [op.kind for op in entry.words] == ["equal", "insert", "equal"]


def test_a_long_paragraph_full_of_defined_terms() -> None:
    old = "“Personal Data” is what we keep. " + "We keep Personal Data for you. " * 20_000
    new = old.replace("for you", "for you and Personal Data") + "“Personal Files” are new."
    assert len(proved(text(old.strip()), text(new.strip())).changes) == 1
    quoted = " ".join(f"“Term {n}” is meant." for n in range(3000))
    assert len(proved(text(quoted), text(quoted.replace("meant", "kept"))).changes) == 1


def test_a_paragraph_past_the_cap_says_so() -> None:
    old, new = "we may share your data " * 40_000, "we will share your data " * 39_000
    redline = proved(text(old.strip()), text(new.strip()))
    assert redline.limited


def test_texts_without_words() -> None:
    assert proved(text(), text()).entries == ()
    assert kinds(proved(text(), text("We keep it."))) == {"inserted": 1}
    assert kinds(proved(text("", " ", "☃"), text(""))) == {"unchanged": 1, "deleted": 2}
