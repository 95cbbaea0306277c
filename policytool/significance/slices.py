"""The revisions on which methods part: where size says one thing and meaning another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policytool.significance.scoring import Prediction, Rates, Record, counted, rates
from policytool.significance.size import Size

NAMES = (
    "tiny but significant",
    "large but minor",
    "moved only",
    "deletion only",
    "contact only",
    "negation",
)
_FEW = 60
"""Above so many changed words a "not" comes and goes by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One such part and how often the verdict is right there."""

    name: str
    rates: Rates


def score(records: Sequence[Record], said: Mapping[str, Prediction], sizes: Mapping[str, Size]) -> list[Slice]:
    """The slices that have members, in the order of NAMES."""
    rows = [record for record in records if counted(record)]
    parts = {name: [r for r in rows if _belongs(name, r, sizes[r["id"]])] for name in NAMES}
    return [Slice(name=name, rates=rates(part, said)) for name, part in parts.items() if part]


def _belongs(name: str, record: Record, size: Size) -> bool:
    significant = record["overall"] == "significant"
    match name:
        case "tiny but significant":
            return significant and str(record["stratum"]) == "tiny"
        case "large but minor":
            return not significant and record["stratum"] in ("medium", "large", "huge")
        case "moved only":
            return size.words == 0 and record["old"] != record["new"]
        case "deletion only":
            return bool(size.removed) and not size.added
        case "contact only":
            return [kind for kind, level in record["criteria"].items() if level == "clear"] == ["contact"]
        case _:
            return size.negates and size.words <= _FEW
