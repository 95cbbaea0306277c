"""How users are told of changes, when changes take effect, security, liability, disputes."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.rules.change import change, ending
from policytool.significance.rules.draft import Draft

_ABOUT = (
    "PolicyChanges",
    "NoticeOfChange",
    "TakesEffect",
    "SecurityMeasures",
    "Breach",
    "Liability",
    "DisputeResolution",
    "GoverningLaw",
    "PrevailingLanguage",
    "ServiceEnd",
)
"""Terms that the sayings have words for."""


def read(m: Measured) -> list[Draft]:
    named = [match.term.name for _, match in (*m.gained, *m.lost, *m.new_terms, *m.old_terms)]
    about = next((name for name in named if name in _ABOUT), "commitment")
    return [
        Draft(
            kind="other",
            saying=f"promise-{ending(m)}:{about}",
            slots={"change": change(m)},
            rule="promise",
        )
    ]
