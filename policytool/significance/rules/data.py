"""Types of personal information that came or went."""

from __future__ import annotations

from policytool.significance.features import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft, listed
from policytool.significance.rules.terms import does, fresh, has, lapsed, negated

_SENSITIVE = (
    "Biometric", "Genetic", "MedicalHealth", "PreciseLocation", "SexualPreference", "EthnicOrigin", "Religion",
    "PoliticalOpinion", "SensitiveData", "ChildrenData", "KeystrokePatterns", "VoiceCommunicationRecording",
)  # fmt: skip


def read(m: Measured) -> list[Draft]:
    came, went = fresh(m, "data"), lapsed(m, "data")
    if came and not went:
        return [_came(m, came)]
    if went and not came:
        return [_went(m, went)]
    return []


def _came(m: Measured, what: list[str]) -> Draft:
    new = quote(m.place.news, m.place.added)
    denies = negated(m.place.news)
    collects = has(m.new_terms, "Collect") and does(m.place.news) and not denies
    return Draft(
        kind="processing",
        reason=f"Information named here for the first time: {listed(what)}: “{new}”.",
        told=f"We now also collect {listed(what)}: “{new}”." if collects else f"Our policy now says: “{new}”.",
        direction="narrower" if denies else "wider",
        reduces_rights=collects and has(m.gained, *_SENSITIVE),
        rule="data",
    )


def _went(m: Measured, what: list[str]) -> Draft:
    old = quote(m.place.olds, m.place.removed)
    return Draft(
        kind="processing",
        reason=f"Information no longer named here: {listed(what)}: “{old}”.",
        told=f"Our policy no longer says: “{old}”.",
        direction="wider" if negated(m.place.olds) else "narrower",
        rule="data",
    )
