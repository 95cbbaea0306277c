"""Types of personal information that came or went."""

from __future__ import annotations

from policytool.significance.lexicon import Match
from policytool.significance.measured import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft
from policytool.significance.rules.terms import does, enumerated, fresh, has, lapsed, negated, says, words_of
from policytool.significance.sentences import Sentence

_SENSITIVE = (
    "Biometric", "Genetic", "MedicalHealth", "PreciseLocation", "SexualPreference", "EthnicOrigin", "Religion",
    "PoliticalOpinion", "SensitiveData", "ChildrenData", "KeystrokePatterns", "VoiceCommunicationRecording",
)  # fmt: skip


def read(m: Measured) -> list[Draft]:
    came, went = fresh(m, "data"), lapsed(m, "data")
    if came and not went and (enumerated(m) or does(m.place.news)):
        return [_came(m, came)]
    if went and not came and (enumerated(m) or does(m.place.olds)):
        return [_went(m, went)]
    return []


def _came(m: Measured, found: list[tuple[Sentence, Match]]) -> Draft:
    denies = negated(m.place.news)
    collects = has(m.new_terms, "Collect", "Record") and not denies
    return Draft(
        kind="processing",
        saying="data-came-collects" if collects else "data-came",
        slots={"what": says(found), "new": quote(m.place.news, words_of(found))},
        direction="narrower" if denies else "wider",
        rule="data",
    )


def _went(m: Measured, found: list[tuple[Sentence, Match]]) -> Draft:
    return Draft(
        kind="processing",
        saying="data-went",
        slots={"what": says(found), "old": quote(m.place.olds, words_of(found))},
        direction="wider" if negated(m.place.olds) else "narrower",
        rule="data",
    )
