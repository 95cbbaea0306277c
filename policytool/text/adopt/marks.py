"""Numbers and bullets at the start of a pasted line, also those that Markdown texts do not have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policytool.text import markers
from policytool.text.markers import Ordinal

BULLET = re.compile(
    rf"(?:[-*+o»›→⇒\uf0a7\uf0b7\uf0d8](?=\s)|[{markers.BULLETS}–—\uf0a7\uf0b7]+(?=\s|[^\W\d_]))\s*(?=\S)"
)
"""What stands for a bullet; the written policy shows its own."""

_WORDS = (
    r"(?:article|section|part|chapter|clause|schedule|annex|appendix)\s+"
    r"(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,6}|[a-z])(?=[\s.:)–—-]|$)(?:[.:)]|\s[–—-](?=\s))?"
)
_TIGHT = re.compile(
    rf"""(?: {_WORDS}
      | §\s*\d{{1,3}}(?:\.\d{{1,3}})*[.:]?
      | 第[零〇一二三四五六七八九十百\d]{{1,5}}(?:条|章|节|部分|篇)[、：:.]?(?!人|方)
      | \d{{1,2}}(?:\.\d{{1,3}}){{1,4}}[.)、]?(?=\s*[^\W\d_]|\s*[“"(（])
      | \d{{1,2}}[.．](?=\s*[^\W\d_]|\s*[“"(（【])
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?:[A-H]|[IVX]{1,5})[.)]\s+(?=\S)")
_BARE = re.compile(r"\d{1,2}\s+(?=[^\W\d_a-z])")
_DECIMAL_WORD = re.compile(r"\d+\.\d+\s+(?:[a-z]|million|billion|%)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number or bullet and the text behind it."""

    written: str
    ordinal: Ordinal
    rest: str

    @property
    def bullet(self) -> bool:
        return self.ordinal.bullet

    @property
    def word(self) -> bool:
        """Written with a word: "Article 5", "第五条"."""
        return self.written[0] in "第§" or self.written[:2].isalpha()

    @property
    def bare(self) -> bool:
        """A number and nothing else: "3 Sharing"."""
        return self.written.isdigit()


@lru_cache(maxsize=4096)
def mark(text: str) -> Mark | None:
    """The mark at the start of `text`; None where there is none. A bare number ("3 Sharing") is none: see `bare`."""
    bullet = BULLET.match(text)
    if bullet is not None:
        return Mark(written=bullet[0].strip(), ordinal=Ordinal(style=bullet[0].strip()[0]), rest=text[bullet.end() :])
    if _DECIMAL_WORD.match(text):
        return None
    tight = _TIGHT.match(text) or _CAPITAL.match(text)
    length = tight.end() if tight is not None else markers.item(text)
    if not length:
        return None
    written = text[:length].strip()
    ordinal = markers.read(written)
    return Mark(written=written, ordinal=ordinal, rest=text[length:]) if not ordinal.bullet else None


def alone(text: str) -> Ordinal | None:
    """What a line says that holds a mark and nothing else; None for other lines."""
    if text.isascii() and text.isdigit():
        return Ordinal(style="bare", values=(int(text),)) if len(text) < 3 else None
    found = mark(f"{text} X")
    return found.ordinal if found is not None and found.rest == "X" else None


def bare(text: str) -> Mark | None:
    """A number of one or two digits before a capital letter: a heading's number if its neighbours agree."""
    found = _BARE.match(text)
    if found is None:
        return None
    number = found[0].strip()
    return Mark(written=number, ordinal=Ordinal(style="bare", values=(int(number),)), rest=text[found.end() :])
