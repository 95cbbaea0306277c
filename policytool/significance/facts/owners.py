"""Which company is responsible, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.facts.fact import Fact

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "entity": Fact("organisation", 0.75),
    "controller": Fact("organisation", 0.7),
    "owner": Fact("organisation", 0.7),
    "company": Fact("organisation", 0.6, soft=True),
}

_FEW = 6
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
    little = m.two_sided and m.size <= _FEW and not m.repeated
    yield "company", little and bool(lapsed and fresh) and not m.sharing
    named = bool(fresh or lapsed or m.proper)
    yield "owner", named and "in_group" in frames and bool((m.gained_names | m.lost_names) & _OWNING) and m.novel_owner
