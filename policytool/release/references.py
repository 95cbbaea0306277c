"""References in words, such as "see section 5.1", to a section of the policy that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytool.release.model import Problem
from policytool.text.model import Document

_LEADING = re.compile(r"(?:section|clause|part|article|第)?\s*(\d+(?:\.\d+)*)", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(\d+(?:\.\d+)*)")
_REFERENCE = re.compile(
    r"\b(?:[Ss]ections?|[Cc]lauses?|[Pp]arts?)\s+(?P<number>\d+(?:\.\d+)*)\b(?!\.\d)"
    r"(?!\s*(?:\([^)]*\)\s*)*,?\s*(?:of\b|in the\b|under the\b|[A-Z]{2,}))"
    r"|第\s*(?P<han>\d+(?:\.\d+)*)\s*(?:节|部分|章)"
)
_LAW = re.compile(r"\b(?:Act|Law|Code|Regulation|Directive|Ordinance|GDPR|CCPA|Statute)\b|法|条例|规定")


def references(draft: Document) -> Iterator[Problem]:
    """References to numbers that no heading and no item of `draft` has.

    Silent for a policy without numbered sections, and for sentences that speak of laws, which have sections too.
    """
    sections = {number for heading in draft.headings if (number := _of(f"{heading.marker} {heading.text}"))}
    if len(sections) < _FEW:
        return
    numbered = (
        match for clause in draft.clauses if (match := _NUMBERED.match(f"{clause.marker} {clause.text}".strip()))
    )
    known = sections | {match[1] for match in numbered}
    for clause in draft.clauses:
        for found in _REFERENCE.finditer(clause.text):
            number = found["number"] or found["han"]
            if number not in known and not _LAW.search(clause.text):
                yield Problem(
                    rule="link",
                    message=f"“{found[0]}” is named here, but no section has that number",
                    todo="Correct the number, or link to the clause by its id, which stays when numbers change.",
                    path=draft.name,
                    line=clause.line,
                    blocks=False,
                )


_FEW = 2
"""Headings with a number from which the policy counts as numbered."""


def _of(words: str) -> str:
    found = _LEADING.match(words.strip())
    return found[1] if found else ""
