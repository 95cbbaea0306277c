"""What a place is about, for facts that fit any kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from policytool.text.metadata import CriterionKind

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

_BY_TERMS: tuple[tuple[CriterionKind, tuple[str, ...]], ...] = (
    ("other", ("PolicyChanges", "NoticeOfChange", "TakesEffect", "Breach", "SecurityMeasures")),
    ("rights", ("ResponseTime", "RequestForm", "RightAccess", "RightErasure", "OptOut", "Right", "VerifyRequest")),
    ("processing", ("Retain", "Store", "Erase", "Collect", "Cookies", "Beacons", "Tracking", "Profiling")),
    ("recipients", ("Share", "Disclose", "Sell", "Transfer")),
)


_CHOOSING = frozenset({"user_controls", "control_named", "right_named"})


def subject(m: Measured) -> CriterionKind | Literal[""]:
    """The kind that the sentences speak for, else that the headings do; empty where neither says."""
    told = _named(m.sentence_about)
    if told in ("", "processing") and (m.frames[0] | m.frames[1]) & _CHOOSING:
        return "rights"
    if not told and "security" in m.frames[0] | m.frames[1]:
        return "other"
    told = told or _named(m.about)
    if told:
        return told
    return "processing" if m.groups & {"processing", "purposes", "data"} else ""


def _named(about: Callable[..., bool]) -> CriterionKind | Literal[""]:
    return next((kind for kind, terms in _BY_TERMS if about(*terms)), "")
