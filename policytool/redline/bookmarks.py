"""The names under which clauses are found in a Word document."""

from __future__ import annotations

import re
from hashlib import blake2b

_LONGEST = 40
"""Characters of a bookmark's name, says Word."""
_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")


def bookmark(identity: str) -> str:
    """The bookmark of the clause with this id: letters, digits and underscores, the same one every time."""
    name = re.sub(r"[^A-Za-z0-9]", "_", identity)
    if _SAFE.match(identity) and len(name) <= _LONGEST:
        return name
    digest = blake2b(identity.encode("utf-8", "replace"), digest_size=5).hexdigest()
    return f"c_{name[: _LONGEST - 13]}_{digest}"
