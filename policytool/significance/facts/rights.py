"""Rights and choices, who has them, and how they are exercised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.changed import is_content
from policytool.significance.facts.contacts import WATCHDOGS
from policytool.significance.facts.fact import Fact
from policytool.significance.facts.members import gained, inserted

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "right": Fact("rights", 0.7),
    "right_lost": Fact("rights", 0.55),
    "right_unlisted": Fact("rights", 0.55),
    "option_lost": Fact("rights", 0.55, soft=True),
    "choice": Fact("rights", 0.6),
    "choice_denied": Fact("rights", 0.65),
    "any_time": Fact("rights", 0.55),
    "region": Fact("rights", 0.65),
    "law": Fact("rights", 0.65),
    "fee": Fact("rights", 0.65, soft=True),
    "procedure": Fact("rights", 0.6, soft=True),
}

_RIGHT = re.compile(
    r"\b(?:you|users|individuals|consumers|residents)\s+(?:also\s+|may\s+)?(?:have|has)\s+(?:the\s+|a\s+|certain\s+)?right"
    r"|您.{0,6}有权",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:you|users|customers|members)\s+"
    r"(?:can(?:not|['’]t| no longer)|may (?:not|no longer)|are (?:not|no longer) able to)\s+(?:\w+\s+){0,3}?"
    r"(?:delete|erase|remove|opt[- ]?out|unsubscribe|withdraw|object|refuse|access|correct|rectify|export|close"
    r"|turn off|disable|appeal|complain)\b"
    r"|您(?:不能|无法|不得)(?:再)?(?:删除|撤回|拒绝|更正|查阅|注销|关闭|退订)",
    re.IGNORECASE,
)
_ANY_TIME = re.compile(r"\bat any time\b|随时", re.IGNORECASE)
_CHOICES = frozenset({"OptIn", "OptOut", "RightWithdraw", "RightErasure", "RightObject"})
_ROUTES = frozenset(
    "form letter email phone portal call writ mail post account setting button online".split(),
)
_COST = frozenset("fee free charg cost".split())
_NO_COST = re.compile(
    r"\b(?:free of charge|for free|is free|are free|no (?:charge|fee|cost)s?|without (?:a |any )?(?:charge|fee|cost)"
    r"|(?:do|does|will|shall)(?: not|n['’]t) (?:\w+ )?charge)\b|免费|不收",
    re.IGNORECASE,
)
_COSTS = re.compile(r"\b(?:charge|fee|cost|pay)s?\b|费", re.IGNORECASE)
_OPTION = re.compile(
    r"\byou (?:need not|are (?:free|not (?:required|obliged))|do(?: not|n['’]t) (?:need|have) to|(?:can|may) always)\b"
    r"|\b(?:is|are) (?:entirely )?(?:optional|voluntary|up to you|your choice)\b|您(?:可以不|无需|不必)|自愿"
    r"|\byou (?:can|may) (?:\w+ ){0,4}?"
    r"(?:turn|switch|opt|refuse|decline|disable|unsubscribe|object|withdraw|delete|stop)\b"
    r"|您(?:可以|可|有权)[^。；]{0,20}(?:拒绝|关闭|退出|取消|撤回|选择不)",
    re.IGNORECASE,
)
"""Something that users need not do."""
_ACTS = _CHOICES | {"RightAccess", "RightRectification", "RightRestriction", "RightPortability", "Complain", "Appeal"}
_ACTS |= {"HumanReview", "Erase"}
"""What a right is to; to delete is one where it stands among rights."""
_NAMING = frozenset({"right_named", "user_controls", "control_named"})
_FEW = 8


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    told = m.gained_names | m.lost_names
    changed = {w.key for w in (*m.added, *m.removed)}
    size = m.size
    whole = not m.two_sided and not m.elsewhere and not m.pointing
    yield "right", whole and m.novel_share > 0.4 and bool(_RIGHT.search(m.text))
    yield "choice", whole and m.novel_share > 0.5 and not m.verbless and bool(told & _CHOICES)
    yield "choice_denied", whole and bool(_DENIED.search(m.text))
    among = m.two_sided and m.rights_nearby
    yield "region", among and m.kept >= 4 and bool(m.regions) and size <= _FEW and _of_people(m)
    lawful = bool(changed & {"act", "law", "法"}) and bool(m.regions) and (not m.two_sided or m.kept >= 4)
    yield "law", lawful and m.region_fresh and (m.rights_nearby or "law" in m.heading)
    yield (
        "fee",
        m.two_sided
        and "rights" in m.groups
        and ((bool(changed & _COST) and size > 0 and not _free(m)) or _costs_now(m)),
    )
    yield "option_lost", whole and bool(m.place.olds) and m.novel_share > 0.4 and bool(_OPTION.search(m.text))
    exercised = m.sentence_about("RequestForm", "Right", "OptOut", "RightErasure", "RightAccess")
    yield "procedure", m.two_sided and exercised and bool(changed & _ROUTES) and size >= 2
    choosing = bool((m.frames[0] | m.frames[1]) & {"user_controls", "right_named", "control_named"})
    little = m.two_sided and (among or choosing) and size <= _FEW and m.kept >= 3 and not m.repeated
    yield "any_time", little and bool(_ANY_TIME.search(m.sides[0])) and not _ANY_TIME.search(m.sides[1])
    named = m.two_sided and bool(m.frames[0] & m.frames[1] & _NAMING) and not m.repeated
    shorter = gained(m.sides[1], m.sides[0]) or inserted(m.sides[1], m.sides[0])
    yield "right_unlisted", named and bool(m.gone) and not m.come and size <= _FEW and shorter
    yield "right_lost", little and choosing and bool(m.gone) and _right_lost(m)


def _free(m: Measured) -> bool:
    """Whether both sides say that it costs nothing."""
    return all(_NO_COST.search(side) for side in m.sides)


def _costs_now(m: Measured) -> bool:
    return bool(_NO_COST.search(m.sides[0]) and _COSTS.search(m.sides[1])) and not _free(m)


def _of_people(m: Measured) -> bool:
    """Whether a region tells whose rights they are, and does not belong to a company, an authority or a link."""
    named = {word.key for word in (*m.added, *m.removed)}
    return not any(m.companies) and not named & WATCHDOGS and not m.pointing


def _right_lost(m: Measured) -> bool:
    """Whether a right was named here, is named nowhere in the new document, and none came for it; what the company
    deletes after a time is no right."""
    if any(match.term.group == "rights" for _, match in m.gained):
        return False
    acts = _ACTS - {"Erase", "RightErasure"} if "keeps" in m.frames[0] | m.frames[1] else _ACTS
    lost = [(s, match) for s, match in m.lost if match.term.name in acts]
    told = {key for s in m.place.news for key in s.all_keys}
    return any(
        (m.is_gone(s, match) or match.term.name == "Erase")
        and not any(is_content(w) and w.key in told for w in s.words[match.start : match.end])
        for s, match in lost
    )
