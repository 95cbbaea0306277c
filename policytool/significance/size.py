"""How many words a revision changes, and the verdict of size alone: the method that a judgement has to beat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policytool.significance.scoring import Prediction, Record, counted

_TARGET = re.compile(r"\]\([^)\s]*(?:\s[^)]*)?\)")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+(?:['’][a-z]+)?")
_NOT = re.compile(r"(?:not|no|never|nor|without|cannot|\w+n['’]t|[不未无勿非])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Words of both texts beyond those that they share, wherever they stand."""

    removed: Counter[str]
    added: Counter[str]

    @property
    def words(self) -> int:
        return self.removed.total() + self.added.total()

    @property
    def negates(self) -> bool:
        """Whether a "not" came or went."""
        return any(_NOT.fullmatch(word) for word in (*self.removed, *self.added))


def measure(old: str, new: str) -> Size:
    before, after = _words(old), _words(new)
    return Size(removed=before - after, added=after - before)


def _words(text: str) -> Counter[str]:
    """Words in lower case without the addresses of links; every Chinese character is a word."""
    return Counter(_WORD.findall(_TARGET.sub("]", text).lower()))


def best_limit(records: Sequence[Record], sizes: Mapping[str, Size]) -> int:
    """From how many changed words on `significant` is right most often, by the mean of recall and specificity."""
    rows = [(sizes[r["id"]].words, r["overall"] == "significant") for r in records if counted(r)]
    yes, no = [n for n, gold in rows if gold], [n for n, gold in rows if not gold]
    if not yes or not no:
        return 1
    worth = {limit: _balanced(yes, no, limit) for limit in range(1, 201)}
    return max(worth, key=lambda limit: (worth[limit], -limit))


def _balanced(yes: Sequence[int], no: Sequence[int], limit: int) -> float:
    return (sum(n >= limit for n in yes) / len(yes) + sum(n < limit for n in no) / len(no)) / 2


def predictions(records: Sequence[Record], sizes: Mapping[str, Size], limit: int) -> dict[str, Prediction]:
    """The verdict of size alone."""
    return {
        r["id"]: Prediction(significance="significant" if sizes[r["id"]].words >= limit else "minor") for r in records
    }
