"""Words as code points, so that a fast string matcher can compare clauses word by word."""

from __future__ import annotations

from dataclasses import dataclass

from policytool.redline.tokens import Tokens, is_address, is_date, is_word, tokenise

_SURROGATES = range(0xD800, 0xE000)
_ANY_DATE, _ANY_ADDRESS = "\0", "\1"
_FIRST = 2


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text's tokens, and two strings of at most one character a token."""

    tokens: Tokens
    exact: str
    """One character a token; two tokens have the same one only when their keys agree."""
    alike: str
    """Words alone, without punctuation, great and small letters the same; all dates look the same, all addresses do."""


class Lexicon:
    """The words of one comparison. A text is read once, however often it is asked for."""

    def __init__(self) -> None:
        self._exact: dict[str, str] = {}
        self._alike: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._texts: dict[str, Encoded] = {}

    def encode(self, text: str) -> Encoded:
        encoded = self._texts.get(text)
        if encoded is None:
            tokens = tokenise(text)
            for key in tokens.keys:
                if key not in self._exact:
                    self._learn(key)
            exact = "".join(map(self._exact.__getitem__, tokens.keys))
            alike = "".join(map(self._alike.__getitem__, tokens.keys))
            encoded = self._texts[text] = Encoded(tokens, exact, alike)
        return encoded

    def _learn(self, key: str) -> None:
        code = self._exact[key] = character(len(self._exact) + _FIRST)
        if key.isalpha():
            code = self._folded.setdefault(key.casefold(), code)
        elif is_date(key):
            code = _ANY_DATE
        elif is_address(key):
            code = _ANY_ADDRESS
        elif not is_word(key):
            code = ""
        else:
            code = self._folded.setdefault(key.casefold(), code)
        self._alike[key] = code


def character(code: int) -> str:
    """A character for each whole number from 0 on, leaving out surrogates."""
    return chr(code if code < _SURROGATES.start else code + len(_SURROGATES))
