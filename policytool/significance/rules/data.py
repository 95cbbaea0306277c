"""Types of personal information that came or went."""

from __future__ import annotations

import re

from policytool.significance.lexicon import Match
from policytool.significance.measured import Measured
from policytool.significance.model import Direction
from policytool.significance.quotes import quote
from policytool.significance.rules.change import change, ending
from policytool.significance.rules.draft import Draft
from policytool.significance.rules.nouns import says
from policytool.significance.rules.terms import does, enumerated, fresh, lapsed, negated, words_of
from policytool.significance.sentences import Sentence

_SENSITIVE = (
    "Biometric", "Genetic", "MedicalHealth", "PreciseLocation", "SexualPreference", "EthnicOrigin", "Religion",
    "PoliticalOpinion", "SensitiveData", "ChildrenData", "KeystrokePatterns", "VoiceCommunicationRecording",
)  # fmt: skip

_COLLECTS = re.compile(
    r"\b(?:we|us|they|partners|providers)\b[^.;:]{0,40}?\b(?:collect|receive|obtain|gather|record|store)s?\b"
    r"(?:(?!\b(?:who|which|that|when|where|if|for|to|from|by|with|through|because)\b)[^.;:–])*$"
    r"|(?:收集|获取|记录)(?:(?!用于|以便|为了|通过|根据)[^。；])*$",
    re.IGNORECASE,
)
"""The text before what is collected."""


def read(m: Measured) -> list[Draft]:
    came, went = fresh(m, "data"), lapsed(m, "data")
    if came and not went and (enumerated(m) or does(m.place.news)):
        return [_came(m, came)]
    if went and not came and (enumerated(m) or does(m.place.olds)):
        return [_went(m, went)]
    return []


def _came(m: Measured, found: list[tuple[Sentence, Match]]) -> Draft:
    if negated(found):
        return _unnamed(m, "narrower")
    if not _named(m, found):
        return _unnamed(m, "wider")
    return Draft(
        kind="processing",
        saying="data-came-collects" if all(map(_collected, found)) else "data-came",
        slots={"what": says(found), "new": quote(m.place.news, words_of(found))},
        direction="wider",
        rule="data",
    )


def _went(m: Measured, found: list[tuple[Sentence, Match]]) -> Draft:
    if negated(found):
        return _unnamed(m, "wider")
    if not _named(m, found):
        return _unnamed(m, "narrower")
    return Draft(
        kind="processing",
        saying="data-went",
        slots={"what": says(found), "old": quote(m.place.olds, words_of(found))},
        direction="narrower",
        rule="data",
    )


def _named(m: Measured, found: list[tuple[Sentence, Match]]) -> bool:
    """Whether the terms surely are types of information, and not words that can be such: what is collected, or what
    is sensitive in any case; and nothing else changed than that they are named."""
    return not m.two_sided and all(_collected((s, match)) or match.term.name in _SENSITIVE for s, match in found)


def _collected(found: tuple[Sentence, Match]) -> bool:
    sentence, match = found
    return bool(_COLLECTS.search(sentence.text[: sentence.words[match.start].start]))


def _unnamed(m: Measured, direction: Direction) -> Draft:
    """What is said where no type of information is named as collected."""
    return Draft(
        kind="processing", saying=f"handling-{ending(m)}", slots={"change": change(m)}, direction=direction, rule="data"
    )
