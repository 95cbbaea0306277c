"""What building a site made before: texts and redlines ready to be shown, kept by the hash of what they were made from.

An entry's name is the hash of its inputs and of the program that makes it, so that an entry is right or is not found.
The folder may be deleted at any time, damaged entries are made anew, and builds at the same time do not disturb each
other: entries are written whole, under another name, and then renamed.

An entry is a line with a check sum and the lengths of what follows, then the value as JSON, then its long texts as they
are: most of an entry is HTML, and almost every page of a site is made from one. It is not packed, to be read quickly.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

import policytool
from policytool.text.model import Document
from policytool.website.model import RedlineView, RevisionView, TextView

FOLDER = ".cache/policytool"
"""Below the settings' folder."""
KEPT = 30 * 24 * 3600
"""Seconds for which an entry is kept after its last use."""
_ROOMS = ("text", "redline", "website")
"""The rooms whose program makes the entries."""
_LIBRARIES = ("jinja2", "markdown-it-py", "markupsafe", "pydantic", "rapidfuzz")
_IGNORED = "# Made by policytool; may be deleted at any time.\n*\n"
_LONG: dict[type[Any], tuple[str, ...]] = {
    Document: (),
    TextView: ("html", "contents_html", "wording"),
    RedlineView: ("html", "listing"),
    RevisionView: ("html", "listing"),
}
"""What can be kept, and its fields that are long texts."""
_KINDS: dict[type[Any], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in _LONG}
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
            self._write(file, _packed(value, kind))
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
        name = hashlib.sha256("\0".join((_installed(), kind, *key)).encode()).hexdigest()
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
                stream.write(data)
            Path(fresh).replace(file)
        except OSError:
            if fresh:
                Path(fresh).unlink(missing_ok=True)


def _read(file: Path | None, kind: type[_Value]) -> _Value | None:
    """The value in `file`, None where it is missing or damaged; reading it counts as a use."""
    if file is None:
        return None
    try:
        value = _unpacked(file.read_bytes(), kind)
        os.utime(file)
    except (OSError, ValueError):
        return None
    return value


def _packed(value: Any, kind: type[Any]) -> bytes:
    long = {name: getattr(value, name) for name in _LONG[kind]}
    short = _KINDS[kind].dump_json(replace(value, **dict.fromkeys(long, "")), exclude_defaults=True)
    parts = [short, *(text.encode() for text in long.values())]
    data = b"".join(parts)
    return b"%d %s\n%s" % (zlib.crc32(data), b" ".join(b"%d" % len(part) for part in parts), data)


def _unpacked(entry: bytes, kind: type[_Value]) -> _Value:
    """The value of an entry. Raises ValueError for one that is damaged."""
    head, _, data = entry.partition(b"\n")
    checksum, *lengths = map(int, head.split())
    if zlib.crc32(data) != checksum or sum(lengths) != len(data):
        raise ValueError("not what was written")
    ends = tuple(accumulate(lengths))
    short, *long = (data[end - length : end] for end, length in zip(ends, lengths, strict=True))
    value: _Value = _KINDS[kind].validate_json(short)
    texts = zip(_LONG[kind], long, strict=True)
    return replace(value, **{name: text.decode() for name, text in texts})  # type: ignore[type-var]


@cache
def _installed() -> str:
    return program(Path(policytool.__file__).parent)


def program(package: Path) -> str:
    """A hash of the program: the files of the rooms that make entries, and the libraries that they lean on."""
    digest = hashlib.sha256(policytool.__version__.encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for room in _ROOMS:
        for file in sorted((package / room).rglob("*")):
            if file.suffix in {".html", ".py", ".toml"}:
                digest.update(str(file.relative_to(package)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
