"""The words that decide, as the redline strikes and inserts them: the two never contradict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from policytool.redline.model import Change, Redline, WordOp
from policytool.significance.model import Evidence
from policytool.significance.places import Place
from policytool.significance.quotes import runs
from policytool.significance.sentences import Sentence
from policytool.significance.words import Word
from policytool.text.model import Clause

Side = Literal["old", "new"]

_TURNS = 4
"""So many turns of a place are quoted."""
_PAUSES = " \t\n.,;:、，。；："
_BRACKETS = frozenset(["()", "[]", "“”", "‘’", '""', "（）", "【】", "《》", "「」"])


class Stretch(NamedTuple):
    """Characters of a clause."""

    side: Side
    clause: Clause
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.clause.text[self.start : self.end]

    def cut(self, start: int, end: int) -> Stretch:
        """The part between two offsets in the clause, without white space around it."""
        start, end = max(start, self.start), min(end, self.end)
        text = self.clause.text[start:end] if start < end else ""
        start += len(text) - len(text.lstrip())
        return self._replace(start=start, end=start + len(text.strip()))

    def without_pause(self) -> Stretch:
        """Begun with its first word: what ended the words before it says nothing by itself."""
        return self.cut(self.end - len(self.text.lstrip(_PAUSES)), self.end)


Turn = list[Stretch]
"""What the redline strikes at one point, and what it inserts there."""


class Struck:
    """What a redline strikes and inserts."""

    def __init__(self, redline: Redline) -> None:
        self._change: dict[tuple[Side, int], Change] = {}
        for change in redline.changes:
            self._change |= {("old", id(clause)): change for clause in change.olds}
            self._change |= {("new", id(clause)): change for clause in change.news}

    def evidence(self, place: Place) -> tuple[Evidence, ...]:
        """The struck and inserted words that decide at `place`, turn by turn, with offsets in their clauses."""
        around = [turn for change in self._changes(place) for turn in _turns(change)]
        turns = [turn for turn in (_within(turn, place) for turn in around) if turn] or around
        deciding = [turn for turn in turns if any(_decides(stretch, place) for stretch in turn)]
        stretches = [stretch for turn in (deciding or turns)[:_TURNS] for stretch in turn if stretch.text]
        found = [piece for stretch in stretches for piece in _pieces(stretch, place)] or stretches
        said = [piece.without_pause() for piece in found if any(map(str.isalnum, piece.text))]
        return tuple(map(_evidence, said or found))

    def within(self, side: Side, clause: Clause, text: str) -> list[Evidence]:
        """What is struck (old) or inserted (new) of `text`; of the whole clause where that says it otherwise."""
        start = max(clause.text.find(text), 0)
        end = start + len(text) if text in clause.text else len(clause.text)
        change = self._change.get((side, id(clause)))
        stretches = (stretch for turn in (_turns(change) if change else ()) for stretch in turn)
        own = (stretch.cut(start, end) for stretch in stretches if stretch.side == side and stretch.clause is clause)
        return [_evidence(stretch) for stretch in own if stretch.text]

    def _changes(self, place: Place) -> Iterable[Change]:
        """The changes that the sentences of a place belong to: several where a sentence went elsewhere."""
        keys: list[tuple[Side, int]] = [("old", id(sentence.clause)) for sentence in place.olds]
        keys += [("new", id(sentence.clause)) for sentence in place.news]
        return {id(change): change for key in keys if (change := self._change.get(key))}.values()


def _evidence(piece: Stretch) -> Evidence:
    return Evidence(side=piece.side, clause=piece.clause.id, text=piece.text, start=piece.start, end=piece.end)


def _turns(change: Change) -> Iterator[Turn]:
    if not change.words and not (change.olds and change.news):
        yield from ([Stretch("old", clause, 0, len(clause.text))] for clause in change.olds)
        yield from ([Stretch("new", clause, 0, len(clause.text))] for clause in change.news)
    for equal, ops in groupby(change.words, key=lambda op: op.kind == "equal"):
        if not equal:
            yield [stretch.cut(stretch.start, stretch.end) for op in ops for stretch in _stretches(change, op)]


def _stretches(change: Change, op: WordOp) -> Iterator[Stretch]:
    """An operation on the joined text of several clauses, clause by clause."""
    if op.kind == "delete":
        yield from _by_clause("old", change.olds, op.old_start, op.old_end)
    else:
        yield from _by_clause("new", change.news, op.new_start, op.new_end)


def _by_clause(side: Side, clauses: Sequence[Clause], start: int, end: int) -> Iterator[Stretch]:
    at = 0
    for clause in clauses:
        first, last = max(start - at, 0), min(end - at, len(clause.text))
        if first < last:
            yield Stretch(side, clause, first, last)
        at += len(clause.text) + 1


def _within(turn: Turn, place: Place) -> Turn:
    """What a turn strikes and inserts in the sentences of a place."""
    cut = [stretch.cut(one.start, one.end) for stretch in turn for one in _sentences(stretch, place)]
    return [stretch for stretch in cut if stretch.text]


def _sentences(stretch: Stretch, place: Place) -> list[Sentence]:
    sentences = place.olds if stretch.side == "old" else place.news
    return [sentence for sentence in sentences if sentence.clause is stretch.clause]


def _decides(stretch: Stretch, place: Place) -> bool:
    return any(stretch.start <= sentence.start + word.start < stretch.end for sentence, word in _own(stretch, place))


def _own(stretch: Stretch, place: Place) -> list[tuple[Sentence, Word]]:
    """The changed words in the clause of a stretch."""
    changed = place.removed if stretch.side == "old" else place.added
    return [(sentence, word) for sentence, word in changed if sentence.clause is stretch.clause]


def _pieces(stretch: Stretch, place: Place) -> list[Stretch]:
    """The stretch; of a sentence struck here and inserted there with few other words these alone, in their brackets."""
    sentence = next((one for one in _sentences(stretch, place) if stretch.text == one.text.strip()), None)
    own = [(one, word) for one, word in _own(stretch, place) if one is sentence]
    if sentence is None or not (place.olds and place.news) or len(own) * 2 > len(sentence.words):
        return [stretch]
    found = (stretch.cut(sentence.start + start, sentence.start + end) for _, start, end in runs(own))
    return [_bracketed(piece, stretch) for piece in found if piece.text]


def _bracketed(piece: Stretch, stretch: Stretch) -> Stretch:
    """`piece` with the brackets that stand around it in `stretch`."""
    wider = piece._replace(start=piece.start - 1, end=piece.end + 1)
    while stretch.start <= wider.start and wider.end <= stretch.end and wider.text[0] + wider.text[-1] in _BRACKETS:
        piece, wider = wider, wider._replace(start=wider.start - 1, end=wider.end + 1)
    return piece
