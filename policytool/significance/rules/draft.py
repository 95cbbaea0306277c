"""What a rule says of a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policytool.significance import sayings
from policytool.significance.measured import Measured
from policytool.significance.model import Direction
from policytool.significance.quotes import both
from policytool.text.metadata import CriterionKind


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A reading of a place: the kind it speaks for, and how to say it."""

    kind: CriterionKind | None
    """None where the reading fits any kind."""
    saying: str
    """Name of the saying in sayings/*.toml."""
    slots: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """What fills its braces; several words are listed as the language does."""
    direction: Direction = "different"
    reduces_rights: bool = False
    rule: str = ""
    language: str = "en"

    @property
    def reason(self) -> str:
        """One plain sentence for a lawyer."""
        return sayings.say(self.saying, "reason", self.slots, self.language)

    @property
    def told(self) -> str:
        """One plain sentence for users."""
        return sayings.say(self.saying, "told", self.slots, self.language)


def quoted(m: Measured) -> dict[str, str]:
    """The slots `old` and `new`: what changed, quoted with what stands around it; empty where a side is."""
    old, new = both(m.place)
    return {"old": old, "new": new}


def turn(slots: Mapping[str, str]) -> str:
    """The ending of a saying: changed, came or went."""
    return ("changed" if slots["old"] else "came") if slots["new"] else "went"
