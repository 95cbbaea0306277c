"""A redline to places: pairs of sentences that do not say the same, wherever they stand in the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any

from rapidfuzz import fuzz, process

from policytool.redline.model import Change, Redline
from policytool.significance.sentences import Sentence, split
from policytool.significance.words import Word
from policytool.text.model import Clause

_MUTE = frozenset({"date", "formatting", "numbering"})
_ALIKE = 60.0
_MOST_PAIRED = 400


@dataclass(frozen=True, kw_only=True)
class Place:
    """Sentences that differ between the versions; one side is empty where something came or went."""

    olds: tuple[Sentence, ...] = ()
    news: tuple[Sentence, ...] = ()
    order: int = 0
    """Place of the change in the redline."""

    @property
    def clause(self) -> Clause:
        return (self.news or self.olds)[0].clause

    @cached_property
    def removed(self) -> tuple[tuple[Sentence, Word], ...]:
        """Words that went, each counted: what the other side has as well is no difference."""
        return tuple(_beyond(self.olds, self.news))

    @cached_property
    def added(self) -> tuple[tuple[Sentence, Word], ...]:
        return tuple(_beyond(self.news, self.olds))


def _beyond(here: tuple[Sentence, ...], there: tuple[Sentence, ...]) -> Iterator[tuple[Sentence, Word]]:
    left = Counter(word.key for sentence in there for word in sentence.words)
    for sentence in here:
        for word in sentence.words:
            if left[word.key] > 0:
                left[word.key] -= 1
            else:
                yield sentence, word


def find(redline: Redline) -> list[Place]:
    """The places where `redline` says something else, in its order; what only moved is none."""
    places = [place for order, change in enumerate(redline.changes) for place in _in_change(change, order)]
    places = _without_moved(places)
    places = _paired(places)
    return [place for place in places if (place.removed or place.added) and not _spaced(place)]


def _spaced(place: Place) -> bool:
    """Whether both sides agree but for spaces and punctuation."""
    return bool(place.olds and place.news) and _squashed(place.olds) == _squashed(place.news)


def _squashed(sentences: tuple[Sentence, ...]) -> str:
    spelled = "".join(word.key for sentence in sentences for word in sentence.words if word.kind != "ref")
    return "".join(filter(str.isalnum, spelled))


def _in_change(change: Change, order: int) -> Iterator[Place]:
    if change.kind == "moved" or change.aspect in _MUTE:
        return
    olds = [sentence for clause in change.olds for sentence in split(clause)]
    news = [sentence for clause in change.news for sentence in split(clause)]
    if not olds or not news:
        yield from (Place(olds=(sentence,), order=order) for sentence in olds)
        yield from (Place(news=(sentence,), order=order) for sentence in news)
        return
    olds, news = _unequal(olds, news)
    yield from _touching(change, olds, news, order)


def _unequal(olds: list[Sentence], news: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences that only one side has: first letter by letter, and of these by what they say."""
    olds, news = _apart(olds, news, attrgetter("text"))
    olds, news = _apart(olds, news, attrgetter("key"))
    return [s for s in olds if s.key], [s for s in news if s.key]


def _apart(
    olds: list[Sentence], news: list[Sentence], said: Callable[[Sentence], Hashable]
) -> tuple[list[Sentence], list[Sentence]]:
    both = Counter(map(said, olds)) & Counter(map(said, news))
    return _less(olds, both, said), _less(news, both, said)


def _less(
    sentences: Iterable[Sentence], taken: Counter[Hashable], said: Callable[[Sentence], Hashable]
) -> list[Sentence]:
    left = Counter(taken)
    return [sentence for sentence in sentences if not _take(left, said(sentence))]


def _touching(change: Change, olds: list[Sentence], news: list[Sentence], order: int) -> Iterator[Place]:
    """Sentences that share kept words belong together."""
    groups = _groups(change, olds, news)
    for old_group, new_group in groups:
        yield Place(olds=tuple(old_group), news=tuple(new_group), order=order)


def _groups(change: Change, olds: list[Sentence], news: list[Sentence]) -> list[tuple[list[Sentence], list[Sentence]]]:
    old_spans = _spans(change.olds, olds)
    new_spans = _spans(change.news, news)
    links = _given(change, olds, news)
    for op in change.words:
        if op.kind != "equal" or op.old_end - op.old_start < 8:
            continue
        for i, (start, end) in enumerate(old_spans):
            if end <= op.old_start or start >= op.old_end:
                continue
            for j, (begin, finish) in enumerate(new_spans):
                a = max(start, op.old_start) - op.old_start
                b = min(end, op.old_end) - op.old_start
                c = max(begin, op.new_start) - op.new_start
                d = min(finish, op.new_end) - op.new_start
                if min(b, d) - max(a, c) >= 8:
                    links.append((i, j))
    return _components(olds, news, links)


