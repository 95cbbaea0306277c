"""Scored places to what they meet: which kinds, how surely."""

from __future__ import annotations

from collections.abc import Sequence

from policytool.significance.places import Place
from policytool.significance import features, places
from policytool.significance.lexicon import Lexicon
from policytool.significance.weights import KINDS, Scores, certainty
from policytool.significance.whole import Whole
from policytool.redline.model import Redline
from policytool.text.metadata import CriterionKind

MET = 0.5


def measured_places(redline: Redline, lexicon: Lexicon) -> list[features.Measured]:
    """The places where the revision says something else, ready to be measured."""
    found: Sequence[Place] = places.find(redline)
    context = features.context(found, Whole(redline.old), Whole(redline.new), lexicon)
    return [features.Measured(place, context) for place in found]


def met(scores: Scores) -> dict[CriterionKind, float]:
    """How surely a place meets each kind: its likeliest kind as surely as it is of substance at all, the others as far
    as their own score reaches."""
    top = max(KINDS, key=lambda kind: scores.kinds[kind])
    sure = {kind: certainty(min(scores.any, scores.kinds[kind])) for kind in KINDS}
    sure[top] = certainty(scores.any)
    return sure
