"""Two documents to a redline."""

from __future__ import annotations

from policytool.redline import aspect
from policytool.redline.align import align
from policytool.redline.lexicon import Lexicon
from policytool.redline.matching import NONE, Matching
from policytool.redline.model import Aspect, Change, ChangeKind, Redline, WordOp
from policytool.redline.words import diff
from policytool.text.model import Clause, Document


def compare(old: Document, new: Document) -> Redline:
    """What became of each clause of `old` in `new`, and which words changed.

    Pure; takes time nearly in proportion to the size of the texts. Past a cap the redline says `limited`.
    """
    lexicon = Lexicon()
    matching = align(old.clauses, new.clauses, lexicon)
    builder = _Builder(matching, lexicon)
    entries = [*builder.deleted_after(NONE)]
    for j in range(len(new.clauses)):
        entries += builder.at(j)
    return Redline(old=old, new=new, entries=tuple(entries), limited=builder.limited)


class _Builder:
    """Makes the entries of a redline, place by place of the new text."""

    def __init__(self, matching: Matching, lexicon: Lexicon) -> None:
        self.matching, self.lexicon, self.limited = matching, lexicon, matching.limited

    def at(self, j: int) -> list[Change]:
        """The entry that stands at new place `j`, and the deletions that follow it."""
        matching = self.matching
        i, new = matching.to_old[j], matching.new[j]
        if i == NONE:
            return [Change(kind="inserted", aspect=aspect.of_clause(new.text), news=(new,), similarity=0.0)]
        news, olds = matching.pieces.get(i, [j]), matching.sources.get(j, [i])
        if news[0] != j:
            return []
        entry = self._changed([matching.old[k] for k in olds], [matching.new[k] for k in news], i in matching.moved)
        return [entry] if i in matching.moved else [entry, *self.deleted_after(olds[-1])]

    def deleted_after(self, i: int) -> list[Change]:
        """The deleted clauses between old place `i` and the next one that stays."""
        matching, found = self.matching, []
        for k in range(i + 1, len(matching.old)):
            if matching.to_new[k] == NONE:
                old = matching.old[k]
                found.append(Change(kind="deleted", aspect=aspect.of_clause(old.text), olds=(old,), similarity=0.0))
            elif k not in matching.moved:
                break
        return found

    def _changed(self, olds: list[Clause], news: list[Clause], moved: bool) -> Change:
        old, new = olds[0], news[0]
        if len(olds) == len(news) == 1 and old.text == new.text:
            shown = aspect.of_presentation(old, new)
            if shown == "none" or (moved and shown == "numbering"):
                return Change(kind="moved" if moved else "unchanged", olds=(old,), news=(new,))
        return self._modified(olds, news, moved)

    def _modified(self, olds: list[Clause], news: list[Clause], moved: bool) -> Change:
        old_text, new_text = "\n".join(c.text for c in olds), "\n".join(c.text for c in news)
        words = diff(old_text, new_text, self.lexicon)
        self.limited |= words.limited
        found: Aspect = aspect.of_words(words)
        kind: ChangeKind = "moved-and-modified" if moved else "modified"
        if len(olds) > 1 or len(news) > 1:
            kind = "merged" if len(olds) > 1 else "split"
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
