"""Statements that came or went together, one after another: what a sentence means for the judgement shows beside them.

A choice inside the description of a new feature is a part of that feature; the same choice alone is a new choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policytool.significance.measured import Measured


class Block:
    """Neighbouring places of one side, in the order of the redline."""

    def __init__(self, members: Sequence[Measured]) -> None:
        self.members = tuple(members)

    @cached_property
    def _frames(self) -> Counter[str]:
        return Counter(name for m in self.members for name in m.frames[0] | m.frames[1])

    def beside(self, m: Measured) -> set[str]:
        """Who does what in the other statements of the block of which `m` is a member."""
        own = m.frames[0] | m.frames[1]
        return {name for name, count in self._frames.items() if count > (name in own)}


def read(measured: Sequence[Measured]) -> Iterator[Block]:
    """The blocks of the places in order; a place that both sides have is one for itself."""
    members: list[Measured] = []
    for m in measured:
        if members and not _continues(members[-1], m):
            yield Block(members)
            members = []
        members.append(m)
    if members:
        yield Block(members)


def _continues(before: Measured, after: Measured) -> bool:
    one_sided = not before.two_sided and bool(before.place.news) == bool(after.place.news) and not after.two_sided
    return one_sided and after.place.order - before.place.order <= 1
