"""Words of servers and providers as they may stand in the ledger and in logs: one line, and nobody's address."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+")
_LONGEST = 200
_SHORTEST = 3
"""Characters of a name before the @ that may be told apart from other words."""


def clean(words: str) -> str:
    """A server's words on one line, without mail addresses."""
    if words.isascii() and words.isprintable() and "@" not in words:
        return " ".join(words.split())[:_LONGEST]  # as almost every answer is
    shown = "".join(character if character.isprintable() else " " for character in words)
    return " ".join(_ADDRESS.sub("(address)", shown).split())[:_LONGEST]


def discreet(words: str, address: str) -> str:
    """The same without `address`, also where it repeats no more than the name before the @, or a number's digits."""
    shown = clean(words)
    name, at, _ = address.partition("@")
    if at:
        if len(name) < _SHORTEST or name.casefold() not in shown.casefold():
            return shown
        return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "(name)", shown, flags=re.IGNORECASE)
    digits = re.sub(r"\D", "", address)
    if not address.startswith("+") or digits not in re.sub(r"\D", "", shown):
        return shown
    return re.sub(rf"\+?{r'[ ().-]*'.join(digits)}", "(number)", shown)
