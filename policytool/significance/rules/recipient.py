"""Recipients that came or went."""

from __future__ import annotations

from policytool.significance.lexicon import Match
from policytool.significance.measured import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.change import change_at
from policytool.significance.rules.draft import Draft
from policytool.significance.rules.nouns import receivers
from policytool.significance.rules.terms import enumerated, fresh, hands_over, lapsed, negated, words_of
from policytool.significance.sentences import Sentence

_ACTS = ("Share", "Disclose", "Sell", "Transfer")


def read(m: Measured) -> list[Draft]:
    came = [(s, x) for s, x in fresh(m, "recipients") if x.term.name not in _ACTS]
    went = [(s, x) for s, x in lapsed(m, "recipients") if x.term.name not in _ACTS]
    if came and not went and (enumerated(m) or hands_over(m.place.news)):
        return [_came(m, came)]
    if went and not came and (enumerated(m) or hands_over(m.place.olds)):
        return [_went(m, went)]
    return []


def _came(m: Measured, found: list[tuple[Sentence, Match]]) -> Draft:
    denies, who = negated(found), receivers(found)
    plain = bool(who) and hands_over(m.place.news) and not denies
    return Draft(
        kind="recipients",
        saying="recipient-came-shares" if plain else "recipient-came",
        slots={"who": who, "new": quote(m.place.news, words_of(found)), "change": change_at(m, found)},
        direction="narrower" if denies else "wider",
        rule="recipient",
    )


def _went(m: Measured, found: list[tuple[Sentence, Match]]) -> Draft:
    return Draft(
        kind="recipients",
        saying="recipient-went",
        slots={"change": change_at(m, found)},
        direction="wider" if negated(found) else "narrower",
        rule="recipient",
    )
