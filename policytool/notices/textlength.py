"""How long a text message is: its alphabet, its units, and the segments it is sent and paid in.

GSM 03.38: 7-bit characters, 160 in one segment and 153 in each of several; characters of the extension table cost two.
With any other character the whole message is UCS-2: 70 and 67 units of UTF-16.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Alphabet = Literal["GSM-7", "UCS-2"]

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
_SEGMENT: dict[Alphabet, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""Units of a message that is one segment, and of each segment of a longer one."""
_PLAIN = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "…": "...",
        "\u00a0": " ",
        "\t": " ",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """What a text message comes to."""

    alphabet: Alphabet
    units: int
    segments: int


def measured(text: str) -> Length:
    """The length of `text`; an empty one has no segment."""
    alphabet: Alphabet = "GSM-7" if all(one in BASIC or one in EXTENSION for one in text) else "UCS-2"
    costs = [_cost(one, alphabet) for one in text]
    single, part = _SEGMENT[alphabet]
    units = sum(costs)
    segments = (1 if units else 0) if units <= single else _cut(costs, part)
    return Length(alphabet=alphabet, units=units, segments=segments)


def plainer(text: str) -> str:
    """The text with plain quotation marks and dashes where that alone makes it GSM-7; else as it is."""
    plain = simplified(text)
    return plain if measured(plain).alphabet == "GSM-7" else text


def simplified(text: str) -> str:
    """The text with plain quotation marks and dashes."""
    return text.translate(_PLAIN)


def _cost(character: str, alphabet: Alphabet) -> int:
    if alphabet == "GSM-7":
        return 2 if character in EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1


def _cut(costs: list[int], part: int) -> int:
    """How many segments of `part` units; what costs two is never cut in the middle."""
    segments, left = 1, part
    for cost in costs:
        if cost > left:
            segments, left = segments + 1, part
        left -= cost
    return segments
