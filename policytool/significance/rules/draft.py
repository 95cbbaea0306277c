"""What a rule says of a place."""

from __future__ import annotations

from dataclasses import dataclass, field

from policytool.significance import sayings
from policytool.significance.model import Direction
from policytool.text.metadata import CriterionKind


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A reading of a place: the kind it speaks for, and how to say it."""

    kind: CriterionKind | None
    """None where the reading fits any kind."""
    saying: str
    """Name of the saying in sayings/*.toml."""
    slots: sayings.Slots = field(default_factory=dict)
    """What fills its braces; several words are listed, and phrases told, as the language does."""
    direction: Direction = "different"
    reduces_rights: bool = False
    prominence: int = 0
    """How much it says to users among readings of other places that are equally sure."""
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
