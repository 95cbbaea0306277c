"""The proof that an adopted policy has every sign of the file, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policytool.errors import TextError
from policytool.text import markers
from policytool.text.adopt.lines import RULE
from policytool.text.drafts import Draft
from policytool.text.model import Clause
from policytool.text.runs import plain

_UNSEEN = re.compile(rf"[\s\-*+–—»›→⇒\uf0a7\uf0b7\uf0d8{markers.BULLETS}]+")
_LETTER_BULLET = re.compile(r"^[ \t]*o[ \t]+(?=\S)", re.MULTILINE)


def signs(text: str) -> str:
    """What may not change: every sign but white space, bullets, dashes and drawn rules."""
    kept = [line for line in text.split("\n") if not RULE.match(line)]
    return _UNSEEN.sub("", _LETTER_BULLET.sub("", "\n".join(kept)))


def clause_signs(clauses: Iterable[Clause]) -> str:
    """The same of clauses."""
    return _UNSEEN.sub("", "".join(f"{clause.marker}{clause.text}" for clause in clauses))


def draft_signs(drafts: Iterable[Draft]) -> str:
    """The same of drafts."""
    return _UNSEEN.sub("", "".join(f"{draft.marker}{plain(draft.runs)}" for draft in drafts))


def prove(wanted: str, clauses: Iterable[Clause], *, name: str) -> None:
    """Raises TextError where the clauses do not have exactly the signs `wanted`."""
    found = clause_signs(clauses)
    if found == wanted:
        return
    at = next(
        (n for n, (one, other) in enumerate(zip(wanted, found, strict=False)) if one != other),
        min(len(wanted), len(found)),
    )
    raise TextError(
        f"the policy could not be taken over without changing it, near: {wanted[max(at - 20, 0) : at + 40]}",
        path=name,
        todo="Nothing was written. Simplify the place that is named, or write the policy as Markdown.",
    )
