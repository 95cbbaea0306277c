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
        self._codes = _Codes()
        self._texts: dict[str, Encoded] = {}

    def encode(self, text: str) -> Encoded:
        encoded = self._texts.get(text)
        if encoded is None:
            tokens = tokenise(text)
            exact = "".join(map(self._codes.__getitem__, tokens.keys))
            alike = "".join(map(self._codes.alike.__getitem__, tokens.keys))
            encoded = self._texts[text] = Encoded(tokens, exact, alike)
        return encoded


class _Codes(dict[str, str]):
    """The character for each key in `Encoded.exact`; a key that is asked for gets its own."""

    def __init__(self) -> None:
        self.alike: dict[str, str] = {}
        """The character for each of these keys in `Encoded.alike`, "" for none."""
        self._folded: dict[str, str] = {}

    def __missing__(self, key: str) -> str:
        code = self[key] = character(len(self) + _FIRST)
        self.alike[key] = self._alike(key, code)
        return code

    def _alike(self, key: str, code: str) -> str:
        if not key.isalpha():
            if is_date(key):
                return _ANY_DATE
            if is_address(key):
                return _ANY_ADDRESS
            if not is_word(key):
                return ""
        return self._folded.setdefault(key.casefold(), code)


def character(code: int) -> str:
    """A character for each whole number from 0 on, leaving out surrogates."""
    return chr(code if code < _SURROGATES.start else code + len(_SURROGATES))
