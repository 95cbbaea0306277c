"""Numbered parts inside one paragraph: "… include: (1) purposes; (2) recipients; (3) rights."."""

from __future__ import annotations

import re

from policytool.text import markers
from policytool.text.drafts import BULLET

_PART = re.compile(
    r"(?:(?<=\s)(?=[(（①-⑳])|(?<=[:：;；,，.。])|(?<=[:：;；,，.。]\s)|(?<=\band\s)|(?<=\bor\s)|(?<=[及和或]))"
    r"(?P<mark>[(（](?:\d{1,2}|[a-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,2})[)）]|\d{1,2}[)）、]|\d{1,2}[.．](?=\s*[^\W\d])|[①-⑳]"
    r"|(?:[a-h]|[ivx]{1,4})\)(?=\s))\s*(?=\S)"
)

_POINT = re.compile(r"\s[•●■]\s")


def split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """`text` before the first part, and each part with its mark; none where they do not count up from the first."""
    lead, *points = _POINT.split(text)
    if len(points) > 1 and lead.strip() and all(point.strip() for point in points):
        return lead.strip(), [(BULLET, point.strip()) for point in points]
    found = [(match, markers.read(match["mark"])) for match in _PART.finditer(text)]
    for start, (_, mark) in enumerate(found):
        if not mark.first or mark.bullet:
            continue
        row = [found[start]]
        for match, other in found[start + 1 :]:
            if other.follows(row[-1][1]):
                row.append((match, other))
        lead = text[: row[0][0].start()].rstrip()
        if len(row) >= 3 or (len(row) == 2 and lead.endswith((":", "："))):
            ends = [match.start() for match, _ in row[1:]] + [len(text)]
            parts = [
                (match["mark"], text[match.end() : end].strip()) for (match, _), end in zip(row, ends, strict=True)
            ]
            return (lead, parts) if lead and all(part for _, part in parts) else (text, [])
    return text, []
