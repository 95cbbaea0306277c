"""Labelled revisions, one JSON object a line."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policytool.errors import TextError

_NEEDED = ("id", "old", "new")
_LABELS = ("overall", "criteria", "artifact", "truncated", "stratum")
_TODO = 'Each line is an object with at least "id", "old" and "new" (texts).'


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file, also of a compressed one (.xz, .gz). Raises TextError with the line that is wrong."""
    opener: Any = {".xz": lzma.open, ".gz": gzip.open}.get(path.suffix, open)
    number = 0
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _record(line, path, number)
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise TextError(f"cannot be read: {error}", path=path, line=number + 1, todo=_TODO) from error


def labelled(record: dict[str, Any]) -> bool:
    """Whether a record says what is right, so that it can be scored."""
    return all(key in record for key in _LABELS)


def _record(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise TextError(f"no JSON object: {error}", path=path, line=number, todo=_TODO) from error
    if not isinstance(record, dict):
        raise TextError("no JSON object", path=path, line=number, todo=_TODO)
    for key in _NEEDED:
        if not isinstance(record.get(key), str):
            raise TextError(f'"{key}" is missing or no text', path=path, line=number, todo=_TODO)
    some = [key for key in _LABELS if key in record]
    if "overall" in record and len(some) < len(_LABELS):
        missing = ", ".join(key for key in _LABELS if key not in record)
        raise TextError(f"a labelled record without {missing}", path=path, line=number, todo=_TODO)
    return record
