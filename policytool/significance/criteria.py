"""The policy's own tests of significance, read from its text and bound to kinds."""

from __future__ import annotations

from dataclasses import replace

from policytool.significance import listing, packs
from policytool.significance.binding import kind_of
from policytool.significance.model import CriteriaReading, Criterion
from policytool.text.model import Document


def read(document: Document, *, pack: str = "gbt35273") -> CriteriaReading:
    """The criteria by which a revision of `document` is judged.

    The list that the metadata names comes first, then the one that the text introduces; a policy without a list is
    judged by `pack`, with a warning. Raises SettingsError for an unknown pack.
    """
    standard = packs.load(pack, _language(document))
    warnings: list[str] = []
    found = _named(document, warnings) or _introduced(document, warnings)
    if found is None:
        warnings.append(
            f"The policy lists no tests of significance of its own; it is judged by those of {standard[0].source}."
        )
        return CriteriaReading(criteria=standard, open=True, warnings=tuple(warnings))
    return _bound(document, found, warnings)


def _language(document: Document) -> str:
    return "zh" if document.metadata is not None and document.metadata.language.split("-")[0] == "zh" else "en"


def _introduced(document: Document, warnings: list[str]) -> listing.Listing | None:
    """The list that the text itself introduces; where it introduces several, the one that says most, with a warning."""
    lists = listing.found(document)
    best = listing.best(lists)
    others = [each for each in lists if best and _kinds(each) - _kinds(best)]
    if best is not None and others:
        warnings.append(
            f"The text lists tests of significance in several places that do not agree: under {best.clause.id} "
            f"and under {others[0].clause.id}. The first was read; name the one that counts in the metadata."
        )
    if best is None and (announced := listing.unfilled(document)) is not None:
        warnings.append(f"The clause {announced.id} announces a list of tests of significance, but none follows.")
    return best


def _kinds(found: listing.Listing) -> set[str]:
    return {kind for kind in (kind_of(item.text) for item in found.items) if kind}


def _named(document: Document, warnings: list[str]) -> listing.Listing | None:
    named = document.metadata.criteria if document.metadata is not None else None
    if named is None:
        return None
    if named.clause not in document.by_id:
        warnings.append(f"The metadata names the clause {named.clause} as the list of criteria; the text has none.")
        return None
    found = listing.under(document, named.clause)
    if found is None:
        warnings.append(f"No list of criteria stands under the clause {named.clause} that the metadata names.")
    return found


def _bound(document: Document, found: listing.Listing, warnings: list[str]) -> CriteriaReading:
    pins = dict(document.metadata.criteria.pins) if document.metadata and document.metadata.criteria else {}
    read_items = [
        Criterion(id=item.id, kind=pins.get(item.id) or kind_of(item.text), text=item.text, clause=found.clause.id)
        for item in found.items
    ]
    items = [replace(item, pinned=item.id in pins) for item in read_items]
    ids = {item.id for item in items}
    warnings += [f"The pin {pin} names no item of the list of criteria." for pin in pins if pin not in ids]
    unbound = tuple(item for item in items if item.kind is None)
    warnings += [
        f"This test of significance could not be understood: “{item.text}”. Pin it to a kind in the metadata."
        for item in unbound
    ]
    if not any(item.kind for item in items):
        warnings.append("None of the policy's own tests of significance could be understood.")
    return CriteriaReading(
        criteria=tuple(item for item in items if item.kind is not None),
        clause=found.clause.id,
        introduction=found.clause.text,
        open=found.open,
        unbound=unbound,
        warnings=tuple(warnings),
    )
