"""Typography levelled, so that a comparison sees words and not quotes, dashes or spaces."""

from __future__ import annotations

import re
import unicodedata

_LEVEL = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"),
    }
)
_SPACE = re.compile(r"\s+")


def normalise(text: str) -> str:
    """`text` in Unicode form NFKC with straight quotes, plain hyphens, single spaces and no invisible characters."""
    if text.isascii():
        return _SPACE.sub(" ", text.replace("`", "'")).strip()
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(_LEVEL)).strip()
