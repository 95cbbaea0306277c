"""Who does what in a sentence: a user who can refuse, a company that passes information on, a source it comes from.

A term alone does not tell these apart: "share" stands in a promise, in a feature, and in a right. The frames are
worded in vocabulary/frames.toml.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from policytool.significance.vocabulary.load import table


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = table("frames")
    parts = {name: f"(?:{'|'.join(words)})" for name, words in data["parts"].items()}
    return {name: re.compile(_filled("|".join(ways), parts)) for name, ways in data["frames"].items()}


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name, words in parts.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return pattern


@lru_cache(maxsize=16384)
def frames(text: str) -> frozenset[str]:
    """The frames that hold in `text`, a sentence or a few."""
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(text))
