"""Purposes and ways of use that came or went."""

from __future__ import annotations

from policytool.significance.features import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft, listed
from policytool.significance.rules.terms import fresh, has, lapsed, negated

_INVASIVE = ("AITraining", "TargetedAdvertising", "Profiling", "AutomatedDecisionMaking", "PoliticalCampaign", "Sell")


def read(m: Measured) -> list[Draft]:
    came = fresh(m, "purposes") or fresh(m, "processing")
    went = lapsed(m, "purposes") or lapsed(m, "processing")
    old, new = quote(m.place.olds, m.place.removed), quote(m.place.news, m.place.added)
    if came and not went:
        denies = negated(m.place.news)
        return [
            Draft(
                kind="processing",
                reason=f"On how information is handled, new here: {listed(came)}: “{new}”.",
                told=f"On how we handle your information, our policy now says: “{new}”.",
                direction="narrower" if denies else "wider",
                reduces_rights=has(m.gained, *_INVASIVE) and not denies,
                rule="purpose",
            )
        ]
    if went and not came:
        return [
            Draft(
                kind="processing",
                reason=f"On how information is handled, no longer here: {listed(went)}: “{old}”.",
                told=f"On how we handle your information, our policy no longer says: “{old}”.",
                direction="wider" if negated(m.place.olds) else "narrower",
                rule="purpose",
            )
        ]
    return []
