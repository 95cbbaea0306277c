"""Recipients that came or went."""

from __future__ import annotations

from policytool.significance.features import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft, listed
from policytool.significance.rules.terms import fresh, has, lapsed, negated

_ACTS = ("Share", "Disclose", "Sell", "Transfer")
_VERBS = frozenset({"share", "disclose", "sell", "transfer"})


def read(m: Measured) -> list[Draft]:
    came = [say for say in fresh(m, "recipients") if say not in _VERBS]
    went = [say for say in lapsed(m, "recipients") if say not in _VERBS]
    if came and not went:
        return [_came(m, came)]
    if went and not came:
        return [_went(m, went)]
    return []


def _came(m: Measured, who: list[str]) -> Draft:
    new = quote(m.place.news, m.place.added)
    denies = negated(m.place.news)
    acts = has(m.new_terms, *_ACTS)
    plain = acts and not denies
    return Draft(
        kind="recipients",
        reason=f"On sharing, the policy now speaks of {listed(who)}: “{new}”.",
        told=f"We may now share information with {listed(who)}: “{new}”."
        if plain
        else f"Our policy now says: “{new}”.",
        direction="narrower" if denies else "wider",
        reduces_rights=plain and not m.two_sided,
        rule="recipient",
    )


def _went(m: Measured, who: list[str]) -> Draft:
    old = quote(m.place.olds, m.place.removed)
    denied = negated(m.place.olds)
    return Draft(
        kind="recipients",
        reason=f"On sharing, the policy no longer speaks of {listed(who)}: “{old}”.",
        told=f"Our policy no longer says: “{old}”.",
        direction="wider" if denied else "narrower",
        reduces_rights=denied,
        rule="recipient",
    )
