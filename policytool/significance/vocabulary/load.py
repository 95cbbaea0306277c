"""The vocabulary's data files, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from policytool.errors import SettingsError


def table(name: str) -> dict[str, Any]:
    """The packaged data file `name`.toml."""
    return tomllib.loads((resources.files(__name__.rpartition(".")[0]) / f"{name}.toml").read_text(encoding="utf-8"))


def own_table(path: Path) -> dict[str, list[str]]:
    """The terms in a file of the user's own; none where there is no such file. Raises SettingsError."""
    if not path.is_file():
        return {}
    todo = 'Write lines such as  Name = ["english, words", "中文, 词语"].'
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"not a vocabulary: {error}", path=path, todo=todo) from error
    for name, spellings in data.items():
        if not isinstance(spellings, list) or not all(isinstance(item, str) and item.strip() for item in spellings):
            raise SettingsError(f"the term {name} is no list of words", path=path, todo=todo)
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What makes no difference between two words."""

    silent: frozenset[str]
    same: dict[str, str]


@cache
def level() -> Level:
    """Words that say nothing, and words that say the same."""
    data = table("same")
    same = {word: key for key, group in data["same"].items() for word in group.split()}
    return Level(silent=frozenset(data["silent"].split()), same=same)
