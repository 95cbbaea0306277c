"""Rights and choices, how they are exercised, and who has them."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft


def read(m: Measured) -> list[Draft]:
    old, new = quote(m.place.olds, m.place.removed), quote(m.place.news, m.place.added)
    if not old:
        return [
            Draft(
                kind="rights",
                reason=f"On users' rights and choices, the policy now says: “{new}”.",
                told=f"On your rights and choices, our policy now says: “{new}”.",
                direction="wider",
                rule="right",
            )
        ]
    if not new:
        return [
            Draft(
                kind="rights",
                reason=f"On users' rights and choices, the policy no longer says: “{old}”.",
                told=f"On your rights and choices, our policy no longer says: “{old}”.",
                direction="narrower",
                reduces_rights=True,
                rule="right",
            )
        ]
    return [
        Draft(
            kind="rights",
            reason=f"On users' rights and choices, “{old}” becomes “{new}”.",
            told=f"On your rights and choices, our policy now says: “{new}”.",
            direction="different",
            rule="right",
        )
    ]
