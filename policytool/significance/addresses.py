"""Postal addresses, which stand in lines of their own as often as in sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytool.significance import words
from policytool.significance.patterns import VERB
from policytool.significance.places import Place
from policytool.significance.sentences import Sentence

STREET_END = re.compile(
    r"\w{3,}(?:straße|strasse|straat|gade|gatan|vägen|vej|laan|weg|allee|platz|avenue|katu|str\.)(?=[\s\d,.]|$)",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b(?:street|road|avenue|lane|suite|floor|boulevard|blvd"
    r"|drive|square|rue|plaza|quay|court|p\.?\s?o\.? box)\b|路.{0,6}号",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\b(?:mailbox|postbox|postfach|via|viale|corso|piazza|calle|avenida|paseo|rua|praça|gade|place|parkway|way|tower"
    r"|building|house|apt|ste|st\.|rd\.|ave\.)(?=[\s\d,]|$)|[市区].{0,20}号",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b\d{4,6}\b|\b\d{3} \d{2}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST = 110


def lines(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places whose sentences are lines of an address and nothing else."""
    return tuple(place for place in places if all(line(s.text) for s in (*place.olds, *place.news)))


def line(text: str) -> bool:
    """Whether `text` is a line of an address and nothing else."""
    text = text.strip()
    if len(text) > _LONGEST or VERB.search(text.lower()) or any(w.kind == "date" for w in words.read(text)):
        return False
    if STREET.search(text) or STREET_END.search(text) or (_MARK.search(text) and re.search(r"\d", text)):
        return True
    return bool(_POSTCODE.search(_YEAR.sub("", text)) and re.search(r"\b[A-Z]\w{2}", text))


def moved(place: Place, others: Sequence[Place], old: frozenset[str], new: frozenset[str]) -> bool:
    """Whether the lines of `place` and of the address lines near it name another house, street or town than before.

    `old` and `new` are the words of both documents: what stands elsewhere too did not come and is not lost.
    """
    near = [other for other in others if abs(other.order - place.order) <= _NEAR]
    come = {key for other in near for key in _named(other.news)}
    gone = {key for other in near for key in _named(other.olds)}
    come, gone = _unlike(come, gone), _unlike(gone, come)
    return bool(come - gone - old) and bool(gone - come - new)


def _unlike(here: set[str], there: set[str]) -> set[str]:
    """What is no number of `there` that lost or gained its first figures: a postcode written in part."""
    numbers = {key for key in there if _long(key)}
    return {key for key in here if not (_long(key) and any(_tail(key, number) for number in numbers))}


def _long(key: str) -> bool:
    return key.isdigit() and len(key) >= _LONG


def _tail(one: str, other: str) -> bool:
    return one != other and (one.endswith(other) or other.endswith(one))


_LONG = 4
_NEAR = 4


def _named(sentences: Sequence[Sentence]) -> set[str]:
    """The numbers and names in an address."""
    return {
        word.key
        for sentence in sentences
        for word in sentence.words
        if word.kind == "number" or (word.kind == "word" and sentence.text[word.start].isupper())
    }
