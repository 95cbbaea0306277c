"""A "not" that came or went."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.rules.draft import Draft, quoted

_NOT = frozenset({"not", "no", "never", "without", "不", "未", "无"})
_PROTECTS = frozenset({"share", "sell", "disclos", "collect", "use", "transfer", "keep", "rent", "共", "售", "收"})
_MOST = 8


def read(m: Measured) -> list[Draft]:
    if not m.two_sided or len(m.removed) + len(m.added) > _MOST:
        return []
    came = any(w.key in _NOT for w in m.added)
    went = any(w.key in _NOT for w in m.removed)
    if came == went:
        return []
    denied = bool(_PROTECTS & {key for s in (*m.place.olds, *m.place.news) for key in s.all_keys})
    return [
        Draft(
            kind=None,
            saying="polarity-denied" if came else "polarity-allowed",
            slots=quoted(m),
            direction="narrower" if came else "wider",
            reduces_rights=denied and went,
            rule="polarity",
        )
    ]
