"""Readings of a place, most exact first: each rule is a file with one function `read`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from policytool.significance.measured import Measured
from policytool.significance.rules import (
    contact_point,
    data,
    entity,
    figure,
    modality,
    polarity,
    promise,
    purpose,
    recipient,
    right,
    said,
    title,
)
from policytool.significance.rules.draft import Draft
from policytool.significance.rules.prominence import prominence
from policytool.significance.rules.worse import worse
from policytool.text.metadata import CriterionKind

Rule = Callable[[Measured], list[Draft]]

RULES: tuple[Rule, ...] = (
    title.read,
    polarity.read,
    figure.read,
    recipient.read,
    data.read,
    purpose.read,
    modality.read,
    contact_point.read,
    entity.read,
    right.read,
    promise.read,
    said.read,
)


def reading(m: Measured, kind: CriterionKind) -> Draft:
    """The most exact reading of the place for a criterion of `kind`."""
    for rule in RULES:
        for draft in rule(m):
            if draft.kind in (kind, None):
                lost = worse(m)
                weight = prominence(m, draft, kind, worse=lost)
                return replace(draft, reduces_rights=lost, language=m.context.new.language, prominence=weight)
    raise LookupError(kind)
