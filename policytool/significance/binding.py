"""The wording of a criterion to its kind, by the patterns in vocabulary/criteria.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import cast

from policytool.text.metadata import CriterionKind

_ENOUGH = 2


def kind_of(text: str) -> CriterionKind | None:
    """The kind that `text` means; None where its wording does not say."""
    sums = {kind: sum(weight for pattern, weight in patterns if pattern.search(text)) for kind, patterns in _patterns()}
    best = max(sums, key=lambda kind: sums[kind])
    return best if sums[best] >= _ENOUGH else None


@cache
def _patterns() -> tuple[tuple[CriterionKind, tuple[tuple[re.Pattern[str], int], ...]], ...]:
    source = (resources.files("policytool.significance") / "vocabulary" / "criteria.toml").read_text(encoding="utf-8")
    return tuple(
        (
            cast("CriterionKind", kind),
            tuple((re.compile(pattern, re.IGNORECASE), weight) for pattern, weight in patterns.items()),
        )
        for kind, patterns in tomllib.loads(source).items()
    )
