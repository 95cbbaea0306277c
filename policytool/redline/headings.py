"""A renamed heading is recognised by the clauses that stayed under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from policytool.redline.matching import NONE, Matching
from policytool.text.model import Clause


def pair(matching: Matching) -> None:
    """Match headings without a partner where most of what stands under the one stands under the other."""
    free = [i for i, j in enumerate(matching.to_new) if j == NONE and matching.old[i].kind == "heading"]
    if not free or all(i != NONE or c.kind != "heading" for i, c in zip(matching.to_old, matching.new, strict=True)):
        return
    above = _headings(matching.new)
    for i in free:
        children = _under(matching.old, i)
        partners = [above[matching.to_new[k]] for k in children if matching.to_new[k] != NONE]
        if not partners:
            continue
        j, votes = Counter(partners).most_common(1)[0]
        if 2 * votes > len(children) and 2 * votes > len(_under(matching.new, j)) and matching.free(i, j):
            matching.match(i, j, moved=not _in_order(matching, i, j))


def _headings(clauses: Sequence[Clause]) -> list[int]:
    """For each place the heading nearest above it."""
    result, current = [], NONE
    for place, clause in enumerate(clauses):
        if clause.kind == "heading":
            current = place
        result.append(current)
    return result


def _under(clauses: Sequence[Clause], heading: int) -> range:
    if heading == NONE:
        return range(0)
    end = heading + 1
    while end < len(clauses) and clauses[end].kind != "heading":
        end += 1
    return range(heading + 1, end)


def _in_order(matching: Matching, i: int, j: int) -> bool:
    """Whether a match would keep both orders."""
    before = next((k for k in range(i - 1, -1, -1) if _fixed(matching, k)), NONE)
    after = next((k for k in range(i + 1, len(matching.old)) if _fixed(matching, k)), NONE)
    return (before == NONE or matching.to_new[before] < j) and (after == NONE or matching.to_new[after] > j)


def _fixed(matching: Matching, i: int) -> bool:
    return matching.to_new[i] != NONE and i not in matching.moved
