"""What building a site made before: texts and redlines ready to be shown, kept by the hash of what they were made from.

An entry's name is the hash of its inputs and of the program that makes it, so that an entry is right or is not found.
The folder may be deleted at any time, damaged entries are made anew, and builds at the same time do not disturb each
other: entries are written whole, under another name, and then renamed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import zlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

import policytool
from policytool.text.model import Document
from policytool.website.model import RevisionView, TextView

FOLDER = ".cache/policytool"
"""Below the settings' folder."""
KEPT = 30 * 24 * 3600
"""Seconds for which an entry is kept after its last use."""
_ROOMS = ("text", "redline", "website")
"""The rooms whose program makes the entries."""
_LIBRARIES = ("markdown-it-py", "rapidfuzz", "pydantic")
_IGNORED = "# Made by policytool; may be deleted at any time.\n*\n"
_KINDS: dict[type[Any], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in (Document, TextView, RevisionView)}
"""What can be kept."""
_Value = TypeVar("_Value")


class Cache:
    """The entries below `folder`; without a folder nothing is kept.

    `made` and `found` count the values that had to be made and those that were there.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.made = self.found = 0

    def get(self, kind: type[_Value], key: tuple[str, ...], make: Callable[[], _Value]) -> _Value:
        """The value of type `kind`, one of _KINDS, that `make` makes from the inputs that `key` stands for."""
        file = self._file(kind.__name__, key)
        value = _read(file, kind)
        if value is None:
            value = make()
            self.made += 1
            self._write(file, _KINDS[kind].dump_json(value))
        else:
            self.found += 1
        return value

    def tidy(self) -> None:
        """Drop the entries that no build has used for a month."""
        oldest = time.time() - KEPT
        for file in self.folder.glob("*/*") if self.folder else ():
            try:
                if file.stat().st_mtime < oldest:
                    file.unlink()
            except OSError:
                continue

    def _file(self, kind: str, key: tuple[str, ...]) -> Path | None:
        if self.folder is None:
            return None
        name = hashlib.sha256("\0".join((_program(), kind, *key)).encode()).hexdigest()
        return self.folder / name[:2] / name[2:]

    def _write(self, file: Path | None, data: bytes) -> None:
        """A folder that is full or may not be written costs time in the next build, no more."""
        if file is None or self.folder is None:
            return
        fresh = ""
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text(_IGNORED, encoding="utf-8")
            handle, fresh = tempfile.mkstemp(dir=file.parent)
            with os.fdopen(handle, "wb") as stream:
                stream.write(zlib.compress(data, 1))
            Path(fresh).replace(file)
        except OSError:
            if fresh:
                Path(fresh).unlink(missing_ok=True)


def _read(file: Path | None, kind: type[_Value]) -> _Value | None:
    """The value in `file`, None where it is missing or damaged; reading it counts as a use."""
    if file is None:
        return None
    try:
        value: _Value = _KINDS[kind].validate_json(zlib.decompress(file.read_bytes()))
        os.utime(file)
    except (OSError, zlib.error, ValidationError):
        return None
    return value


@cache
def _program() -> str:
    """A hash of the program: the files of the rooms that make entries, and the libraries that they lean on."""
    package = Path(policytool.__file__).parent
    digest = hashlib.sha256(policytool.__version__.encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for room in _ROOMS:
        for file in sorted((package / room).rglob("*")):
            if file.suffix in {".py", ".toml"}:
                digest.update(str(file.relative_to(package)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
