"""A policy taken over from a company's own file: front matter, criteria bound, and what a person has to check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from policytool.significance import criteria
from policytool.significance.binding import kind_of
from policytool.significance.model import CriteriaReading, Criterion
from policytool.text import ids
from policytool.text.adopt import proof
from policytool.text.adopt.model import Adopted, Doubt, Facts
from policytool.text.metadata import CriterionKind
from policytool.text.model import Clause, Document
from policytool.text.parse import parse
from policytool.text.rewrite import dump
from policytool.text.write import write

POLICY = "privacy-policy"
LIST = "significant-changes"
_ENOUGH = 4
"""Kinds that a list must name to be taken for the criteria where no words introduce it as such."""
_SIX: tuple[CriterionKind, ...] = ("processing", "organisation", "recipients", "rights", "contact", "risk")


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """The policy as it will be written."""

    text: str
    document: Document
    reading: CriteriaReading
    doubts: tuple[Doubt, ...]


def adoption(adopted: Adopted, *, name: str) -> Adoption:
    """The file's clauses with front matter, the list of criteria given ids and its items bound.

    Raises TextError where the written policy would not have the words of the file.
    """
    found = _find(adopted, name)
    names = _names(adopted.clauses, found)
    clauses = tuple(
        replace(clause, id=names[clause.id], named=True) if clause.id in names else clause for clause in adopted.clauses
    )
    section, doubts = _section(found, names)
    text = _policy(clauses, adopted.facts, section)
    document = parse(text, name=name, metadata_required=True)
    proof.prove(proof.clause_signs(adopted.clauses), document.clauses, name=name)
    return Adoption(text=text, document=document, reading=criteria.read(document), doubts=(*adopted.doubts, *doubts))


def _find(adopted: Adopted, name: str) -> CriteriaReading:
    """The list that the text introduces as its own, else one that reads like the six criteria."""
    found = criteria.read(parse(_policy(adopted.clauses, adopted.facts, None), name=name))
    if found.clause:
        return found
    for clause in _lead_ins(adopted.clauses):
        standing = replace(clause, id=LIST, named=True)
        clauses = [standing if other is clause else other for other in adopted.clauses]
        named = criteria.read(parse(_policy(clauses, adopted.facts, {"clause": LIST}), name=name))
        if named.clause == LIST and len({item.kind for item in named.criteria}) >= _ENOUGH:
            return replace(named, clause=clause.id)
    return found


def _lead_ins(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses right above lists whose items are bound to many kinds."""
    found = []
    for place, clause in enumerate(clauses[:-1]):
        if clause.kind == "item" or clauses[place + 1].kind != "item":
            continue
        items = takewhile(lambda other: other.kind == "item", clauses[place + 1 :])
        kinds = {kind_of(item.text) for item in items} - {None}
        if len(kinds) >= _ENOUGH:
            found.append(clause)
    return found


def _policy(clauses: Sequence[Clause], facts: Facts, section: dict[str, object] | None) -> str:
    ordered = not (facts.published and facts.effective) or facts.published <= facts.effective
    controller = {
        "name": facts.name,
        "address": facts.address,
        "department": facts.department,
        "email": facts.email,
        "phone": facts.phone,
    }
    values = {
        "policy": POLICY,
        "title": facts.title,
        "language": facts.language,
        "published": facts.published if ordered else None,
        "effective": facts.effective,
        "controller": controller if facts.name else None,
        "criteria": section,
    }
    return f"---\n{dump(values)}---\n\n{write(clauses)}"


def _names(clauses: Sequence[Clause], found: CriteriaReading) -> dict[str, str]:
    """New ids for the clause that introduces the criteria and for its items, by their ids so far."""
    standing = {clause.id: clause for clause in clauses}
    register = ids.Register({clause.id for clause in clauses if clause.named})
    names: dict[str, str] = {}
    if found.clause in standing and not standing[found.clause].named:
        names[found.clause] = register.claim(LIST)
    for item in _items(found):
        if item.id in standing and not standing[item.id].named:
            names[item.id] = register.claim(f"criterion-{item.kind or len(names)}")
    return names


def _items(found: CriteriaReading) -> tuple[Criterion, ...]:
    return (*found.criteria, *found.unbound) if found.clause else ()


def _section(found: CriteriaReading, names: dict[str, str]) -> tuple[dict[str, object] | None, list[Doubt]]:
    """The front matter's `criteria`, with a pin only where one item and one kind are left over."""
    if not found.clause:
        return None, [Doubt(line=0, what=warning) for warning in found.warnings]
    section: dict[str, object] = {"clause": names.get(found.clause, found.clause)}
    left = [kind for kind in _SIX if kind not in {item.kind for item in found.criteria}]
    if len(found.unbound) == 1 == len(left):
        item = found.unbound[0]
        section["pins"] = {names.get(item.id, item.id): left[0]}
        what = f"“{item.text}” was taken for the kind {left[0]}, which is the one left. Check `pins`."
        return section, [Doubt(line=0, what=what)]
    return section, [Doubt(line=0, what=warning) for warning in found.warnings]
