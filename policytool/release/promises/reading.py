"""Statements found in a text, with the file or version in which they stand."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace

from policytool.release.promises import speech
from policytool.release.promises.model import Case, Statement
from policytool.significance.sentences import Sentence
from policytool.text.model import Document

Reader = Callable[[Document], tuple[Statement, ...]]


def stated(document: Document, promises: Callable[[Sentence], Statement | None]) -> tuple[Statement, ...]:
    """What `promises` makes of the sentences of `document`, in its order."""
    found = (promises(sentence) for sentence in _sentences(_Same(document)))
    return tuple(replace(statement, path=document.name) for statement in found if statement is not None)


def holding(document: Document, *ways: tuple[re.Pattern[str], ...]) -> tuple[Statement, ...]:
    """The sentences of `document` in which every part of one of the `ways` is found."""

    def promises(sentence: Sentence) -> Statement | None:
        held = any(all(part.search(sentence.text) for part in parts) for parts in ways)
        return Statement(clause=sentence.clause, text=sentence.text) if held else None

    return stated(document, promises)


class _Same:
    """A document as a key: the very same one, since comparing two takes as long as reading one."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.document is self.document

    def __hash__(self) -> int:
        return id(self.document)


@functools.lru_cache(maxsize=4)
def _sentences(same: _Same) -> tuple[Sentence, ...]:
    """The sentences of a document, which every promise reads anew."""
    return tuple(speech.sentences(same.document))


def binding(case: Case, read: Reader) -> tuple[Statement, ...]:
    """What the version in force promises, at its place in the draft where it still stands there."""
    if case.binding is None:
        return ()
    kept = {(statement.clause.id, statement.text): statement for statement in read(case.draft)}
    return tuple(
        kept.get((statement.clause.id, statement.text), replace(statement, path="", source=f"version {case.version}"))
        for statement in read(case.binding)
    )
