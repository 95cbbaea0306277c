"""A part of an audience: `region=EU,UK`, `language!=zh`, `accepted!=2.0`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policytool.errors import UsageError

SEGMENTED = ("language", "region", "accepted")
"""Columns by which people can be told apart."""
_WRITTEN = re.compile(r"\s*(?P<column>\w+)\s*(?P<turned>!?)=\s*(?P<values>[^=]*)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """People whose column holds one of the values, or none of them."""

    column: str
    values: frozenset[str]
    turned: bool
    """Whether the others are meant."""
    text: str
    """As a person wrote it."""

    @classmethod
    def read(cls, text: str) -> Segment:
        """From `column=value,value` or `column!=value,value`. Raises UsageError."""
        found = _WRITTEN.match(text)
        values = frozenset(value.strip().casefold() for value in found["values"].split(",")) if found else frozenset()
        if found is None or found["column"] not in SEGMENTED:
            todo = f"Write it as region=EU or accepted!=2.0; columns: {', '.join(SEGMENTED)}."
            raise UsageError(f"{text!r} is not a segment", todo=todo)
        return cls(column=found["column"], values=values, turned=bool(found["turned"]), text=text.strip())

    def holds(self, value: str) -> bool:
        """Whether somebody with this in the column is meant; `language=zh` means `zh-CN` too."""
        folded = value.casefold().replace("_", "-")
        hit = folded in self.values or (self.column == "language" and folded.partition("-")[0] in self.values)
        return hit is not self.turned
