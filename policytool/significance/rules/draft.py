"""What a rule says of a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policytool.significance.model import Direction
from policytool.text.metadata import CriterionKind


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A reading of a place: the kind it speaks for, and how to say it."""

    kind: CriterionKind | None
    """None where the reading fits any kind."""
    reason: str
    told: str
    direction: Direction = "different"
    reduces_rights: bool = False
    rule: str = ""


def listed(things: Sequence[str], most: int = 4) -> str:
    """ "a", "a and b", "a, b and c", "a, b, c and others"."""
    shown = list(dict.fromkeys(things))
    if len(shown) > most:
        shown = [*shown[: most - 1], "others"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
