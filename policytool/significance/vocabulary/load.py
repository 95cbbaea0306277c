"""The vocabulary's data files, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


def table(name: str) -> dict[str, Any]:
    """The packaged data file `name`.toml."""
    return tomllib.loads((resources.files(__name__.rpartition(".")[0]) / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What makes no difference between two words."""

    silent: frozenset[str]
    same: dict[str, str]


@cache
def level() -> Level:
    """Words that say nothing, and words that say the same."""
    data = table("same")
    same = {word: key for key, words in data["same"].items() for word in words.split()}
    return Level(silent=frozenset(data["silent"].split()), same=same)
