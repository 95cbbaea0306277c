"""Which company is responsible, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.facts.fact import Fact

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "entity": Fact("organisation", 0.75),
    "controller": Fact("organisation", 0.7),
    "owner": Fact("organisation", 0.7),
    "joint": Fact("organisation", 0.6),
    "group": Fact("organisation", 0.6),
    "company": Fact("organisation", 0.65),
}

_FEW = 10
_OURSELVES = re.compile(
    r"[(“\"‘']+\s*(?:hereinafter |referred to as )*[“\"‘']?(?:we|us|our)\b|以下(?:简称|称)|本公司", re.IGNORECASE
)
"""Where a text says which company "we" is."""
_JOINT = re.compile(r"\bjoint(?:ly)?\b|共同", re.IGNORECASE)
_OWNING = frozenset({"Merger", "ParentCompany"})


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    gone, come = m.companies
    lapsed, fresh = gone - m.context.new.companies, come - m.context.old.companies
    frames = m.frames[0] | m.frames[1]
    swapped = bool(gone and come) and bool(fresh or lapsed)
    replaced = bool(lapsed and fresh) and m.contact_nearby and not m.sharing
    controls = bool(frames & {"is_controller"}) or m.about("Controller", "WeMeans")
    yield "entity", (swapped and controls) or replaced
    yield "controller", bool(fresh or lapsed) and ("is_controller" in frames or m.sentence_about("Controller"))
    ours = any(_OURSELVES.search(side) for side in m.sides)
    little = m.two_sided and m.size <= _FEW and bool(gone and come)
    yield "company", little and (ours or (bool(lapsed and fresh) and not m.sharing))
    yield (
        "joint",
        m.two_sided and m.about("Controller") and bool(_JOINT.search(m.sides[0])) != bool(_JOINT.search(m.sides[1])),
    )
    grouped = ["in_group" in side for side in m.frames]
    yield "group", m.two_sided and grouped[0] != grouped[1] and bool(m.proper) and not m.sharing
    named = bool(fresh or lapsed or m.proper)
    yield "owner", named and "in_group" in frames and bool((m.gained_names | m.lost_names) & _OWNING) and m.novel_owner
