"""The company behind the policy: its legal entity, its group, its owner."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft


def read(m: Measured) -> list[Draft]:
    old, new = quote(m.place.olds, m.place.removed), quote(m.place.news, m.place.added)
    if old and new:
        reason = f"Who is responsible changes: “{old}” becomes “{new}”."
        told = f"The company responsible for your information changes: “{new}”."
    elif new:
        reason = f"On who is responsible, the policy now says: “{new}”."
        told = f"On the company responsible for your information, our policy now says: “{new}”."
    else:
        reason = f"On who is responsible, the policy no longer says: “{old}”."
        told = f"On the company responsible for your information, our policy no longer says: “{old}”."
    return [Draft(kind="organisation", reason=reason, told=told, direction="different", rule="entity")]
