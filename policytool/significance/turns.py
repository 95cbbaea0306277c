"""Turns of meaning: few words by which a promise becomes its opposite, weaker, or wider.

Written from the language of legal promises; each holds only where the rest of the sentence stays or vanishes whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from policytool.significance.weights import KINDS
from policytool.text.metadata import CriterionKind

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

RAISED: dict[str, tuple[CriterionKind | Literal[""], float]] = {
    "turn.sharing_allowed": ("recipients", 0.8),
    "turn.practice_allowed": ("processing", 0.7),
    "turn.opposite": ("", 0.6),
    "turn.weakened": ("", 0.55),
    "turn.opened": ("", 0.6),
    "turn.unit": ("", 0.7),
    "turn.any_time": ("rights", 0.55),
    "turn.right_lost": ("rights", 0.55),
    "turn.new_recipient": ("recipients", 0.6),
}
"""Turn → the kind it speaks for ("" for the likeliest) and how surely at least."""

_DENIED = (
    r"\b(?:[Ww]e|[A-Z]\w+)\s(?:\w+\s){{0,3}}?(?:do(?:es)?n't|do(?:es)? not|will not|won't|shall not|never|cannot|can't)"
    r"\s(?:\w+,?\s){{0,4}}?({verbs})\b|我们(?:绝|也|将)?不(?:会|得)?(?:向.{{0,12}})?({chinese})"
)
_SHARING = re.compile(
    _DENIED.format(verbs="sell|rent|trade|share|disclose|transfer", chinese="出售|共享|转让|披露|提供"),
)
_PRACTICE = re.compile(
    _DENIED.format(
        name=r"[a-z]+",
        verbs="collect|store|retain|use|track|combine|process|record",
        chinese="收集|存储|保存|使用|处理",
    ),
)
_OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("before prior", "after"),
        ("agre consent optin permission", "object optout unless declin refus"),
        ("alway", "never"),
        ("optional voluntari voluntary", "mandatori mandatory need must obligatory"),
        ("includ like", "exclud exclude except"),
        ("anonym anonymou aggregat deidentifi", "identifi identifiabl personal"),
        ("increas longer", "decreas shorter"),
        ("free", "fee charg"),
        ("之前 前", "之后 后"),
        ("同意", "拒绝 反对"),
    )
)
_LIMITS = frozenset(["limit", "limited", "restrict", "only", "need", "strictly"])
_OPENS = frozenset(["all", "any", "every", "unlimited", "everyone", "anyone"])
_UNITS = frozenset(["minute", "hour", "day", "week", "month", "year", "天", "周", "月", "年"])
_WEAK = re.compile(r"\bwe (?:may|might|can|could|try to|aim to|endeavou?r to)\b", re.IGNORECASE)
_ANY_TIME = re.compile(r"\bat any time\b|随时", re.IGNORECASE)
_RIGHTS = frozenset({"Erase"})
"""Acts that are rights where they stand among rights."""
_ADVISES = re.compile(
    r"\s*(?:please\b|we (?:recommend|advise|encourage|urge|ask) (?:that )?you\b|you should\b|请)", re.IGNORECASE
)
_ACTS = re.compile(
    r"\b(?:we|us) (?:may|will|can|shall|collect|use|share|sell|keep|store|process)\b"
    r"|\b(?:opt|unsubscribe|request|contact|write|call|e-?mail|form|complain|withdraw|object|consent|rights?)\b|@|我们(?:会|将|可)|联系|投诉|拒绝|撤回|权",
    re.IGNORECASE,
)
"""Words by which advice becomes a practice of the company, or a route to a right."""
_ADVICE = 0.3
"""How surely advice to users meets a criterion, at most."""
_LITTLE = 8


def raised(m: Measured, sure: Mapping[CriterionKind, float]) -> dict[CriterionKind, float]:
    """`sure` with what the place's turns make surer."""
    result = dict(sure)
    likeliest = max(KINDS, key=lambda kind: sure[kind])
    if _advice(m):
        return {kind: min(value, _ADVICE) for kind, value in sure.items()}
    for name, holds in _turns(m):
        if holds:
            kind, least = RAISED[name]
            result[kind or likeliest] = max(result[kind or likeliest], least)
    return result


def _turns(m: Measured) -> Iterator[tuple[str, bool]]:
    """Each turn and whether it holds for a place."""
    old, new = (" ".join(s.text for s in side) for side in (m.place.olds, m.place.news))
    yield "turn.sharing_allowed", _lost_denial(_SHARING, m, old, new)
    yield "turn.practice_allowed", m.two_sided and _lost_denial(_PRACTICE, m, old, new)
    if not m.two_sided or len(m.added) + len(m.removed) > 2 * _LITTLE or m.repeated:
        return
    came, went = {word.key for word in m.added}, {word.key for word in m.removed}
    little = len(m.gone) + len(m.come) <= _LITTLE and m.kept >= 3
    swapped = any((a & went and b & came) or (b & went and a & came) for a, b in _OPPOSITES)
    yield "turn.opposite", little and swapped
    yield "turn.opened", little and bool(went & _LIMITS) and bool(came & _OPENS)
    weaker = bool(_WEAK.search(new)) and not _WEAK.search(old) and bool(re.search(r"\bwe\b", old, re.IGNORECASE))
    yield "turn.weakened", weaker and len(m.gone) + len(m.come) <= 2 and m.kept >= 3
    yield "turn.unit", little and came & _UNITS != went & _UNITS and bool(came & _UNITS) and bool(went & _UNITS)
    yield "turn.any_time", little and bool(_ANY_TIME.search(old)) and not _ANY_TIME.search(new) and m.rights_nearby
    fresh = any(match.term.group == "recipients" and m.is_new(s, match) for s, match in m.gained)
    yield "turn.right_lost", little and bool(m.gone) and m.rights_nearby and _right_lost(m)
    replaced = any(match.term.group == "recipients" for _, match in m.lost)
    yield "turn.new_recipient", little and fresh and not replaced


def _advice(m: Measured) -> bool:
    """Whether all that changed tells users what they might do for their own safety: no practice of the company."""
    sides = (*m.place.olds, *m.place.news)
    return all(_ADVISES.match(s.text) and not _ACTS.search(s.text) for s in sides)


def _right_lost(m: Measured) -> bool:
    """Whether a right was named here, is named nowhere in the new document, and none came for it."""
    if any(match.term.group == "rights" for _, match in m.gained):
        return False
    lost = [(s, match) for s, match in m.lost if match.term.group == "rights" or match.term.name in _RIGHTS]
    return any(m.is_gone(s, match) or match.term.name in _RIGHTS for s, match in lost)


def _lost_denial(pattern: re.Pattern[str], m: Measured, old: str, new: str) -> bool:
    """Whether a practice was denied here and is denied nowhere in the new document."""
    verbs = _denied(pattern, old) - _denied(pattern, new)
    return bool(verbs) and not verbs <= _denied(pattern, _text(m))


def _text(m: Measured) -> str:
    return "\n".join(clause.text for clause in m.context.new.document.clauses)


def _denied(pattern: re.Pattern[str], text: str) -> set[str]:
    return {(match[1] or match[2]).lower() for match in pattern.finditer(text)}
