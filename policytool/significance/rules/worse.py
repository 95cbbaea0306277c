"""Whether a place leaves users with less than they had, in a way for which they should be asked."""

from __future__ import annotations

import re

from policytool.significance.facts.figures import lengths
from policytool.significance.measured import Measured

_CHOICES = frozenset(
    "OptIn OptOut Choice RightAccess RightErasure RightObject RightPortability RightRectification RightRestriction"
    " RightWithdraw HumanReview Appeal NonDiscrimination".split()
)
_INVASIVE = frozenset(
    "AITraining TargetedAdvertising Profiling AutomatedDecisionMaking PoliticalCampaign Sell".split(),
)
_SENSITIVE = frozenset(
    "Biometric Genetic MedicalHealth PreciseLocation SexualPreference EthnicOrigin Religion PoliticalOpinion"
    " KeystrokePatterns VoiceCommunicationRecording CallLog ContactList Clipboard".split()
)
_SELFISH = frozenset("Advertising TargetedAdvertising Marketing CommercialUse Sell Analytics AdMeasurement".split())
_OUTSIDERS = frozenset(
    "Advertiser DataBroker Affiliate Partner SocialNetwork AnalyticsProvider CreditAgency Insurer Employer Publisher"
    " ThirdParty OtherUsers Developer".split()
)
_HANDLES = frozenset({"collects", "uses", "shares", "outside_gets", "source"})
_NOT = frozenset({"not", "no", "never", "without", "neither", "nor", "cannot", "不", "未", "无"})
_ONLY = frozenset({"only", "solely", "explicit", "express", "仅", "只"})
_NOVEL = 0.6
_CONSEQUENCE = re.compile(
    r"^\W*(?:if|when|should) you\b.*\b(?:may|might|will|can|could)(?: not|n['’]t|not)\b", re.I | re.S
)
"""What users lose by a choice, which offers none: "If you block cookies, our shop may not work"."""
_CONSENT = frozenset({"consent", "agre", "permission", "optin"})


def worse(m: Measured) -> bool:
    """Whether a right, a choice or a limit went, or information is used, shared or kept in a clearly more invasive
    way that is new to the policy."""
    if m.repeated or m.elsewhere or m.pointing:
        return False
    return _promise_lost(m) or _choice_lost(m) or _kept_longer(m) or _newly_done(m)


def _promise_lost(m: Measured) -> bool:
    held = m.held
    came, went = {w.key for w in m.added}, {w.key for w in m.removed}
    if held & {"fact.sharing_allowed", "fact.practice_allowed"}:
        return not {key for s in m.place.news for key in s.all_keys} & _NOT
    if "fact.bound" in held and went & _ONLY:
        return True
    return bool(held & {"fact.consent", "fact.opposite"}) and bool(went & _CONSENT) and not came & _CONSENT


def _choice_lost(m: Measured) -> bool:
    """Whether a choice of users went that the new text offers nowhere, or a whole statement of one that it offers
    less often."""
    offered = m.frames[0] & {"user_controls", "control_named", "right_named"}
    if not offered or m.frames[1] & offered or _CONSEQUENCE.search(m.sides[0]):
        return False
    lost = [s.all_keys[match.start : match.end] for s, match in m.lost if match.term.name in _CHOICES]
    old, new = m.context.old, m.context.new
    if any(not new.says(keys) for keys in lost):
        return True
    whole = not m.two_sided and "user_controls" in offered and m.novel_share > _NOVEL
    return whole and any(new.count(keys) < old.count(keys) for keys in lost)


def _kept_longer(m: Measured) -> bool:
    old, new = lengths(m.sides[0]), lengths(m.sides[1])
    return m.two_sided and "keeps" in m.frames[1] and bool(old and new) and min(new) > max(old)


def _newly_done(m: Measured) -> bool:
    """Whether the new text lets somebody do what the old one nowhere speaks of."""
    handled = m.frames[1] & _HANDLES
    keys = {key for s in m.place.news for key in s.all_keys}
    if not handled or keys & (_NOT | _CONSENT) or m.frames[1] & {"user_controls", "control_named"}:
        return False
    fresh = {match.term.name for s, match in m.gained if m.is_new(s, match)}
    if fresh & _INVASIVE or (fresh & _SENSITIVE and handled & {"collects", "uses"}):
        return True
    return "shares" in handled and bool(fresh & (_OUTSIDERS | _SELFISH) and m.gained_names & _OUTSIDERS)
