"""`policytool compare --translation`: whether two languages of one text agree in all but their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policytool.redline.parity import Disparity

_TOLD = {
    "section": "sections",
    "order": "order of the sections",
    "clauses": "number of clauses",
    "numbers": "numbers",
    "addresses": "addresses",
}


def lines(found: Sequence[Disparity], first: str, second: str) -> Iterator[str]:
    """What a person has to look at, by section; `first` and `second` are the languages."""
    if not found:
        yield f"{first} and {second} have the same sections, clauses, numbers and addresses. Words are not compared."
        return
    yield f"{first} and {second} differ in {len(found)} place{'s' if len(found) > 1 else ''}. Words are not compared."
    for entry in found:
        yield ""
        yield f"{entry.section}: {_TOLD[entry.kind]}" if entry.section else _TOLD[entry.kind].capitalize()
        for language, told in ((first, entry.first), (second, entry.second)):
            if told or entry.kind in ("order", "clauses"):
                only = "" if entry.kind in ("order", "clauses") else "only "
                yield f"  {only}{language}: {', '.join(told)}"


def values(found: Sequence[Disparity], first: str, second: str) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "languages": [first, second],
        "agree": not found,
        "differences": [
            {"kind": entry.kind, "section": entry.section, "first": list(entry.first), "second": list(entry.second)}
            for entry in found
        ],
    }
