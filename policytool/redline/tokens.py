"""Text to words: what a redline never cuts through.

A token is a word with its hyphens and apostrophes, a number, a date, an e-mail address, a web address, a telephone
number, one Chinese or Japanese character, one punctuation mark, or the tab between two cells of a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import sub

from policytool.text.normalise import normalise

_IDEOGRAPHS = "\u3005-\u3007\u3041-\u309f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_MARKS = (
    r"\s\x00-\x2f:-@\[-\^`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf×÷\u2010-\u2027\u2030-\u205e\u2070-\u2bff"
    r"\u3000-\u3004\u3008-\u3040\u30fb\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ud800-\udfff"
)
_LETTER = rf"(?:[^{_MARKS}{_IDEOGRAPHS}]|[{_INVISIBLE}])"
_MONTH = (
    r"(?i:jan(?:uary|vier|uar)?|feb(?:ruary|ruar)?|février|mar(?:ch|s)?|märz|apr(?:il)?|avril|may|mai|june?|juin|juni"
    r"|july?|juillet|juli|aug(?:ust)?|août|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?"
    r"|de[cz](?:ember)?|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
    r"|diciembre)\.?"
)
_DATE = (
    r"\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.)?(?:\s+of|\s+de)?[\s-]+{_MONTH},?(?:\s+de)?[\s-]+\d{{4}}(?!\d)"
)
_MONTH_DATE = rf"{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?,?|,)?\s+\d{{4}}(?!\d)"
_TELEPHONE = r"\+\d[\d().\u2010-\u2013 -]{5,}\d|\(\d{2,5}\)[ -]?\d[\d -]{4,}\d|\d{3,4}[ -]\d{3,4}[ -]\d{3,4}(?!\d)"
_ADDRESS = (
    r"https?://[^\s<>\"“”«»（）【】，。；、]*[^\s<>\"'“”’«»（）【】，。；、.,;:!?)\]]|www\.[^\s<>\"，。；、]*[\w/]"
)
_NUMBER = rf"[$€£¥]?\d+(?:[.,:/\u2010-\u2013-]\d+)*(?:%|{_LETTER}*)"
_WORD = (
    rf"{_LETTER}+(?:['’\u2010\u2011\u2013&+-]{_LETTER}+|\.[a-z0-9]{_LETTER}*)*"
    rf"(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]*[A-Za-z0-9])+)?"
)
_PLAIN = r"[A-Za-z][a-z]*(?=[ ,;)](?!\d))"
"""Most words of most texts, told first because it is quick."""
_SPACED = re.compile(
    rf"[^\S\t]*(?:{_PLAIN}|(?=[\d+($€£¥])(?:{_DATE}|{_TELEPHONE}|{_NUMBER})|(?=[jfmasondeJFMASONDE]){_MONTH_DATE}"
    rf"|(?=[hw])(?:{_ADDRESS})|(?:[A-Za-z]\.){{2,}}|{_WORD}|[{_IDEOGRAPHS}]|\.{{2,}}|\t|\S)"
)
"""A token with the white space before it."""
_WHOLE_DATE = re.compile(rf"(?:{_DATE}|{_MONTH_DATE})\Z")
_EMAIL_OR_ADDRESS = re.compile(r"https?://|www\.|[^@\s]+@[^@\s]+\.")
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")


@dataclass(frozen=True)
class Tokens:
    """The tokens of one text."""

    text: str
    spaced: list[str]
    """The tokens as written, and what cannot be seen, each with the white space before it."""
    pieces: tuple[str, ...]
    """The same without it."""
    keys: tuple[str, ...]
    """The key by which each token is compared."""

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each token starts."""
        found = tuple(map(sub, accumulate(map(len, self.spaced)), map(len, self.pieces)))
        return found if len(found) == len(self.keys) else tuple(map(found.__getitem__, self._seen))

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where each token ends."""
        return tuple(start + len(self.pieces[place]) for start, place in zip(self.starts, self._seen, strict=True))

    @property
    def _seen(self) -> list[int]:
        """The places of the pieces that are tokens."""
        return [place for place, piece in enumerate(self.pieces) if _key(piece)]


def tokenise(text: str) -> Tokens:
    """The tokens of `text` in order; between and around them stands white space and what cannot be seen."""
    spaced = _SPACED.findall(text)
    pieces = tuple([piece.lstrip() or "\t" for piece in spaced]) if "\t" in text else tuple(map(str.lstrip, spaced))
    if text.isascii() and text.isprintable() and "`" not in text:
        return Tokens(text, spaced, pieces, pieces)
    return Tokens(text, spaced, pieces, tuple(filter(None, map(_key, pieces))))


@lru_cache(maxsize=65536)
def _key(piece: str) -> str:
    return piece if piece == "\t" else normalise(piece)


@lru_cache(maxsize=65536)
def is_date(key: str) -> bool:
    return _WHOLE_DATE.match(key) is not None


@lru_cache(maxsize=65536)
def is_address(key: str) -> bool:
    """Whether `key` is an e-mail or web address."""
    return _EMAIL_OR_ADDRESS.match(key) is not None


def is_word(key: str) -> bool:
    """Whether `key` is more than punctuation."""
    return key[0].isalnum() or any(character.isalnum() for character in key)


def is_ideograph(key: str) -> bool:
    return len(key) == 1 and _IDEOGRAPH.match(key) is not None


def same_words(left: str, right: str) -> bool:
    """Whether two texts differ at most in typography."""
    return left == right or tokenise(left).keys == tokenise(right).keys
