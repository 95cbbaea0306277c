"""From bytes to text that can be parsed: size, encoding, line ends, control characters, links out of the folder."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from policytool.errors import TextError

LARGEST = 5_000_000
"""Bytes above which a file is no policy."""

_LINE_ENDS = re.compile(r"\r\n?")
_SPACES = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ODD = re.compile("[\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_UTF8 = "Save it as UTF-8 in your editor and run again."


def load(path: Path) -> bytes:
    """The bytes of the file. Raises TextError where there is none or it is too large."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise TextError("this is not a file", path=path, todo="Name a Markdown file.")
        if about.st_size > LARGEST:
            raise _too_large(about.st_size, str(path))
        return path.read_bytes()
    except OSError as error:
        raise TextError(f"cannot be read: {error.strerror}", path=path, todo="Check the file's name.") from error


def decode(data: bytes, *, name: str) -> str:
    """The text of `data`, which must be UTF-8 (a byte order mark is allowed) and no larger than LARGEST.

    Raises TextError naming line and byte.
    """
    if len(data) > LARGEST:
        raise _too_large(len(data), name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TextError("this text is encoded as UTF-16, not as UTF-8", path=name, line=1, todo=_UTF8)
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        todo = "A policy is a Markdown file. To start from a Word file: policytool init DIR --from FILE.docx"
        raise TextError("this is a binary file, not a text", path=name, line=line, todo=todo)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start + 1} (0x{data[error.start]:02x}) is not UTF-8"
        raise TextError(message, path=name, line=line, todo=_UTF8) from error


def level(text: str) -> str:
    """`text` with "\\n" line ends, without a byte order mark; characters that nobody can read become U+FFFD.

    Lines keep their numbers.
    """
    if not _ODD.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    return _UNREADABLE.sub("\ufffd", _SPACES.sub(" ", text))


def inside(path: Path, folder: Path) -> Path:
    """`path`, resolved. Raises TextError if it leads out of `folder`, by a symbolic link or by "..".

    A policy is published; a link could publish any file of the computer.
    """
    resolved = path.resolve()
    if not resolved.is_relative_to(folder.resolve()):
        raise TextError(
            f"this leads out of the folder {folder} to {resolved}",
            path=path,
            todo="Put the file itself into the folder instead of a link to it.",
        )
    return resolved


def _too_large(size: int, name: str) -> TextError:
    return TextError(
        f"this file has {size / 1e6:.1f} MB; policies up to {LARGEST / 1e6:.0f} MB are read",
        path=name,
        todo="Check that it is the right file.",
    )
