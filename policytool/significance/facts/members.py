"""Short lists in a cell or an item that gain a member: "payment providers" → "payment providers and insurers"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rapidfuzz.distance import Postfix, Prefix

from policytool.significance.facts.fact import Fact
from policytool.significance.small import keys_of

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "gained.recipients": Fact("recipients", 0.55, soft=True),
    "gained.processing": Fact("processing", 0.55, soft=True),
    "gained.prose": Fact("processing", 0.55, soft=True),
    "gained.served": Fact("recipients", 0.55, soft=True),
    "item.receiver": Fact("recipients", 0.55, soft=True),
    "item.right": Fact("rights", 0.55, soft=True),
    "row": Fact("processing", 0.55, soft=True),
}

_APART = re.compile(r"[,;、，；/]|\band/or\b|\b(?:and|or)\b|[和及与或]", re.IGNORECASE)
_HANDLED = frozenset({"data", "purposes", "processing"})
_RECEIVING = re.compile(r"\bwho (?:else )?(?:receives|gets|sees)\b|谁.{0,4}(?:收到|获得)", re.IGNORECASE)
"""Headings above lists of recipients that name them by no term of the vocabulary."""
_SOME = 1.5
_ENDS = (";", ".", ",", "；", "。", "，", "、")
_LEAST = 3
_FEW = 3
_MOST = 6
"""Words of substance above which an addition is no member of a list."""


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    listed = m.place.clause.kind in ("item", "row") and m.two_sided and m.verbless and not m.repeated
    only_came = bool(m.come) and not m.gone and m.size <= _MOST
    gains = listed and only_came and gained(*m.sides)
    received = m.sharing or any(_RECEIVING.search(title) for title in m.place.clause.path)
    yield "gained.recipients", gains and received
    yield "gained.processing", gains and not received and bool(m.groups & _HANDLED)
    told = m.two_sided and only_came and m.size <= _FEW and not m.repeated and _enumerates(m)
    yield "gained.prose", told and not received and bool(m.groups & _HANDLED)
    yield "gained.served", told and "recipients" in m.kept_groups
    item = m.place.clause.kind == "item" and not m.two_sided and not m.elsewhere and not m.pointing and not m.repeated
    member = item and m.size >= _SOME and m.novel_share > 0.5 and m.text.rstrip().endswith(_ENDS)
    yield "item.receiver", member and ("recipients" in m.heading_groups or received)
    yield "item.right", member and "rights" in m.heading_groups and "recipients" not in m.heading_groups
    row = m.place.clause.kind == "row" and not m.place.olds and not m.elsewhere and not m.pointing
    yield "row", row and m.size >= 2 and m.novel_share > 0.5 and bool(m.groups & _HANDLED)


def _enumerates(m: Measured) -> bool:
    """Whether the new side enumerates what the old one does, in three members or more, and another one."""
    old, new = m.sides
    return (len(_members(old)) >= _LEAST and "," in old and gained(old, new)) or inserted(old, new)


def gained(old: str, new: str) -> bool:
    """Whether `new` lists every member of `old`, and more."""
    before, after = _members(old), _members(new)
    return bool(before) and before < after


def inserted(old: str, new: str) -> bool:
    """Whether `new` is `old` with one stretch more that the Chinese mark of enumeration sets apart."""
    start = Prefix.similarity(old, new)
    end = min(Postfix.similarity(old, new), len(old) - start)
    more = new[start : len(new) - end]
    return start + end == len(old) and (more[:1] == "、" or more[-1:] == "、") and not re.search(r"[。；，]", more)


def _members(text: str) -> set[tuple[str, ...]]:
    return {keys for part in _APART.split(text) if (keys := keys_of(part))}
