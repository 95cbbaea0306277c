"""Labelled revisions, one JSON object a line."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from policytool.errors import TextError
from policytool.text.metadata import CriterionKind

_NEEDED = ("id", "old", "new")
_OVERALL = ("significant", "borderline", "minor")
_LEVELS = ("clear", "borderline")
_TODO = 'Each line is an object with at least "id", "old" and "new" (texts).'


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A line that cannot be used, or whose labels cannot."""

    line: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a file holds: the revisions, and what is wrong with the rest."""

    records: tuple[dict[str, Any], ...]
    skipped: tuple[Fault, ...] = ()
    """Lines without a revision in them."""
    unscored: tuple[Fault, ...] = ()
    """Revisions whose labels are incomplete: judged, not scored."""


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file, also of a compressed one (.xz, .gz). Raises TextError with the line that is wrong."""
    for number, line in _lines(path):
        record = _record(line)
        why = record if isinstance(record, str) else wrong_labels(record)
        if isinstance(record, str) or why:
            raise TextError(why, path=path, line=number, todo=_TODO)
        yield record


def gather(path: Path) -> Gathered:
    """The records of a file, and its faults by line. Raises TextError only for a file that cannot be read at all."""
    records: dict[str, dict[str, Any]] = {}
    skipped, unscored = [], []
    for number, line in _lines(path):
        record = _record(line)
        if isinstance(record, str):
            skipped.append(Fault(line=number, why=record))
        elif record["id"] in records:
            skipped.append(Fault(line=number, why=f'the id "{record["id"]}" stands in an earlier line'))
        else:
            records[record["id"]] = record
            if why := wrong_labels(record):
                unscored.append(Fault(line=number, why=f"{why} ({record['id']})"))
    return Gathered(records=tuple(records.values()), skipped=tuple(skipped), unscored=tuple(unscored))


def labelled(record: Mapping[str, Any]) -> bool:
    """Whether a record says what is right, so that it can be scored."""
    return "overall" in record and not wrong_labels(record)


def wrong_labels(record: Mapping[str, Any]) -> str:
    """What is wrong with the labels of a record; empty where nothing is, or where it carries none."""
    if "overall" not in record:
        return ""
    for key in ("criteria", "artifact", "truncated", "stratum"):
        if key not in record:
            return f"a labelled record without {key}"
    if record["overall"] not in _OVERALL:
        return f'"overall" is none of {", ".join(_OVERALL)}'
    criteria = record["criteria"]
    if not isinstance(criteria, dict) or not set(criteria) <= set(get_args(CriterionKind)):
        return '"criteria" is no object whose keys are kinds'
    if not all(level in _LEVELS for level in criteria.values()):
        return '"criteria" has a level that is neither clear nor borderline'
    if not all(isinstance(record[key], bool) for key in ("artifact", "truncated")):
        return '"artifact" or "truncated" is neither true nor false'
    return ""


def company(record: Mapping[str, Any]) -> str:
    """Whose policy it is: the part of the name before the first slash; without a name the record stands alone."""
    return str(record.get("name") or record["id"]).split("/")[0]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    opener: Any = {".xz": lzma.open, ".gz": gzip.open}.get(path.suffix, open)
    number = 0
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise TextError(f"cannot be read: {error}", path=path, line=number + 1, todo=_TODO) from error


def _record(line: str) -> dict[str, Any] | str:
    """The record of a line, or what is wrong with it."""
    try:
        record = json.loads(line)
    except ValueError as error:
        return f"no JSON object: {error}"
    if not isinstance(record, dict):
        return "no JSON object"
    for key in _NEEDED:
        if not isinstance(record.get(key), str):
            return f'"{key}" is missing or no text'
    return record
