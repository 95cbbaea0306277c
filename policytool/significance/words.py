"""Text to words as they count for meaning: spelling, inflection and synonyms levelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from policytool.significance.vocabulary.load import level
from policytool.text.normalise import normalise

_TOKEN = re.compile(
    r"(?P<tag></?[a-zA-Z][^<>]{0,400}>)"
    r"|(?P<like>\be\.\s?g\b\.?,?|\bfor (?:example|instance)\b,?)"
    r"|(?P<all>\bany and all\b)"
    r"|(?P<to>\bin order to\b|\bso as to\b)"
    r"|(?P<learn>\bfind out\b)"
    r"|(?P<opt>\bopt(?:s|ed|ting|ing)?[\s-]?(?:in|out)\b)"
    r"|(?P<ref>(?:sections?|clauses?|paragraphs?|chapters?|annex|appendix|part|§§?)\s*\(?\d+(?:\.\d+)*\)?(?:\s*(?:,|and|or|to|&)\s*\d+(?:\.\d+)*)*)"
    r"|(?P<mail>[\w.+-]++@[\w-]+(?:\.[\w-]+)+|\[email[^\]]{0,3}protected\])"
    r"|(?P<url>https?://\S+|www\.\S+|\b[a-z0-9-]++\.(?:com|org|net|eu|io|co|de|fr|uk|gov|ie|cn)(?:\.[a-z]{2})?(?:/\S*)?)"
    r"|(?P<number>[$€£¥]?\d+(?:[.,:]\d+)*%?)"
    r"|(?P<region>united states(?: of america)?\b|(?-i:U\.S\.A?\.?|\bUSA?\b)|united kingdom\b|(?-i:U\.K\.?|\bUK\b)"
    r"|european union\b|(?-i:\bEU\b)|european economic area\b|(?-i:\bEEA\b))"
    r"|(?P<word>e-mail(?:s|ed|ing)?\b|[^\W\d_]+(?:[\u00ad\u200b-\u200d\u2060\ufeff][^\W\d_]+)*(?:['’][a-z]{1,2}\b)?)",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3400-\u9fff]")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
]
_DATE = re.compile(
    rf"\b(?:{'|'.join(_MONTHS)})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{'|'.join(_MONTHS)})\.?,?\s+(?:19|20)\d\d\b"
    rf"|\b(?:{'|'.join(_MONTHS)})\.?,?\s+(?:19|20)\d\d\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b|\b(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}\b"
    r"|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?",
    re.IGNORECASE,
)


def undated(text: str) -> str:
    """`text` without its dates."""
    return _DATE.sub(" ", text) if "19" in text or "20" in text else text


class Word(NamedTuple):
    """One word of a text: how it is compared, and where it stands."""

    key: str
    """Lower case, levelled; "<date>" or "<ref>" for what is not read as a word."""
    start: int
    end: int
    kind: str = "word"
    """word, number, mail, url, date, or ref: a pointer such as "section 4"."""


@lru_cache(maxsize=16384)
def read(text: str) -> tuple[Word, ...]:
    """The words of `text` in order, with offsets in it."""
    return tuple(_words(text))


def _words(text: str) -> list[Word]:
    words: list[Word] = []
    dates = [match.span() for match in _DATE.finditer(text)] if "19" in text or "20" in text else []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "word"
        start, end = match.span()
        if dates and any(a <= start < b for a, b in dates):
            if any(a == start for a, _ in dates):
                words.append(Word("<date>", start, end, "date"))
            continue
        if kind == "word":
            words.extend(spoken(match.group(), start))
        elif kind == "tag":
            continue
        elif kind == "region":
            words.append(Word(region(match.group()), start, end))
        elif kind in ("like", "all", "to", "learn"):
            words.append(Word(kind, start, end))
        elif kind == "opt":
            words.append(Word("optout" if match.group().lower().endswith("out") else "optin", start, end))
        elif kind == "ref":
            words.append(Word("<ref>", start, end, "ref"))
        else:
            words.append(Word(match.group().lower().rstrip(".,;:)"), start, end, kind))
    return words


def region(name: str) -> str:
    """One key for the ways to write a region: "U.S.", "USA", "United States"."""
    letters = name.lower().replace(".", "").replace(" ", "")
    return {"us": "usa", "unitedstates": "usa", "unitedstatesofamerica": "usa", "unitedkingdom": "uk"}.get(
        letters, {"europeanunion": "eu", "europeaneconomicarea": "eea"}.get(letters, letters)
    )


def spoken(piece: str, start: int) -> list[Word]:
    """The words of one run of letters that stands at `start`."""
    kind, said = heard(piece)
    if not kind:
        return list(_characters(piece, start))
    end = start + len(piece)
    return [Word(key, start, end, kind) for key in said]


@lru_cache(maxsize=65536)
def heard(piece: str) -> tuple[str, tuple[str, ...]]:
    """The kind of the words of a run of letters and their keys; no kind where each character is a word."""
    if _CJK.search(piece):
        return "", ()
    if (number := _NUMBERS.get(piece.lower())) is not None:
        return "number", (number,)
    return "word", keys(piece)


def _characters(piece: str, start: int) -> Iterator[Word]:
    """Every character is a word, but for a number before a unit of time."""
    at = 0
    for match in _CHINESE_NUMBER.finditer(piece):
        yield from (Word(piece[n], start + n, start + n + 1) for n in range(at, match.start()))
        yield Word(_chinese(match.group()), start + match.start(), start + match.end(), "number")
        at = match.end()
    yield from (Word(piece[n], start + n, start + n + 1) for n in range(at, len(piece)))


def _chinese(numeral: str) -> str:
    """三十 → 30. Numerals up to 99 and whole hundreds, as periods are written."""
    hundreds, _, rest = numeral.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = (_DIGITS.get(hundreds, 1) * 100 if "百" in numeral else 0) + (_DIGITS.get(tens, 1) * 10 if ten else 0)
    return str(value + _DIGITS.get(ones, 0))


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_CHINESE_NUMBER = re.compile(r"[一二两三四五六七八九十百]+(?=个?(?:工作日|小时|周岁|[年月日天周岁]))")
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=2,
    )
} | {
    word: str(value)
    for value, word in zip(
        range(30, 100, 10), ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], strict=True
    )
}
"""Number words are read as numbers: three years and 3 years are the same, five years are not. "One" seldom counts."""


@lru_cache(maxsize=65536)
def keys(piece: str) -> tuple[str, ...]:
    """The levelled keys of one written word: none for an article, two for a contraction."""
    plain = piece.isascii() and piece.isalpha()
    word = piece.lower() if plain else normalise(piece).lower().replace("-", "")
    if "'" in word:
        head, _, tail = word.partition("'")
        if tail == "t" and head.endswith("n"):
            base = {"ca": "can", "wo": "will", "sha": "shall"}.get(head[:-1], head[:-1])
            return (*keys(base), "not")
        word = head
        extra = {"ll": ("will",), "ve": ("have",), "re": ("be",), "d": ("would",), "m": ("be",)}.get(tail, ())
        return (*keys(word), *extra)
    if word in level().silent:
        return ()
    return (level().same.get(word) or level().same.get(stem(word)) or stem(word),)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """`word` without inflection and with American spelling: enough to see that two forms are one word."""
    if len(word) <= 3:
        return word
    word = word.replace("isation", "ization").replace("yse", "yze")
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    if word.endswith("ing") and len(word) >= 6:
        word = _undouble(word[:-3])
    elif word.endswith("ed") and len(word) >= 5:
        word = _undouble(word[:-2])
    if word.endswith("our") and len(word) > 5:
        word = word[:-3] + "or"
    if word.endswith("is") and len(word) > 5:
        word = word[:-1] + "z"
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


_ENDINGS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("ss", "ss"),
    ("us", "us"),
    ("s", ""),
)


def _undouble(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word
