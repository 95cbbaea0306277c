"""Scored places to what they meet: which kinds, how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import cast

from policytool.redline.model import Redline
from policytool.significance import places
from policytool.significance.facts import RAISED, SOFT
from policytool.significance.lexicon import Lexicon
from policytool.significance.measured import Measured, context
from policytool.significance.noise import MUTED
from policytool.significance.places import Place
from policytool.significance.weights import KINDS, Scores, certainty
from policytool.significance.whole import Whole
from policytool.text.metadata import CriterionKind

MET = 0.5


def measured_places(redline: Redline, lexicon: Lexicon) -> list[Measured]:
    """The places where the revision says something else, ready to be measured."""
    found: Sequence[Place] = places.find(redline)
    around = context(found, Whole(redline.old), Whole(redline.new), lexicon)
    return [Measured(place, around) for place in found]


def judge(scored: Sequence[tuple[Scores, Mapping[str, float]]]) -> list[dict[CriterionKind, float]]:
    """How surely each place (its scores and what was measured of it) meets each kind.

    Soft facts, and a place of substance that fits no kind well, count only where the revision has no better finding:
    substantive text is never dropped, nor does it add kinds to a revision that has clear ones.
    """
    surely = [met(scores, measured, RAISED.keys() - SOFT) for scores, measured in scored]
    if any(value >= MET for sure in surely for value in sure.values()):
        return surely
    surely = [met(scores, measured, RAISED.keys()) for scores, measured in scored]
    if any(value >= MET for sure in surely for value in sure.values()):
        return surely
    for sure, (scores, measured) in zip(surely, scored, strict=True):
        top = max(KINDS, key=lambda kind: scores.kinds[kind])
        sure[top] = max(sure[top], _muted(certainty(scores.any), measured))
    return surely


def met(scores: Scores, measured: Mapping[str, float], facts: AbstractSet[str]) -> dict[CriterionKind, float]:
    """How surely one place meets each kind; `facts` raise, plain noise mutes."""
    sure = {kind: certainty(min(scores.any, scores.kinds[kind])) for kind in KINDS}
    raised = [RAISED[name] for name in measured if name in facts]
    if not raised or "noise.copyright" in measured:
        return {kind: _muted(value, measured) for kind, value in sure.items()}
    subject = next((kind for kind in KINDS if f"domain.{kind}" in measured), None)
    top = max(KINDS, key=lambda kind: scores.kinds[kind])
    likely = top if subject is None or scores.kinds[top] >= 1 else subject
    for kind, least in raised:
        meant = cast("CriterionKind", kind) if kind else likely
        sure[meant] = max(sure[meant], least)
    return sure


def _muted(value: float, measured: Mapping[str, float]) -> float:
    return min([value, *(MUTED[name] for name in measured if name in MUTED)])
