"""Purposes and ways of use that came or went."""

from __future__ import annotations

from policytool.significance.facts.practices import OF_ITS_OWN
from policytool.significance.lexicon import Match
from policytool.significance.measured import Measured
from policytool.significance.rules.change import change_at
from policytool.significance.rules.draft import Draft
from policytool.significance.rules.terms import fresh, lapsed, negated
from policytool.significance.sentences import Sentence


def read(m: Measured) -> list[Draft]:
    came = fresh(m, "purposes") or fresh(m, "processing")
    went = lapsed(m, "purposes") or lapsed(m, "processing")
    if came and not went:
        return [_came(m, came)]
    return [_went(m, went)] if went and not came else []


def _came(m: Measured, found: list[tuple[Sentence, Match]]) -> Draft:
    return Draft(
        kind="processing",
        saying="purpose-came",
        slots={"change": change_at(m, found)},
        direction="narrower" if negated(found) else "wider",
        rule="purpose" if any(match.term.name in OF_ITS_OWN for _, match in found) else "practice",
    )


def _went(m: Measured, found: list[tuple[Sentence, Match]]) -> Draft:
    return Draft(
        kind="processing",
        saying="purpose-went",
        slots={"change": change_at(m, found)},
        direction="wider" if negated(found) else "narrower",
        rule="practice",
    )
