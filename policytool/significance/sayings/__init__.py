"""What findings and summaries say, as data: one file for each language that is judged."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence with words of the policy in it: its name in the table `change` and what fills its braces."""

    name: str
    slots: Mapping[str, str] = field(default_factory=dict)


Slots = Mapping[str, str | tuple[str, ...] | Phrase]
"""What fills the braces of a saying: words of the policy, several that are listed, or a phrase."""

_MOST = 4


def say(saying: str, form: str, slots: Slots, language: str) -> str:
    """The sentence of `saying` for its `form`: reason, told or translated.

    After a colon stands what it is about, such as "promise-came:Breach", a word of the table `subject`.
    """
    name, _, subject = saying.partition(":")
    filled = {key: _written(value, form, language) for key, value in slots.items()}
    if subject:
        filled["subject"] = word("subject", subject, language)
    capitals = {key.capitalize(): value[:1].upper() + value[1:] for key, value in filled.items()}
    return str(_catalogue(language)[name][form]).format_map(capitals | filled)


def _written(value: str | tuple[str, ...] | Phrase, form: str, language: str) -> str:
    if isinstance(value, tuple):
        return listed(value, language)
    if isinstance(value, Phrase):
        policy = word("policy", form, language)
        return word("change", value.name, language).format(policy=policy, **value.slots)
    return value


def quotes(saying: str) -> bool:
    """Whether the saying, told in another language, quotes the clause."""
    return "{quote}" in _catalogue("en")[saying.partition(":")[0]]["translated"]


def word(table: str, key: str, language: str) -> str:
    """One word of the tables subject, topic, kind and summary."""
    return str(_catalogue(language)[table][key])


def listed(things: Sequence[str], language: str = "en", most: int = _MOST) -> str:
    """ "a", "a and b", "a, b and c", "a, b, c and others"."""
    words = _catalogue(language)["list"]
    shown = list(dict.fromkeys(things))
    if len(shown) > most:
        shown = [*shown[: most - 1], str(words["others"])]
    if len(shown) <= 1:
        return "".join(shown)
    return f"{words['between'].join(shown[:-1])}{words['last']}{shown[-1]}"


def joined(sentences: Sequence[str], language: str) -> str:
    """Sentences one after the other, as the language sets them."""
    return ("" if language == "zh" else " ").join(sentences)


def spoken(language: str) -> str:
    """The language of LANGUAGES in which somebody who reads `language` is told: English where there is no other."""
    primary = language.partition("-")[0].lower()
    return primary if primary in LANGUAGES else "en"


@cache
def _catalogue(language: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))
