"""Revisions whose truth is known: which clause of the new text goes on from which of the old one, and by what edit.

They are made of this repository's own policies with a fixed seed: clauses edited at several strengths, rewritten,
deleted, inserted, echoed, split, merged, both at once, moved, and that with edits. Clauses have no ids of an author's,
which would tell.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from policytool.redline.compare import compare
from policytool.text.model import Clause, Document, Run
from policytool.text.parse import parse

ROOT = Path(__file__).parents[1]
EDITS = {"edited 10 %": 0.1, "edited 25 %": 0.25, "edited 40 %": 0.4}
"""Share of a clause's words that another one stands for."""
REWRITTEN = 0.75
"""From here on nobody would call it the same clause."""
LONG = 12
"""Words of a clause that is split, merged, moved or edited: what a shorter one became cannot be told from its words."""
TOLD = {
    "moved": "moved", "moved and edited": "moved-and-modified", "split": "split", "split and edited": "split",
    "merged": "merged", "merged and edited": "merged",
}  # fmt: skip
"""Kinds of links and what the redline calls them."""
_STEPS = {
    "kept": 60, "edited 10 %": 6, "edited 25 %": 6, "edited 40 %": 5, "rewritten": 4, "deleted": 5, "inserted": 5,
    "echoed": 4, "split": 5, "split and edited": 6, "merged": 4, "merged and edited": 4, "split and merged": 10,
    "moved": 4, "moved and edited": 4,
}  # fmt: skip
_SPLIT_EDITED = 0.15
_ECHO = 0.6
"""An echoed clause is followed by a new one in which so many of its words are others."""
_SENTENCE = re.compile(r"(?<=[.;。；])\s*(?=\S)")
_WORD = re.compile(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+")

Link = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Truth:
    """A revision and the kind of every link between places of its texts."""

    old: Document
    new: Document
    links: dict[Link, str]


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many links are there, were found and are right, by kind."""

    truth: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    """Found ones by the redline's kinds."""
    hit: Counter[str] = field(default_factory=Counter)
    """Right ones by the kind of the truth."""
    right: Counter[str] = field(default_factory=Counter)
    """Right ones by the redline's kinds; of a link that moved, was split or merged only under its own name."""

    @property
    def recall(self) -> float:
        return self.hit.total() / max(self.truth.total(), 1)

    @property
    def precision(self) -> float:
        return self.hit.total() / max(self.found.total(), 1)

    @property
    def f1(self) -> float:
        return 2 * self.recall * self.precision / max(self.recall + self.precision, 1e-9)

    def recall_of(self, kind: str) -> float:
        return self.hit[kind] / max(self.truth[kind], 1)

    def precision_of(self, kind: str) -> float:
        return self.right[kind] / max(self.found[kind], 1)


def score(truths: Sequence[Truth]) -> Score:
    """The links of the redlines against the truth, without the clauses that kept both their words and their order."""
    result = Score()
    for truth in truths:
        result.truth.update(kind for kind in truth.links.values() if kind != "kept")
        for link, said in found(truth):
            kind = truth.links.get(link, "")
            if kind == "kept" and said == "unchanged":
                continue
            result.found[said] += 1
            if kind and kind != "kept":
                result.hit[kind] += 1
            result.right[said] += bool(kind) and TOLD.get(kind, said) == said
    return result


def found(truth: Truth) -> Iterator[tuple[Link, str]]:
    """The links that the redline makes and what it calls them."""
    redline = compare(truth.old, truth.new)
    olds = {id(clause): place for place, clause in enumerate(truth.old.clauses)}
    news = {id(clause): place for place, clause in enumerate(truth.new.clauses)}
    for entry in redline.entries:
        for old in entry.olds:
            for new in entry.news:
                yield (olds[id(old)], news[id(new)]), entry.kind


@cache
def truths(count: int = 24, first: int = 0) -> tuple[Truth, ...]:
    """Half of them English, half Chinese."""
    return tuple(
        revision(seed, "privacy-policy.zh.md" if seed % 2 else "privacy-policy.md")
        for seed in range(first, first + count)
    )


def revision(seed: int, name: str) -> Truth:
    """The policy `name` revised with this seed."""
    made = _Revision(random.Random(seed), _clauses(name), _foreign("zh" in name))
    return made.revised()


@cache
def _clauses(name: str) -> tuple[Clause, ...]:
    document = parse((ROOT / "policy_docs" / name).read_text(encoding="utf-8"))
    return tuple(replace(clause, id=f"old-{place}", named=False) for place, clause in enumerate(document.clauses))


@cache
def _foreign(chinese: bool) -> tuple[str, ...]:
    """Sentences of other texts: the manual's; of the Chinese policy, cut and put together anew."""
    if chinese:
        parts = [
            part for clause in _clauses("privacy-policy.zh.md") for part in re.split("[，。；：]", clause.text) if part
        ]
        rnd = random.Random(0)
        return tuple("，".join(rnd.sample(parts, 4)) + "。" for _ in range(200))
    texts = (parse(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "docs").glob("*.md")))
    return tuple(c.text for text in texts for c in text.clauses if c.kind == "paragraph" and len(c.text.split()) > LONG)


