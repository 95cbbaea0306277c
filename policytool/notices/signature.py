"""Signatures of webhooks as standardwebhooks.com describes them: HMAC-SHA256 over id, time and body."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass, field

from policytool.errors import ChannelError

_PREFIX = "whsec_"
_VERSION = "v1"
_SIZES = range(24, 65)
"""Bytes of a key."""
_TODO = "Make one with `openssl rand -base64 32` and put whsec_ before it."


@dataclass(frozen=True, kw_only=True)
class SharedKeys:
    """What both sides know: one key, or two while the old one is exchanged for a new one."""

    keys: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def read(cls, text: str, what: str) -> SharedKeys:
        """From `whsec_…`, or several of them with spaces between. Raises ChannelError, which calls it `what`."""
        keys = tuple(_key(one, what) for one in text.split())
        if not keys:
            raise ChannelError(f"{what} is empty", todo=_TODO)
        return cls(keys=keys)

    def sign(self, name: str, second: int, body: bytes) -> str:
        """What stands in the header `webhook-signature`: one signature for each key."""
        return " ".join(f"{_VERSION},{_signature(key, name, str(second), body)}" for key in self.keys)

    def signed(self, body: bytes, *, name: str, timestamp: str, signature: str, now: float, fresh: float) -> bool:
        """Whether `body` was signed with one of the keys, at most `fresh` seconds before or after `now`."""
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
            return False
        if not name or abs(now - int(timestamp)) > fresh:
            return False
        expected = [f"{_VERSION},{_signature(key, name, timestamp, body)}".encode() for key in self.keys]
        given = [one.encode("utf-8", "replace") for one in signature.split()[:10]]
        return any(hmac.compare_digest(right, one) for right in expected for one in given)


def _signature(key: bytes, name: str, timestamp: str, body: bytes) -> str:
    return base64.b64encode(hmac.digest(key, f"{name}.{timestamp}.".encode() + body, "sha256")).decode()


def _key(text: str, what: str) -> bytes:
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not text.startswith(_PREFIX) or len(key) not in _SIZES:
        message = f"{what} is not whsec_ and {_SIZES.start} to {_SIZES.stop - 1} bytes in Base64"
        raise ChannelError(message, todo=_TODO)
    return key
