"""What is done with information: types of it, places, mechanisms, bases, promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.facts.denials import denial, lost_denial
from policytool.significance.facts.fact import Fact

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "sensitive": Fact("processing", 0.7),
    "item.data": Fact("processing", 0.6),
    "member.data": Fact("processing", 0.6),
    "finer": Fact("processing", 0.6),
    "promotes_others": Fact("processing", 0.6, soft=True),
    "member.purposes": Fact("processing", 0.6, soft=True),
    "purpose": Fact("processing", 0.65),
    "basis": Fact("processing", 0.7),
    "place": Fact("processing", 0.65),
    "mechanism": Fact("processing", 0.65),
    "abroad": Fact("processing", 0.6),
    "deletion_lost": Fact("processing", 0.6),
    "practice_allowed": Fact("processing", 0.7),
    "promise": Fact("", 0.55, soft=True),
    "notice": Fact("other", 0.6, soft=True),
}

OF_ITS_OWN = frozenset(
    "AITraining TargetedAdvertising Advertising Profiling AutomatedDecisionMaking PoliticalCampaign Marketing Research"
    " CommercialUse CreditChecking".split()
)
"""Purposes beyond the service that users asked for."""
_FOREIGN = OF_ITS_OWN - {"Advertising", "Marketing", "Research"}
_HANDLING = frozenset({"collects", "uses", "shares", "outside_gets", "keeps", "source"})
_CHOOSING = frozenset({"user_controls", "control_named"})
_FEW = 8
_DESTROYS = frozenset("remov destroy purg dispos wip anonymou deidentifi".split())
_BASIS = frozenset("consent contract legitimat interest lit obligat vital".split())
_COARSE = re.compile(
    r"\b(?:approximate(?:ly)?|coarse|partial(?:ly)?|truncated|shortened|masked|hash(?:ed)?|aggregated?|anonymi[sz]ed|anonymous"
    r"|pseudonymi[sz]ed|(?:last|first) (?:\w+ )?digits)\b|大致|粗略|匿名|去标识化|后四位|脱敏",
    re.IGNORECASE,
)
"""Words that make information say less of a person."""
_OF_OTHERS = re.compile(
    r"\b(?:partners?|third part(?:y|ies)|other compan(?:y|ies)|sponsors?|affiliates?)['’]s?['’]? (?:\w+ )?"
    r"(?:products?|services?|offers?)"
    r"|\b(?:products?|services?|offers?) (?:and \w+ )?(?:of|from) (?:our |other |selected )?"
    r"(?:partners?|third|compan|sponsors?)"
    r"|(?:合作伙伴|第三方|其他公司)的(?:产品|服务|商品|活动)",
    re.IGNORECASE,
)
_STORED = ("Store", "CrossBorderTransfer", "Transfer", "Retain")
_MECHANISM = frozenset(
    {"AdequacyDecision", "StandardContractualClauses", "PrivacyShield", "DataPrivacyFramework", "BindingCorporateRules"}
)
_PRACTICE = denial(
    "collect|store|retain|use|track|combine|process|record|read|see|access|view|listen", "收集|存储|保存|使用|处理"
)
_PROMISE = re.compile(
    r"\bwe\b[^.;]{0,40}?\b(?:delete|erase|destroy|encrypt|anonymi[sz]e|notify|publish|warn"
    r"|inform you|tell you|never|do not|don't|will not|won't|only|limit|"
    r"protect|audit|ask (?:you|for))\b"
    r"|\b(?:experts?|auditors?|staff|employees|partners|providers)\b[^.;]{0,40}\b(?:audit|certif|bound|train|confidential)"
    r"|我们.{0,12}(?:删除|加密|匿名|通知|告知|不会|仅)",
    re.IGNORECASE,
)
_TELLS = frozenset({"notify", "inform", "tell", "advis", "alert"})
_NOTICE = frozenset(
    "email notify inform prior prominent before after advanc day immediately effectiv consent post sms mail banner"
    " continu 邮 知 前".split()
)


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    yield "sensitive", m.new_sensitive
    changed = {w.key for w in (*m.added, *m.removed)}
    size = m.size
    whole = not m.two_sided and not m.elsewhere and not m.pointing
    item = whole and m.place.clause.kind in ("item", "row") and not m.repeated
    yield "item.data", item and "data" in m.fresh_groups
    offered = m.frames[1] & (_CHOOSING | {"right_named", "denies_sharing"})
    yield "purpose", whole and bool(m.place.news) and bool(m.fresh_names & _FOREIGN) and not offered
    little = m.two_sided and size <= _FEW and m.kept >= 2 and not m.repeated
    handled = little and bool((m.frames[0] | m.frames[1]) & _HANDLING)
    listed = handled or (little and "data" in m.kept_groups and not m.frames[1] & _CHOOSING)
    yield "member.data", listed and "data" in m.one_sided_groups
    yield "member.purposes", handled and "purposes" in m.one_sided_groups
    yield "finer", little and bool(_COARSE.search(m.sides[0])) and not _COARSE.search(m.sides[1])
    promoted = [bool(_OF_OTHERS.search(side)) for side in m.sides]
    yield "promotes_others", promoted[1] > promoted[0] and m.about("Marketing", "Advertising", "TargetedAdvertising")
    ground = m.two_sided and bool(changed & _BASIS) and m.about("LegalBasis", "LegitimateInterest", "Contract", "GDPR")
    cell = m.two_sided and m.verbless and all({w.key for w in side} & _BASIS for side in (m.added, m.removed))
    yield "basis", (ground and size <= 10 and m.kept >= 3) or (cell and size <= _FEW)
    yield "place", m.two_sided and m.kept >= 4 and bool(m.regions) and (m.sentence_about(*_STORED) or _located(m))
    yield "mechanism", m.two_sided and bool(m.gained_names & _MECHANISM) and bool(m.lost_names & _MECHANISM)
    yield "abroad", m.two_sided and "CrossBorderTransfer" in m.fresh_names
    deleted = (m.lost_names - m.gained_names) & {"Erase", "Anonymise"} and not changed & _DESTROYS
    yield "deletion_lost", little and bool(deleted) and bool(m.gone) and "keeps" in m.frames[0] | m.frames[1]
    yield "practice_allowed", m.two_sided and lost_denial(_PRACTICE, m)
    promise = not m.place.news and whole and m.novel_share > 0.5 and bool(_PROMISE.search(m.text))
    yield "promise", promise and len(m.gone) >= 3
    told = all(any(w.key in _TELLS for w in side) for side in (m.added, m.removed))
    yield "notice", bool(changed & (_NOTICE - _TELLS if told else _NOTICE)) and _of_notice(m)


def _located(m: Measured) -> bool:
    """Whether both sides say where information is kept, and the place is another."""
    return "stored_in" in m.frames[0] & m.frames[1] and m.region_fresh


def _of_notice(m: Measured) -> bool:
    """Whether the place speaks of how users are told of changes, and is no line with the date of one."""
    if any(w.kind == "date" for side in (m.place.olds, m.place.news) for s in side for w in s.words):
        return False
    frames = m.frames[0] | m.frames[1]
    effect = m.sentence_about("TakesEffect", "PolicyChanges") and m.kept >= 5
    told = effect or m.sentence_about("NoticeOfChange") or "notice_of_change" in frames
    return told and (m.two_sided or (not m.elsewhere and m.novel_share > 0.5 and not m.pointing))
