"""How much a reading says to users: of equally sure ones the most telling is told first."""

from __future__ import annotations

from policytool.significance.facts import FACTS
from policytool.significance.measured import Measured
from policytool.significance.noise import recut
from policytool.significance.rules.draft import Draft
from policytool.text.metadata import CriterionKind

_EXACT = ("polarity", "figure", "recipient", "data", "purpose", "entity")
"""Rules that name what came or went."""

_FEW = 3


def prominence(m: Measured, draft: Draft, kind: CriterionKind, *, worse: bool) -> int:
    """Below 0 for what says little by itself: a heading, a pointer, what the policy says elsewhere as well."""
    if draft.rule == "title" or m.elsewhere or recut(m) or m.pointing or _label(m):
        return -1
    decided = any(FACTS[name].kind in (kind, "") and not FACTS[name].soft for name in m.held)
    return 2 * worse + (draft.rule in _EXACT) + decided


def _label(m: Measured) -> bool:
    """Whether a line is a word or two and no entry of a list, no address, no name: "Recipients."."""
    few = m.place.clause.kind == "paragraph" and m.verbless and len(m.added) + len(m.removed) <= _FEW
    return few and not m.two_sided and not m.proper and not any(w.kind != "word" for w in (*m.added, *m.removed))
