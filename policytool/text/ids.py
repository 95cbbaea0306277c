"""Clause ids: the author's own, or derived from the clause's words so that other edits leave them alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

TRAILING = re.compile(r"(?<!\\)[ \t]*\{#([^\s{}<>\"'&#%|\\]+)\}[ \t]*\Z")
"""`{#id}` at the end of a clause."""

_GAP = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_WORDS = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
_KEPT = 4000
"""Characters above which a clause's hash is not kept."""
_LETTER = {"paragraph": "p", "item": "i", "row": "r", "code": "c"}


def slug(text: str, *, limit: int = 60) -> str:
    """`text` as a readable id: words in small letters joined by hyphens, other scripts kept."""
    words = _GAP.sub("-", unicodedata.normalize("NFKC", text).casefold()).strip("-")
    if len(words) <= limit:
        return words
    cut = words[: limit + 1].rpartition("-")[0]
    return cut or words[:limit]


def derive(kind: str, section: str, text: str) -> str:
    """The id of a clause whose author gave none.

    A heading's is its slug. Others: the section's id, a letter for the kind, a hash of the words, so that a changed
    comma or an edit elsewhere leaves it alone.
    """
    if kind == "heading":
        return slug(text) or "section"
    name = f"{_LETTER[kind]}-{_kept_hash(text) if len(text) <= _KEPT else _hash(text)}"
    return f"{section}-{name}" if section else name


def _hash(text: str) -> str:
    return blake2b(_words(text), digest_size=4).hexdigest()


_kept_hash = lru_cache(maxsize=4096)(_hash)
"""Two versions of a policy share most of their clauses."""


def _words(text: str) -> bytes:
    if text.isascii():
        return b" ".join(text.encode().translate(_WORDS).split())
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold())).encode()


class Register:
    """Gives each clause an id of its own; the author's ids are taken first."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}

    def claim(self, wanted: str) -> str:
        """`wanted`, or where it is taken the same with the next free number behind it."""
        if wanted not in self._taken:
            self._taken.add(wanted)
            return wanted
        number = self._next.get(wanted, 2)
        while f"{wanted}-{number}" in self._taken:
            number += 1
        self._next[wanted] = number + 1
        self._taken.add(f"{wanted}-{number}")
        return f"{wanted}-{number}"