class _Revision:
    """Makes one revision step by step."""

    def __init__(self, rnd: random.Random, old: tuple[Clause, ...], foreign: tuple[str, ...]) -> None:
        self.rnd, self.old, self.foreign = rnd, old, foreign
        self.words = [word for text in foreign for word in _WORD.findall(text)]
        self.new: list[tuple[Clause, tuple[tuple[int, str], ...]]] = []
        """New clauses with the old places that they go on from."""
        self.away: list[tuple[Clause, tuple[tuple[int, str], ...]]] = []

    def revised(self) -> Truth:
        place = 0
        while place < len(self.old):
            place += self.step(place)
        for moved in self.away:
            home = moved[1][0][0]
            free = [at for at in range(1, len(self.new)) if abs(at - home) > 8 and self.new[at][0].kind != "row"]
            self.new.insert(self.rnd.choice(free), moved)
        clauses = tuple(replace(clause, id=f"new-{place}", named=False) for place, (clause, _) in enumerate(self.new))
        links = {(old, place): kind for place, (_, sources) in enumerate(self.new) for old, kind in sources}
        return Truth(old=Document(clauses=self.old), new=Document(clauses=clauses), links=links)

    def step(self, place: int) -> int:
        """Revise the clause at `place`; how many old clauses that took."""
        clause = self.old[place]
        kind = self.rnd.choices(list(_STEPS), list(_STEPS.values()))[0]
        joins = place + 1 < len(self.old) and all(map(_prose, self.old[place : place + 2]))
        halves = _halves(clause.text)
        if kind == "inserted":
            self.put(_with(clause if _prose(clause) else replace(clause, kind="paragraph", level=0), self.alien()))
            kind = "kept"
        if len(_WORD.findall(clause.text)) < LONG or clause.kind == "heading" or kind == "kept":
            self.put(clause, (place, "kept"))
        elif kind in EDITS:
            self.put(self.edited(clause, EDITS[kind]), (place, kind))
        elif kind == "rewritten":
            self.put(self.edited(clause, REWRITTEN))
        elif kind in ("moved", "moved and edited"):
            gone = clause if kind == "moved" else self.edited(clause, 0.1)
            self.away.append((gone, ((place, kind),)))
        elif kind == "echoed" and _prose(clause):
            self.put(self.edited(clause, 0.1), (place, "edited 10 %"))
            self.put(self.edited(clause, _ECHO))
        elif kind in ("split", "split and edited") and halves and _prose(clause):
            for half in halves:
                made = _with(clause, half)
                self.put(self.edited(made, _SPLIT_EDITED) if "edited" in kind else made, (place, kind))
        elif kind in ("merged", "merged and edited") and joins:
            made = _with(clause, f"{clause.text} {self.old[place + 1].text}")
            made = self.edited(made, _SPLIT_EDITED) if "edited" in kind else made
            self.put(made, (place, kind), (place + 1, kind))
            return 2
        elif kind == "split and merged" and joins and halves:
            both = ((place, kind), (place + 1, kind))
            self.put(_with(clause, halves[0]), *both)
            self.put(_with(clause, f"{halves[1]} {self.old[place + 1].text}"), *both)
            return 2
        elif kind != "deleted":
            self.put(clause, (place, "kept"))
        return 1

    def put(self, clause: Clause, *sources: tuple[int, str]) -> None:
        self.new.append((clause, sources))

    def alien(self) -> str:
        return self.rnd.choice(self.foreign)

    def edited(self, clause: Clause, share: float) -> Clause:
        """The clause with a share of its words replaced, in runs of one to four as people edit."""
        text = clause.text
        spans = [match.span() for match in _WORD.finditer(text)]
        left = max(1, round(share * len(spans)))
        gone: set[int] = set()
        while len(gone) < left:
            start, size = self.rnd.randrange(len(spans)), self.rnd.randint(1, 4)
            gone |= set(range(start, min(start + size, len(spans), start + left - len(gone))))
        for place in sorted(gone, reverse=True):
            start, end = spans[place]
            text = text[:start] + self.rnd.choice(self.words) + text[end:]
        return _with(clause, text)


def _prose(clause: Clause) -> bool:
    return clause.kind in ("paragraph", "item") and len(_WORD.findall(clause.text)) >= LONG


def _halves(text: str) -> tuple[str, str] | None:
    """A text cut after the sentence that ends nearest to its middle; nothing where a half is short."""
    ends = [match.start() for match in _SENTENCE.finditer(text)]
    if not ends:
        return None
    end = min(ends, key=lambda at: abs(2 * at - len(text)))
    halves = text[:end].strip(), text[end:].strip()
    return halves if all(len(_WORD.findall(half)) >= 5 for half in halves) else None


def _with(clause: Clause, text: str) -> Clause:
    return replace(clause, runs=(Run(text=text),))
