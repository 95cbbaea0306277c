"""The ledger's key: a random file beside it that only its owner may read. Without it no address can be recognised."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from policytool.errors import LedgerError

_HASH = 16
"""Bytes kept of a keyed hash: enough that no two addresses of one campaign meet."""
_ADDRESS = re.compile(r"@|\s|\A\+")
"""A mail address, name and postal address, a phone number: no id that a list may hold looks like one of these."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Hashes that only the holder of the key can make."""

    key: bytes

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(b"policytool ledger key" + self.key).hexdigest()

    def address(self, address: str) -> bytes:
        """The keyed hash of an address; capitals make no difference."""
        return self._mac("address", address.casefold())[:_HASH]

    def delivery(self, campaign: str, number: int) -> str:
        """The public id of a delivery, which nobody can guess for another one."""
        mac = self._mac("delivery", f"{campaign} {number}").hex()
        return f"{campaign}-{number}-{mac[:12]}"

    def recipient(self, key: str) -> str:
        """What stands for a recipient in the ledger: the key itself unless it is an address, of whatever kind."""
        return "h-" + self._mac("recipient", key).hex()[: 2 * _HASH] if _ADDRESS.search(key) else key

    def _mac(self, use: str, text: str) -> bytes:
        """HMAC-SHA256, from a copy of one that has read the key: it is asked for twice a recipient."""
        begun = _keyed(self.key).copy()
        begun.update(f"{use}\0{text}".encode())
        return begun.digest()


@lru_cache(maxsize=8)
def _keyed(key: bytes) -> hmac.HMAC:
    return hmac.new(key, digestmod="sha256")


def read(path: Path, *, make: bool) -> Secret:
    """The key in file `path`, made with mode 0600 where there is none and `make` allows it. Raises LedgerError."""
    try:
        if make and not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        todo = "Restore the key from your backup; without it the ledger cannot recognise the recipients."
        raise LedgerError(f"the ledger's key cannot be read: {error.strerror}", path=path, todo=todo) from error
    if len(key) != 32:
        raise LedgerError("this is not a ledger's key", path=path, todo="Restore the key from your backup.")
    return Secret(key)


def _make(path: Path) -> None:
    # Written aside and linked, so that two processes at once end with one whole key.
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()
