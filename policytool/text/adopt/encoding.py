"""The bytes of somebody else's text file as text."""

from __future__ import annotations

from policytool.errors import TextError
from policytool.text import source

_ENOUGH = 0.97


def decode(data: bytes, *, name: str) -> str:
    """The text of `data`: UTF-8, UTF-16 with a byte order mark, or GB18030 where it really is Chinese.

    Raises TextError for anything else, with the byte that is no UTF-8.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and len(data) <= source.LARGEST:
        try:
            return source.level(data.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise TextError("this text begins as UTF-16 but breaks off", path=name, todo="Save it as UTF-8.") from error
    try:
        return source.level(source.decode(data, name=name))
    except TextError:
        chinese = _chinese(data)
        if chinese is None:
            raise
        return source.level(chinese)


def _chinese(data: bytes) -> str | None:
    """`data` as GB18030 if nearly every sign beyond ASCII is then a common one; other encodings give rare ones."""
    if b"\x00" in data or len(data) > source.LARGEST:
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [sign for sign in text if ord(sign) > 127]
    common = sum(1 for sign in foreign if _in_gb2312(sign))
    return text if len(foreign) > 3 and common >= _ENOUGH * len(foreign) else None


def _in_gb2312(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
