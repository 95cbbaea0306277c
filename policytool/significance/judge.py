"""Scored places to what they meet: which kinds, how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from policytool.redline.model import Redline
from policytool.significance import blocks, facts, places
from policytool.significance.facts import FACTS
from policytool.significance.lexicon import Lexicon
from policytool.significance.measured import Measured, context
from policytool.significance.noise import MUTED, SILENCED
from policytool.significance.places import Place
from policytool.significance.weights import KINDS, Scores, certainty
from policytool.significance.whole import Whole
from policytool.text.metadata import CriterionKind

MET = 0.5
_HINT = 0.45
"""How surely a soft fact is told where it does not decide, at most."""
_TOLD = 0.2
_FURTHER = 0.1
"""Findings less sure than these are not even mentioned: in a minor revision, and in a significant one."""
_HARD = {name for name, fact in FACTS.items() if not fact.soft}


def measured_places(redline: Redline, lexicon: Lexicon) -> list[Measured]:
    """The places where the revision says something else, ready to be measured."""
    found: Sequence[Place] = places.find(redline)
    around = context(found, Whole(redline.old), Whole(redline.new), lexicon)
    measured = [Measured(place, around) for place in found]
    for block in blocks.read(measured):
        for m in block.members:
            m.block = block
    for m in measured:
        m.held = frozenset(name for name, holds in facts.read(m) if holds)
    return measured


def judge(scored: Sequence[tuple[Scores, Mapping[str, float]]]) -> list[dict[CriterionKind, float]]:
    """How surely each place (its scores and what was measured of it) meets each kind.

    Soft facts, and a place of substance that fits no kind well, decide only where the revision has no better finding:
    substantive text is never dropped, nor does it add kinds to a revision that has clear ones. There a soft fact is
    told below what counts as met.
    """
    surely = [met(scores, measured, _HARD) for scores, measured in scored]
    softly = [met(scores, measured, FACTS.keys()) for scores, measured in scored]
    if _significant(surely):
        return [_hinted(sure, soft) for sure, soft in zip(surely, softly, strict=True)]
    surely = softly
    if _significant(surely):
        return surely
    for sure, (scores, measured) in zip(surely, scored, strict=True):
        top = max(KINDS, key=lambda kind: scores.kinds[kind])
        sure[top] = max(sure[top], _muted(certainty(scores.any), measured))
    return surely


def shown(sure: Mapping[CriterionKind, float], significant: bool) -> list[CriterionKind]:
    """The kinds that a place is told under, the surest first: all that are met; of the others the likeliest, more of
    them and less sure ones where the revision is significant anyway and every place of it wants an explanation."""
    kinds = sorted(sure, key=lambda kind: -sure[kind])
    strong = [kind for kind in kinds if sure[kind] >= MET]
    least, most = (_FURTHER, 2) if significant else (_TOLD, 1)
    weak = [kind for kind in kinds if least <= sure[kind] < MET]
    return strong + weak[: most - len(strong)] if len(strong) < most else strong


def _significant(surely: Sequence[Mapping[CriterionKind, float]]) -> bool:
    return any(value >= MET for sure in surely for value in sure.values())


def _hinted(sure: Mapping[CriterionKind, float], soft: Mapping[CriterionKind, float]) -> dict[CriterionKind, float]:
    return {kind: max(value, min(soft[kind], _HINT)) for kind, value in sure.items()}


def met(scores: Scores, measured: Mapping[str, float], facts: AbstractSet[str]) -> dict[CriterionKind, float]:
    """How surely one place meets each kind; `facts` raise, plain noise mutes."""
    sure = {kind: certainty(min(scores.any, scores.kinds[kind])) for kind in KINDS}
    raised = [FACTS[name] for name in measured if name in facts]
    if not raised or SILENCED & measured.keys():
        return {kind: _muted(value, measured) for kind, value in sure.items()}
    subject = next((kind for kind in KINDS if f"domain.{kind}" in measured), None)
    top = max(KINDS, key=lambda kind: scores.kinds[kind])
    likely = top if subject is None or scores.kinds[top] >= 1 else subject
    for fact in raised:
        sure[fact.kind or likely] = max(sure[fact.kind or likely], fact.sure)
    return sure


def _muted(value: float, measured: Mapping[str, float]) -> float:
    return min([value, *(MUTED[name] for name in measured if name in MUTED)])
