"""The words of a changed clause: which stay, which go, which come, in phrases that a lawyer reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from policytool.redline.lexicon import Lexicon
from policytool.redline.model import WordOp
from policytool.redline.spine import Block, common
from policytool.redline.terms import Terms, uncut
from policytool.redline.tokens import Tokens, is_word

LITTLE = 3
"""Letters of a word ("the", "of") that alone does not hold an insertion and a long replacement apart."""
MUCH = 4
"""Words of a long replacement."""
_ENDS = frozenset(".!?;:。！？；：")
_PAUSES = frozenset(",、，")
_OPENS = frozenset("([{（《「")
_JOINS = frozenset("and or und oder et ou y o en of 和 或 及 与".split())
"""Words that lead what was added: "name {+and address+}", not "{+name and +}address"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordDiff:
    """Operations on words, and the keys of the tokens that differ before phrases were formed."""

    ops: tuple[WordOp, ...]
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    around: tuple[tuple[str, str], ...] = ()
    """For each differing token the keys before and after it ("" at either end)."""
    last: bool = False
    """Whether everything that differs stands at the very end."""
    limited: bool = False

    @property
    def differing(self) -> tuple[str, ...]:
        return self.removed + self.added


class Edit(NamedTuple):
    """Tokens `old_start:old_end` replaced by `new_start:new_end`."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def diff(old_text: str, new_text: str, lexicon: Lexicon, terms: Terms | None = None) -> WordDiff:
    """Compare two texts word by word. Texts that differ in typography alone give one equal operation.

    No operation cuts through one of `terms`.
    """
    old, new = lexicon.encode(old_text), lexicon.encode(new_text)
    if old.exact == new.exact:
        return WordDiff(ops=_operations(old_text, new_text, old.tokens, new.tokens, []))
    blocks, limited = common(old.exact, new.exact)
    exact = _edits(blocks, len(old.exact), len(new.exact))
    edits = [_settled(edit, old.tokens, new.tokens) for edit in exact]
    if terms is not None:
        edits = _with_whole(terms, edits, old.exact, new.exact)
    edits = _phrases(edits, old.tokens, (_line_starts(old.tokens), _line_starts(new.tokens)))
    return WordDiff(
        ops=_operations(old_text, new_text, old.tokens, new.tokens, edits),
        removed=tuple(key for e in exact for key in old.tokens.keys[e.old_start : e.old_end]),
        added=tuple(key for e in exact for key in new.tokens.keys[e.new_start : e.new_end]),
        around=tuple(_around(old.tokens, new.tokens, exact)),
        last=len(exact) == 1 and exact[0].old_end == len(old.exact) and exact[0].new_end == len(new.exact),
        limited=limited,
    )


def _edits(blocks: list[Block], old_size: int, new_size: int) -> list[Edit]:
    edits: list[Edit] = []
    i = j = 0
    for block in [*blocks, Block(old_size, new_size, 0)]:
        if i < block.old or j < block.new:
            edits.append(Edit(i, block.old, j, block.new))
        i, j = block.old + block.size, block.new + block.size
    return edits


def _with_whole(terms: Terms, edits: list[Edit], old: str, new: str) -> list[Edit]:
    """The edits widened to whole terms."""
    olds, news = terms.spans(old), terms.spans(new)
    if not olds and not news:
        return edits
    return _edits(uncut(_blocks(edits, len(old)), olds, news), len(old), len(new))


def _blocks(edits: list[Edit], old_size: int) -> list[Block]:
    """What stays between edits."""
    found: list[Block] = []
    i = j = 0
    for edit in [*edits, Edit(old_size, old_size, 0, 0)]:
        if i < edit.old_start:
            found.append(Block(i, j, edit.old_start - i))
        i, j = edit.old_end, edit.new_end
    return found


def _around(old: Tokens, new: Tokens, edits: list[Edit]) -> Iterator[tuple[str, str]]:
    sides = [(old.keys, e.old_start, e.old_end) for e in edits] + [(new.keys, e.new_start, e.new_end) for e in edits]
    for keys, start, end in sides:
        for place in range(start, end):
            yield keys[place - 1] if place else "", keys[place + 1] if place + 1 < len(keys) else ""


def _settled(edit: Edit, old: Tokens, new: Tokens) -> Edit:
    """An insertion or deletion that could stand at several places, at the one that follows the sentence best."""
    if edit.old_start == edit.old_end:
        shift = _best_shift(new.keys, edit.new_start, edit.new_end, old.keys, edit.old_start)
    elif edit.new_start == edit.new_end:
        shift = _best_shift(old.keys, edit.old_start, edit.old_end, new.keys, edit.new_start)
    else:
        return edit
    return Edit(*(place + shift for place in edit))


def _best_shift(keys: tuple[str, ...], start: int, end: int, other: tuple[str, ...], place: int) -> int:
    """How far to slide `keys[start:end]` within its equal surroundings; `place` is where it stands in `other`."""
    left = 0
    while (
        start - left > 0
        and place - left > 0
        and keys[start - left - 1] == keys[end - left - 1] == other[place - left - 1]
    ):
        left += 1
    right = 0
    while (
        end + right < len(keys)
        and place + right < len(other)
        and keys[start + right] == keys[end + right] == other[place + right]
    ):
        right += 1
    if not left and not right:
        return 0
    return max(range(-left, right + 1), key=lambda by: (_fit(keys, start + by, end + by), -abs(by)))


def _fit(keys: tuple[str, ...], start: int, end: int) -> int:
    """How well `keys[start:end]` stands as a piece of its own."""
    first, last = keys[start], keys[end - 1]
    before = keys[start - 1] if start else "."
    score = 0
    if before in _ENDS:
        score += 3 if last in _ENDS or end == len(keys) else 1
    elif before in _PAUSES:
        score += 1
    if last in _PAUSES and is_word(first):
        score += 1
    if first in _OPENS:
        score += 2
    if first in _JOINS and last not in _JOINS:
        score += 1
    if first in _ENDS or last in _OPENS:
        score -= 2
    return score


def _line_starts(tokens: Tokens) -> list[int]:
    """The tokens that begin a line: a clause of several, or what follows a hard break."""
    found, at = [], tokens.text.find("\n")
    while at >= 0:
        found.append(bisect_left(tokens.starts, at))
        at = tokens.text.find("\n", at + 1)
    return found


def _phrases(edits: list[Edit], old: Tokens, lines: tuple[list[int], list[int]]) -> list[Edit]:
    """Join edits across islands smaller than both, so that phrases are read and not scattered words.

    Never across `lines`, the places at which lines of the old and of the new text begin.
    """
    result: list[Edit] = []
    for edit in edits:
        current = edit
        while result and not _parted(result[-1], current, lines) and _absorbs(result[-1], current, old):
            last = result.pop()
            current = Edit(last.old_start, current.old_end, last.new_start, current.new_end)
        result.append(current)
    return result


def _parted(left: Edit, right: Edit, lines: tuple[list[int], list[int]]) -> bool:
    """Whether a line begins between two edits, in the old text or in the new one."""
    olds, news = lines
    return _any_within(olds, left.old_end, right.old_start) or _any_within(news, left.new_end, right.new_start)


def _any_within(places: list[int], first: int, last: int) -> bool:
    at = bisect_left(places, first)
    return at < len(places) and places[at] <= last


def _absorbs(left: Edit, right: Edit, old: Tokens) -> bool:
    island = range(left.old_end, right.old_start)
    if not island:
        return True
    if _one_sided(left) and _one_sided(right) and _inserts(left) == _inserts(right):
        return False
    if any(old.keys[k] in _ENDS or old.keys[k] == "\t" for k in island):
        return False
    words = sum(1 for k in island if is_word(old.keys[k]))
    if _one_sided(left) or _one_sided(right):
        little = words == 1 and sum(len(old.keys[k]) for k in island) <= LITTLE
        return words == 0 or (
            little and max(_size(left), _size(right)) >= MUCH and _one_sided(left) != _one_sided(right)
        )
    return words <= min(_size(left), _size(right), 4)


def _one_sided(edit: Edit) -> bool:
    return edit.old_start == edit.old_end or edit.new_start == edit.new_end


def _inserts(edit: Edit) -> bool:
    return edit.new_end > edit.new_start


def _size(edit: Edit) -> int:
    return max(edit.old_end - edit.old_start, edit.new_end - edit.new_start)


def _operations(old_text: str, new_text: str, old: Tokens, new: Tokens, edits: list[Edit]) -> tuple[WordOp, ...]:
    """Operations in characters that cover both texts; white space goes with the word before it, if it can."""
    old_starts, new_starts = _starts(old_text, old), _starts(new_text, new)
    ops: list[WordOp] = []
    i = j = 0
    for edit in edits:
        start, begin = old_starts[edit.old_start], new_starts[edit.new_start]
        stop, finish = old_starts[edit.old_end], new_starts[edit.new_end]
        before, behind = _spaces_before(old_text, start, i), _spaces_before(new_text, begin, j)
        if not before or not behind:
            start, begin = start - before, begin - behind
        before, behind = _spaces_before(old_text, stop, start), _spaces_before(new_text, finish, begin)
        if before and behind:
            stop, finish = stop - before, finish - behind
        _append(ops, "equal", i, start, j, begin)
        _append(ops, "delete", start, stop, begin, begin)
        _append(ops, "insert", stop, stop, begin, finish)
        i, j = stop, finish
    _append(ops, "equal", i, len(old_text), j, len(new_text))
    return tuple(ops)


def _starts(text: str, tokens: Tokens) -> tuple[int, ...]:
    """Where the stretch of each token starts, and of what would come after the last one."""
    return (0, *tokens.starts[1:], len(text)) if tokens.starts else (0,)


def _spaces_before(text: str, place: int, least: int) -> int:
    start = place
    while start > least and text[start - 1].isspace() and text[start - 1] != "\t":
        start -= 1
    return place - start


def _append(
    ops: list[WordOp], kind: Literal["equal", "insert", "delete"], i: int, i_end: int, j: int, j_end: int
) -> None:
    if i < i_end or j < j_end:
        ops.append(WordOp(kind=kind, old_start=i, old_end=i_end, new_start=j, new_end=j_end))
