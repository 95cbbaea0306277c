"""Headings, which say nothing by themselves."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.pairing import pair
from policytool.significance.quotes import whole
from policytool.significance.rules.change import ending, turned
from policytool.significance.rules.draft import Draft


def read(m: Measured) -> list[Draft]:
    if any(sentence.clause.kind != "heading" for sentence in (*m.place.olds, *m.place.news)):
        return []
    if m.two_sided:
        slots = {"change": turned(pair(m.place))}
        return [Draft(kind=None, saying="title-changed", slots=slots, direction="unclear", rule="title")]
    told = whole((*m.place.olds, *m.place.news)[0])
    return [
        Draft(
            kind=None,
            saying=f"title-{ending(m)}",
            slots={"old": told, "new": told},
            direction="unclear",
            rule="title",
        )
    ]
