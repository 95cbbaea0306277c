"""Where disputes are settled, and by which law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.facts.fact import Fact

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {"forum": Fact("other", 0.55, soft=True)}

_FORUMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\barbitrat\w+|仲裁",
        r"\bclass[- ]action|集体诉讼",
        r"\bjury\b",
        r"\bsmall claims\b",
        r"\b(?:governed by|governing law|courts? of|jurisdiction of)\b|适用法律|管辖|法院|诉讼",
    )
)


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    told = [{n for n, forum in enumerate(_FORUMS) if forum.search(side)} for side in m.sides]
    whole = not m.two_sided and not m.elsewhere and not m.pointing and m.novel_share > 0.5
    yield "forum", told[0] != told[1] and ((m.two_sided and bool(told[0])) or (whole and bool(told[0] | told[1] - {4})))
