"""Small words that bind or free: may, will, must, only, any, and, or, except."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.model import Direction
from policytool.significance.rules.change import change
from policytool.significance.rules.draft import Draft
from policytool.significance.small import small

_BINDING = frozenset({"may", "will", "must", "only", "any", "all", "or", "and", "except", "explicit", "always"})
_WIDENS_WHEN_GONE = frozenset({"only", "explicit"})
_LISTING = frozenset({"or", "and"})
"""Words that come and go with whatever joins or leaves a list: then that is the change."""
_MOST = 1


def read(m: Measured) -> list[Draft]:
    groups = small().group
    came = {groups[w.key] for w in m.added if w.key in groups} & _BINDING
    went = {groups[w.key] for w in m.removed if w.key in groups} & _BINDING
    if not m.two_sided or came == went or len(m.gone) + len(m.come) > _MOST:
        return []
    if any(word.kind == "mail" for word in (*m.removed, *m.added)) or ((m.gone or m.come) and came ^ went <= _LISTING):
        return []
    loosened = bool(went & _WIDENS_WHEN_GONE)
    direction: Direction = "wider" if loosened else "narrower" if came & _WIDENS_WHEN_GONE else "different"
    return [
        Draft(
            kind=None,
            saying="modality",
            slots={"change": change(m)},
            direction=direction,
            rule="modality",
        )
    ]
