"""Two documents to a redline."""

from __future__ import annotations

from collections.abc import Sequence

from policytool.redline import aspect
from policytool.redline.align import align
from policytool.redline.lexicon import Lexicon
from policytool.redline.matching import NONE, Matching
from policytool.redline.model import Aspect, Change, ChangeKind, Redline, WordOp
from policytool.redline.terms import Terms
from policytool.redline.words import diff
from policytool.text.model import Clause, Document


def compare(old: Document, new: Document) -> Redline:
    """What became of each clause of `old` in `new`, and which words changed.

    Pure; takes time nearly in proportion to the size of the texts. Past a cap the redline says `limited`.
    """
    lexicon = Lexicon()
    matching = align(old.clauses, new.clauses, lexicon)
    builder = _Builder(matching, lexicon)
    entries: list[Change] = []
    i = j = 0
    for olds, news in matching.stayed():
        entries += _interleaved(builder.deleted(i, olds[0]), builder.arrived(j, news[0]))
        entries.append(builder.entry(olds, news))
        i, j = olds[-1] + 1, news[-1] + 1
    entries += _interleaved(builder.deleted(i, len(old.clauses)), builder.arrived(j, len(new.clauses)))
    return Redline(old=old, new=new, entries=tuple(entries), limited=builder.limited)


def _interleaved(gone: list[Change], come: list[Change]) -> list[Change]:
    """What was deleted between two neighbours and what came, so that lists and sections stay together."""
    if not gone or not come:
        return gone or come
    first_gone, first_come = _first_heading(gone), _first_heading(come)
    return [*gone[:first_gone], *come[:first_come], *gone[first_gone:], *come[first_come:]]


def _first_heading(entries: list[Change]) -> int:
    found = (k for k, entry in enumerate(entries) if (entry.new or entry.olds[0]).kind == "heading")
    return next(found, len(entries))


class _Builder:
    """Makes the entries of a redline."""

    def __init__(self, matching: Matching, lexicon: Lexicon) -> None:
        self.matching, self.lexicon, self.limited = matching, lexicon, matching.limited
        self.terms = Terms([*matching.old, *matching.new], lexicon)

    def entry(self, olds: Sequence[int], news: Sequence[int], *, moved: bool = False) -> Change:
        """The entry of clauses that belong together."""
        return self._changed([self.matching.old[i] for i in olds], [self.matching.new[j] for j in news], moved)

    def deleted(self, start: int, end: int) -> list[Change]:
        """The deleted clauses among the old places from `start` to `end`."""
        olds = [self.matching.old[k] for k in range(start, end) if self.matching.to_new[k] == NONE]
        return [Change(kind="deleted", aspect=aspect.of_clause(c.text), olds=(c,), similarity=0.0) for c in olds]

    def arrived(self, start: int, end: int) -> list[Change]:
        """The inserted clauses among the new places from `start` to `end`, and those that moved there."""
        return [self._arrived(j) for j in range(start, end)]

    def _arrived(self, j: int) -> Change:
        i, new = self.matching.to_old[j], self.matching.new[j]
        if i == NONE:
            return Change(kind="inserted", aspect=aspect.of_clause(new.text), news=(new,), similarity=0.0)
        return self.entry([i], [j], moved=True)

    def _changed(self, olds: list[Clause], news: list[Clause], moved: bool) -> Change:
        old, new = olds[0], news[0]
        if len(olds) == len(news) == 1 and old.text == new.text:
            shown = aspect.of_presentation(old, new)
            if shown == "none" or (moved and shown == "numbering"):
                return Change(kind="moved" if moved else "unchanged", olds=(old,), news=(new,))
        return self._modified(olds, news, moved)

    def _modified(self, olds: list[Clause], news: list[Clause], moved: bool) -> Change:
        old_text, new_text = "\n".join(c.text for c in olds), "\n".join(c.text for c in news)
        words = diff(old_text, new_text, self.lexicon, self.terms)
        self.limited |= words.limited
        found: Aspect = aspect.of_words(words)
        kind: ChangeKind = "moved-and-modified" if moved else "modified"
        if len(olds) > 1 or len(news) > 1:
            kind = "merged" if len(olds) > len(news) else "split"
        elif found == "none":
            found = aspect.of_presentation(olds[0], news[0])
        return Change(
            kind=kind, aspect=found, olds=tuple(olds), news=tuple(news), words=words.ops, similarity=_share(words.ops)
        )


def _share(ops: tuple[WordOp, ...]) -> float:
    """Share of both texts, in characters, that stays."""
    stays = sum(op.old_end - op.old_start + op.new_end - op.new_start for op in ops if op.kind == "equal")
    total = sum(op.old_end - op.old_start + op.new_end - op.new_start for op in ops)
    return stays / total if total else 1.0
