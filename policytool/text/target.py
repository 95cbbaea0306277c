"""Where a legal page may link to."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")
_SAFE = frozenset({"http", "https", "mailto", "tel"})
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]+")


def address(written: str) -> str | None:
    """`written` if it is a target that a legal page may link to, else None.

    http, https, mailto, tel, relative addresses and fragments are; `javascript:` and `data:` are not.
    """
    target = _INVISIBLE.sub("", written)
    scheme = _SCHEME.match(target)
    if not target or (scheme is not None and scheme[1].casefold() not in _SAFE):
        return None
    return written.strip()


def picture(written: str) -> str | None:
    """`written` if it is a source that a legal page may show: http, https or relative."""
    source = address(written)
    return None if source is None or source.casefold().startswith(("mailto:", "tel:")) else source
