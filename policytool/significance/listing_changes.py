"""A change to the policy's own list of tests, or to the promise of notice: always a finding."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.redline.model import Redline
from policytool.significance import criteria, language, listing, sayings
from policytool.significance.model import CriteriaReading, Criterion, Evidence, Finding
from policytool.significance.stated import criterion_for
from policytool.significance.struck import Side, Struck
from policytool.significance.whole import Whole
from policytool.significance.words import read as words_of
from policytool.text.model import Document


def findings(redline: Redline, stated: CriteriaReading) -> list[Finding]:
    """What became of the list of tests between the versions."""
    if not stated.clause:
        return []
    after = criteria.read(redline.new)
    new_items = (*after.criteria, *after.unbound) if after.clause else ()
    old_items = (*stated.criteria, *stated.unbound)
    whole = Whole(redline.new)
    gone = [item for item in _beyond(old_items, new_items) if not whole.says(_keys(item.text))]
    come = _beyond(new_items, old_items)
    if not gone and not come and after.clause and _said(stated) != _said(after):
        gone, come = [_intro(stated)], [_intro(after)]
    return [_finding(redline, stated, gone, come)] if gone or come else []


def _beyond(here: tuple[Criterion, ...], there: tuple[Criterion, ...]) -> list[Criterion]:
    known = {_keys(item.text) for item in there}
    return [item for item in here if _keys(item.text) not in known]


def _keys(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in words_of(text))


def _said(reading: CriteriaReading) -> tuple[str, ...]:
    """What the clause of the list says of significant changes."""
    return _keys(listing.speaking(reading.introduction))


def _intro(stated: CriteriaReading) -> Criterion:
    return Criterion(id=stated.clause, kind=None, text=stated.introduction, clause=stated.clause)


def _finding(redline: Redline, stated: CriteriaReading, gone: list[Criterion], come: list[Criterion]) -> Finding:
    place, struck = (come or gone)[0], Struck(redline)
    saying = f"tests-{('changed' if gone else 'came') if come else 'went'}"
    slots = {"gone": _quoted(gone), "come": _quoted(come)}
    spoken = language.spoken(redline.new)
    return Finding(
        criterion=criterion_for(stated, "other"),
        clause=place.id if _clause(redline.new, place.id) or _clause(redline.old, place.id) else place.clause,
        section="",
        reason=sayings.say(saying, "reason", slots, spoken),
        told=sayings.say(saying, "told", slots, spoken),
        saying=saying,
        direction="narrower" if gone and not come else "wider" if come and not gone else "different",
        reduces_rights=bool(gone),
        evidence=(*_evidence(struck, "old", redline.old, gone), *_evidence(struck, "new", redline.new, come)),
        rule="list-of-tests",
    )


def _evidence(struck: Struck, side: Side, document: Document, items: list[Criterion]) -> Iterator[Evidence]:
    for item in items:
        clause = document.by_id.get(item.id) or document.by_id.get(item.clause)
        if clause is not None:
            yield from struck.within(side, clause, item.text)


def _quoted(items: list[Criterion]) -> str:
    return items[0].text.rstrip(";,.；，。 ") if items else ""


def _clause(document: Document, clause: str) -> bool:
    return clause in document.by_id