def _given(change: Change, olds: list[Sentence], news: list[Sentence]) -> list[tuple[int, int]]:
    """The pairs that the layout gives: the only sentence of a clause on each side, and cells in one column."""
    if len(change.olds) != 1 or len(change.news) != 1:
        return []
    (old,), (new,) = change.olds, change.news
    if old.kind == new.kind == "row" and old.text.count("\t") == new.text.count("\t"):
        columns = [[s.clause.text.count("\t", 0, s.start) for s in side] for side in (olds, news)]
        return [(i, j) for i, one in enumerate(columns[0]) for j, other in enumerate(columns[1]) if one == other]
    alone = len(split(old)) == len(split(new)) == 1
    return [(0, 0)] if alone and olds and news else []


def _spans(clauses: tuple[Clause, ...], sentences: list[Sentence]) -> list[tuple[int, int]]:
    starts: dict[int, int] = {}
    at = 0
    for clause in clauses:
        starts[id(clause)] = at
        at += len(clause.text) + 1
    return [
        (starts[id(sentence.clause)] + sentence.start, starts[id(sentence.clause)] + sentence.end)
        for sentence in sentences
    ]


def _components(
    olds: list[Sentence], news: list[Sentence], links: list[tuple[int, int]]
) -> list[tuple[list[Sentence], list[Sentence]]]:
    parent = list(range(len(olds) + len(news)))

    def root(node: int) -> int:
        while parent[node] != node:
            node = parent[node]
        return node

    for i, j in links:
        parent[root(i)] = root(len(olds) + j)
    groups: dict[int, tuple[list[Sentence], list[Sentence]]] = {}
    for i, sentence in enumerate(olds):
        groups.setdefault(root(i), ([], []))[0].append(sentence)
    for j, sentence in enumerate(news):
        groups.setdefault(root(len(olds) + j), ([], []))[1].append(sentence)
    return list(groups.values())


def _without_moved(places: list[Place]) -> list[Place]:
    """Sentences that went here and came there, as often, only moved."""
    gone = Counter(s.key for place in places for s in place.olds)
    come = Counter(s.key for place in places for s in place.news)
    both = gone & come
    if not both:
        return places
    olds_left, news_left = Counter(both), Counter(both)
    kept = []
    for place in places:
        olds = tuple(s for s in place.olds if not _take(olds_left, s.key))
        news = tuple(s for s in place.news if not _take(news_left, s.key))
        if olds or news:
            kept.append(replace(place, olds=olds, news=news))
    return kept


def _take(left: Counter[Any], key: Hashable) -> bool:
    if left[key] > 0:
        left[key] -= 1
        return True
    return False


def _paired(places: list[Place]) -> list[Place]:
    """One-sided places whose sentences are alike become one place: a sentence moved and changed."""
    gone = [n for n, place in enumerate(places) if not place.news]
    come = [n for n, place in enumerate(places) if not place.olds]
    if not gone or not come or max(len(gone), len(come)) > _MOST_PAIRED:
        return places
    choices = [_spelled(places[n].news) for n in come]
    alike = sorted(
        (
            (score, i, j)
            for i, n in enumerate(gone)
            for _, score, j in process.extract(
                _spelled(places[n].olds), choices, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=3
            )
        ),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    best = [(100.0, i, j) for i, n in enumerate(gone) for j, k in enumerate(come) if _shortened(places[n], places[k])]
    merged: dict[int, Place] = {}
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, i, j in (*best, *alike):
        if i in used_old or j in used_new:
            continue
        used_old.add(i)
        used_new.add(j)
        merged[come[j]] = replace(places[come[j]], olds=places[gone[i]].olds)
    dropped = {gone[i] for i in used_old}
    return [merged.get(n, place) for n, place in enumerate(places) if n not in dropped]


def _shortened(old: Place, new: Place) -> bool:
    """Whether neighbours in the redline are one item of a list with its end cut off or written on."""
    if abs(old.order - new.order) != 1 or not old.clause.kind == new.clause.kind == "item":
        return False
    one, other = ([word.key for s in side for word in s.words] for side in (old.olds, new.news))
    short = min(len(one), len(other))
    return one[:short] == other[:short]


def _spelled(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(word.key for sentence in sentences for word in sentence.words)
