"""The small words, the words of menus, and names of places, as sets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from policytool.significance import words
from policytool.significance.vocabulary.load import table


@dataclass(frozen=True, slots=True)
class Small:
    """The small words, the words of menus, and names of places, as sets."""

    group: dict[str, str]
    menu: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    places: frozenset[tuple[str, ...]]
    forms: frozenset[str]


@cache
def small() -> Small:
    groups = {word: name for name, line in table("small").items() for word in line.split()}
    furniture, geography = table("furniture"), table("geography")
    keyed = {key: name for word, name in groups.items() for key in (word, *words.keys(word))}
    return Small(
        group=keyed,
        menu=frozenset(key for word in furniture["words"].split() for key in words.keys(word)),
        phrases=frozenset(keys_of(phrase) for phrase in furniture["phrases"].split(";") if phrase.strip()),
        places=frozenset(keys_of(name) for name in geography["places"].split(";") if name.strip()),
        forms=frozenset(geography["legal_forms"].split()),
    )


def keys_of(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in words.read(text))
