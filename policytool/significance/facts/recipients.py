"""Who receives information: named companies, new circles, new grounds, lost denials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.changed import names_in
from policytool.significance.facts.denials import denial, lost_denial
from policytool.significance.facts.fact import Fact

if TYPE_CHECKING:
    from policytool.significance.lexicon import Term
    from policytool.significance.measured import Measured

FACTS = {
    "vendor": Fact("recipients", 0.6),
    "listed": Fact("", 0.55, soft=True),
    "helper": Fact("recipients", 0.6, soft=True),
    "share": Fact("recipients", 0.6, soft=True),
    "recipient": Fact("recipients", 0.65),
    "sell": Fact("recipients", 0.7, soft=True),
    "ground": Fact("recipients", 0.6, soft=True),
    "item.recipients": Fact("recipients", 0.6),
    "sharing_allowed": Fact("recipients", 0.8),
    "member": Fact("recipients", 0.6),
    "named": Fact("recipients", 0.55),
    "denial_narrowed": Fact("recipients", 0.6, soft=True),
    "uninstructed": Fact("recipients", 0.6),
    "own_purposes": Fact("recipients", 0.6),
}

_ACTS = frozenset({"Share", "Disclose", "Sell", "Transfer"})
_SHARING = denial("sell|rent|trade|share|disclose|transfer", "出售|共享|转让|公开披露|披露|提供")
_OWN_PURPOSES = re.compile(
    r"\b(?:their|its) own (?:\w+ ){0,3}"
    r"(?:purposes?|use|uses|analys[ei]s|marketing|business|research|products|services)\b"
    r"|自身目的|自己的目的",
    re.IGNORECASE,
)
_INSTRUCTED = re.compile(
    r"\b(?:only|solely|strictly|exclusively)\b[^.;]{0,40}\binstructions?\b"
    r"|\binstructions? (?:only|alone)\b|(?:仅|只)[^。；]{0,20}(?:指示|要求)",
    re.IGNORECASE,
)
_INSTRUCTS = re.compile(r"\binstruct|\bdirections?\b|\bdirected\b|指示|要求", re.IGNORECASE)
_GIVING = frozenset({"shares", "outside_gets", "named_helper"})
_CHOICE = frozenset({"user_controls", "control_named", "right_named", "denies_sharing"})
_WIDE = frozenset({"other", "any", "or", "otherwise", "all"})
_NEAR_USERS = frozenset({"OtherUsers", "Developer", "EmbeddedContent", "Carrier"})
"""Whom policies name as often for what users do with them as for what they receive."""
_NO_NAMES = frozenset("act law regulation code policy notice statement setting mail address term".split())
"""Words of titles, laws and addresses, which are no names of companies."""
_FEW = 8


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    told = m.gained_names | m.lost_names
    size = m.size
    listed = bool(m.listed_names) and m.place.clause.kind != "heading" and not m.regions and not m.repeated
    yield "vendor", listed and size <= _FEW and _among_recipients(m)
    yield "listed", listed and size <= _FEW and bool(m.come) and m.sharing and not _among_recipients(m)
    yield "helper", m.two_sided and size <= _FEW and m.kept >= 3 and _helper(m)
    whole = not m.two_sided and not m.elsewhere and m.novel_share > 0.5 and not m.pointing
    yield "share", whole and bool(told & _ACTS) and "recipients" in m.groups and size >= 4
    yield "recipient", not m.two_sided and not m.elsewhere and not m.pointing and _received(m)
    yield "sell", bool(told & {"Sell"}) and m.sale_fresh
    lawful = m.sentence_about("Share", "Disclose") or m.sharing
    yield "ground", m.two_sided and bool(told & {"LegalProcess"}) and lawful
    item = not m.two_sided and m.place.clause.kind in ("item", "row") and not m.elsewhere and not m.pointing
    yield "item.recipients", item and not m.repeated and "recipients" in m.fresh_groups
    yield "named", (not m.two_sided or m.kept == 0) and m.verbless and _named(m)
    yield (
        "own_purposes",
        m.two_sided and bool(_OWN_PURPOSES.search(m.sides[0])) != bool(_OWN_PURPOSES.search(m.sides[1])),
    )
    yield "denial_narrowed", _narrowed(m)
    yield "uninstructed", m.two_sided and bool(_INSTRUCTED.search(m.sides[0])) and not _INSTRUCTS.search(m.sides[1])
    yield "sharing_allowed", lost_denial(_SHARING, m)
    little = m.two_sided and size <= _FEW and m.kept >= 3 and not m.repeated
    given = bool(m.frames[0] & m.frames[1] & _GIVING) or "recipients" in m.kept_groups | m.heading_groups
    yield "member", little and given and "recipients" in m.one_sided_groups


def _among_recipients(m: Measured) -> bool:
    """Whether the sentences or the headings above speak of somebody outside who receives information."""
    named = {match.term for _, match in (*m.old_terms, *m.new_terms)}
    given = bool((m.frames[0] | m.frames[1]) & _GIVING) and not m.contact_nearby
    return given or _headed(m) or any(_outsider(term) and term.name not in _ACTS for term in named)


def _headed(m: Measured) -> bool:
    """Whether the headings above speak of recipients, and of no contact."""
    return "contact" not in m.heading and any(_outsider(match.term) for match in m.context.lexicon.find(m.heading))


def _outsider(term: Term) -> bool:
    return term.group == "recipients" and term.name not in _NEAR_USERS


def _received(m: Measured) -> bool:
    """Whether a sentence says that somebody receives information of whom the other document never speaks."""
    held = m.frames[0] | m.frames[1]
    return "recipients" in m.fresh_groups and "shares" in held and not held & _CHOICE and not m.fresh_names <= _ACTS


def _narrowed(m: Measured) -> bool:
    """Whether a denial of sharing denies less: "or other …" or "any …" went from it, and nothing as wide came."""
    denied = "denies_sharing" in m.frames[0] & m.frames[1] and m.size <= _FEW and m.kept >= 3
    came, went = ({w.key for w in side} for side in (m.added, m.removed))
    return denied and bool(went & _WIDE) and bool(m.gone) and not came & _WIDE and len(m.removed) > len(m.added)


def _helper(m: Measured) -> bool:
    """Whether one company that handles information for us or receives it is named instead of another, or as well."""
    names = names_in(m.place.added), names_in(m.place.removed)
    if m.repeated or m.regions or m.misspelt or any(w.kind == "mail" for w in (*m.added, *m.removed)):
        return False
    given = bool(m.frames[0] & _GIVING) and bool(m.frames[1] & _GIVING)
    swapped = bool(names[0] and names[1]) and bool(m.proper)
    others = len(m.come) + len(m.gone) - len(names[0]) - len(names[1])
    return given and bool(m.proper) and others <= (len(names[0]) + len(names[1]) if swapped else 4)


def _named(m: Measured) -> bool:
    """Whether a line with a name stands in a list of recipients, comes in the place of another or goes, and the other
    document does not know the name."""
    sides = [(m.place.added, m.context.old), (m.place.removed, m.context.new)]
    told = [([(s, w) for s, w in changed if w.kind == "word"], other) for changed, other in sides if changed]
    spoken = any(w.key in ("you", "your", "we", "our") for words_, _ in told for _, w in words_)
    titled = any(w.key in _NO_NAMES for words_, _ in told for _, w in words_)
    other_lines = spoken or titled or m.contact_nearby or bool(m.regions)
    if not _headed(m) or other_lines or m.repeated or m.misspelt:
        return False
    return bool(told) and all(
        1 <= len(words_) <= 4 and any(s.text[w.start].isupper() and w.key not in other.words for s, w in words_)
        for words_, other in told
    )
