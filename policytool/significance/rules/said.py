"""What is said, where no other rule can say more: quoted as it is."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft

_TOPICS = {
    "processing": "how information is handled",
    "recipients": "who receives information",
}


def read(m: Measured) -> list[Draft]:
    return [_draft(m, kind, topic) for kind, topic in _TOPICS.items()]


def _draft(m: Measured, kind: str, topic: str) -> Draft:
    old, new = quote(m.place.olds, m.place.removed), quote(m.place.news, m.place.added)
    if old and new:
        reason, told = f"On {topic}, “{old}” becomes “{new}”.", f"On {topic}, our policy now says: “{new}”."
    elif new:
        reason, told = f"On {topic}, the policy now says: “{new}”.", f"On {topic}, our policy now says: “{new}”."
    else:
        reason = f"On {topic}, the policy no longer says: “{old}”."
        told = f"On {topic}, our policy no longer says: “{old}”."
    return Draft(
        kind="recipients" if kind == "recipients" else "processing",
        reason=reason,
        told=told,
        direction="different" if old and new else "wider" if new else "narrower",
        rule="said",
    )
