"""By which rules a verdict was reached: one hash of the code and data that read, compare and judge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import policytool
from policytool.config import Settings

_ROOMS = ("text", "redline", "significance")
_KINDS = {".py", ".json", ".toml", ".txt", ".yaml", ".yml", ".csv"}


def fingerprint(settings: Settings) -> str:
    """SHA-256 of the rules with this project's own vocabulary: equal for equal rules, on every computer."""
    chosen = settings.significance
    digest = hashlib.sha256(f"{_packaged()} {chosen.pack}".encode())
    own = settings.root / chosen.vocabulary
    for name, data in _files(own) if own.is_dir() else ():
        digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest()


@cache
def _packaged() -> str:
    digest = hashlib.sha256()
    for room in _ROOMS:
        for name, data in _files(Path(policytool.__file__).parent / room):
            digest.update(f"{room}/{name}".encode() + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes, line ends levelled, of the files below `folder`, by their names."""
    for file in sorted(folder.rglob("*")):
        if file.suffix in _KINDS and file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes().replace(b"\r\n", b"\n")
