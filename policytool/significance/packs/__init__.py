"""Criteria for policies that state none of their own, as data files."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, cast

from policytool.errors import SettingsError
from policytool.significance.model import Criterion
from policytool.text.metadata import CriterionKind

PACKS = ("gbt35273", "wp260", "colorado604")


@cache
def load(name: str, language: str = "en") -> tuple[Criterion, ...]:
    """The criteria of the pack `name` in `language` ("en" or "zh"). Raises SettingsError for an unknown pack."""
    if name not in PACKS:
        raise SettingsError(
            f"there is no pack of criteria called {name!r}",
            todo=f"Set significance.pack to one of {', '.join(PACKS)}.",
        )
    data: dict[str, Any] = tomllib.loads((resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(
        Criterion(
            id=item["kind"], kind=cast("CriterionKind", item["kind"]), text=item[language], source=str(data["name"])
        )
        for item in data["criteria"]
    )
