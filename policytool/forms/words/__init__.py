"""The words of the forms in each language, read from the TOML files of this folder; English stands in for the rest."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A section that the form of a kind requires."""

    id: str
    title: str
    hint: str
    """What stands there until the lawyer writes."""
    says: tuple[str, ...] = ()
    """Words of which its text must hold one, where it has to say something certain."""
    says_what: str = ""


@cache
def catalogue(language: str) -> dict[str, Any]:
    """The words of `language` or of its main language, else the English ones."""
    for name in (language, language.partition("-")[0]):
        file = files(__name__) / f"{name}.toml"
        if name.replace("-", "").isalnum() and file.is_file():
            return tomllib.loads(file.read_text(encoding="utf-8"))
    return catalogue("en")


def sections(kind: str, language: str) -> tuple[Asked, ...]:
    """What the form of `kind` has to tell, in its order."""
    found = catalogue(language)["kind"][kind]["section"]
    return tuple(Asked(**{**one, "says": tuple(one.get("says", ()))}) for one in found)


def said(part: str, key: str, language: str, **values: object) -> str:
    """One sentence of a part such as "facts", filled in."""
    return str(catalogue(language)[part][key]).format(**values)


def named(kind: str, language: str) -> str:
    """What people call a notice of this kind."""
    return str(catalogue(language)["kind"][kind]["name"])


def written_day(day: datetime.date, language: str) -> str:
    """The day as people write it in a language that has words here, else YEAR-MONTH-DAY."""
    main = language.partition("-")[0]
    if main == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if main == "en" else day.isoformat()
