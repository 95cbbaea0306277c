"""Documents made up and revised at random: paragraphs, lists, tables, headings in English and Chinese."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import strategies as st

from policytool.text.model import Clause, Document, Run

NIGHTLY = bool(os.environ.get("POLICYTOOL_NIGHTLY"))
"""Whether there is time: ten times the examples, and every real revision in every format."""
EXAMPLES = 2000 if NIGHTLY else 200

_ENGLISH = (
    "we you your data collect share name e-mail address phone may must not never sell for purpose of the and or 30 "
    "days €1,000.50 3 May 2024 2025-01-31 privacy@milbas.example https://milbas.example/a?b=1 don't users’ “quoted” "
    "Article 5(2) sec\u00adtion <b>&amp;</b> , . ; ( ) — ☃ \u202e naïve"
)
_CHINESE = "您的 个人信息 我们会 收集 2024年5月3日 保存 ； 。"
_TERMS = ("“Personal Data”", "Personal Data", "Personal", "“Sensitive Personal Data”", "“个人信息”", "a\nb")
_VOCABULARY = (*_ENGLISH.split(), *_CHINESE.split(), *_TERMS)
_WORDS = st.lists(st.sampled_from(_VOCABULARY) | st.text(max_size=6), max_size=25).map(" ".join)
_FLAGS = st.sampled_from(
    [
        {},
        {},
        {},
        {"strong": True},
        {"emphasis": True},
        {"code": True},
        {"link": "https://a.example/"},
        {"link": "javascript:x"},
        {"image": "x.png"},
    ]
)
_KINDS = st.sampled_from(["heading", "paragraph", "paragraph", "paragraph", "item", "item", "row", "code"])


@st.composite
def _clauses(draw: st.DrawFn) -> Clause:
    kind = draw(_KINDS)
    texts = draw(st.lists(_WORDS, min_size=1, max_size=3))
    if kind == "row":
        texts = ["\t".join(texts)]
    return Clause(
        id=draw(st.sampled_from("abcdefgh")),
        kind=kind,
        level=draw(st.integers(1, 3))
        if kind in ("heading", "item")
        else draw(st.integers(1, 2))
        if kind == "row"
        else 0,
        quote=draw(st.sampled_from([0, 0, 0, 1])),
        path=tuple(draw(st.lists(st.sampled_from(["Use", "Sharing"]), max_size=2))),
        marker=draw(st.sampled_from(["", "1.", "2.", "•", "(a)", "①", "Article 5"])),
        runs=tuple(Run(text=text, **draw(_FLAGS)) for text in texts if text),
        named=draw(st.booleans()) and kind == "heading",
    )


def documents(size: int = 12) -> st.SearchStrategy[Document]:
    return st.lists(_clauses(), max_size=size).map(lambda clauses: Document(clauses=tuple(clauses)))


@st.composite
def revisions(draw: st.DrawFn) -> tuple[Document, Document]:
    """A document and what became of it: clauses deleted, inserted, moved, edited, split, merged, repeated."""
    old = draw(documents())
    clauses = list(old.clauses)
    for _ in range(draw(st.integers(0, 6))):
        step = draw(st.sampled_from(["insert", "delete", "move", "edit", "split", "merge", "repeat"]))
        place = draw(st.integers(0, len(clauses)))
        clauses = _revised(draw, clauses, step, place)
    return old, Document(clauses=tuple(replace(clause) for clause in clauses))


def _revised(draw: st.DrawFn, clauses: list[Clause], step: str, place: int) -> list[Clause]:
    if step == "insert" or place >= len(clauses):
        return [*clauses[:place], draw(_clauses()), *clauses[place:]]
    before, clause, after = clauses[:place], clauses[place], clauses[place + 1 :]
    if step == "delete":
        return before + after
    if step == "repeat":
        return [*before, clause, clause, *after]
    if step == "move":
        rest, to = before + after, draw(st.integers(0, len(clauses) - 1))
        return [*rest[:to], clause, *rest[to:]]
    if step == "merge" and after:
        return [*before, _with(clause, f"{clause.text} {after[0].text}"), *after[1:]]
    words = clause.text.split(" ")
    cut = draw(st.integers(0, len(words)))
    first, rest = " ".join(words[:cut]), " ".join(words[cut:])
    if step == "split":
        return [*before, _with(clause, first), _with(clause, rest), *after]
    return [*before, _with(clause, f"{first} {draw(_WORDS)} {rest}"), *after]


def _with(clause: Clause, text: str) -> Clause:
    return replace(clause, runs=(Run(text=text.strip()),) if text.strip() else ())
