"""DKIM signatures (RFC 6376): the receiving server can tell that a notice comes from the company and was not altered.

Libraries for DKIM sign in pure Python, some 150 messages a second. Here the key is OpenSSL's, and our own messages need
little: they have no lines to mend, and what stands in their body is known. What is signed is judged by such a library
in the tests.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from policytool.config import NoticeSettings
from policytool.errors import SettingsError
from policytool.notices.address import mailbox
from policytool.notices.mail import sender_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_SIGNED = (
    b"from reply-to to subject date message-id mime-version content-type content-language list-unsubscribe"
    b" auto-submitted x-policytool-delivery"
).split()
_ONCE = frozenset({b"from", b"to", b"subject", b"date", b"reply-to", b"content-type"})
"""Named once more than they stand in the message, so that nobody can add another one."""
_FOLDED = ":\r\n  "
_SPACES = re.compile(rb"[ \t\r\n]+")
_SELECTOR = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\Z")
_LEAST = 1024
"""Bits of a key: receivers take no signature by a shorter one (RFC 8301)."""


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Signs messages for a domain: headers in the relaxed form, the body as it is."""

    domain: str
    selector: str
    key: RSAPrivateKey = field(repr=False)
    clock: Callable[[], float] = time.time

    @classmethod
    def of(cls, settings: NoticeSettings, root: Path) -> Signer | None:
        """As the settings describe it, None where they name no domain. Raises SettingsError."""
        wanted = settings.dkim
        if not wanted.domain:
            return None
        try:
            domain = mailbox(f"x@{wanted.domain}").partition("@")[2].lower()
        except ValueError as error:
            raise _wrong("domain", "this is not a domain", "Set it to the domain of your sender.") from error
        sender = sender_of(settings.sender, "notices.sender")[1].rpartition("@")[2].lower()
        if sender != domain and not sender.endswith(f".{domain}"):
            todo = "Receivers want the domain of `notices.sender`, or one above it."
            raise _wrong("domain", f"it does not sign for {sender}", todo)
        if not _SELECTOR.match(wanted.selector):
            todo = "Set it to the name under which the public key stands in your DNS."
            raise _wrong("selector", "this is not a selector", todo)
        return cls(domain=domain, selector=wanted.selector, key=_key(root / wanted.key_file))

    def signed(self, message: bytes) -> bytes:
        """The message with a signature before it."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        head, _, body = message.partition(b"\r\n\r\n")
        digest = hashlib.sha256(body.rstrip(b"\r\n") + b"\r\n").digest()
        headers = list(_headers(head))
        names = [name for name, _ in headers] + sorted(_ONCE)
        start = (
            f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d={self.domain};\r\n"
            f" s={self.selector}; t={int(self.clock())};\r\n"
            f" h={_FOLDED.join(name.decode('ascii') for name in names)};\r\n"
            f" bh={base64.b64encode(digest).decode()};\r\n b="
        ).encode("ascii")
        canonical = b"".join(name + b":" + value + b"\r\n" for name, value in headers)
        text = canonical + b"dkim-signature:" + _relaxed(start.partition(b":")[2])
        signature = base64.b64encode(self.key.sign(text, PKCS1v15(), SHA256()))
        lines = (signature[at : at + 72] for at in range(0, len(signature), 72))
        return start + b"\r\n ".join(lines) + b"\r\n" + message


def _headers(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and value of each header that is signed, in the relaxed form."""
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, _, value = line.partition(b":")
        name = name.strip().lower()
        if name in _SIGNED:
            yield name, _relaxed(value)


def _relaxed(value: bytes) -> bytes:
    return _SPACES.sub(b" ", value).strip(b" ")


def _key(path: Path) -> RSAPrivateKey:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        todo = "Run: pip install 'policytool[dkim]'"
        raise SettingsError("signing mail needs the library cryptography", todo=todo) from error
    todo = "Name a private RSA key of 2048 bits in PEM without a password, such as openssl genrsa writes."
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise _wrong("key_file", f"it cannot be read: {error.strerror}", todo, path) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _wrong("key_file", "this is not a private key", todo, path) from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < _LEAST:
        raise _wrong("key_file", "this key cannot sign mail", todo, path)
    return key


def _wrong(setting: str, why: str, todo: str, path: Path | None = None) -> SettingsError:
    return SettingsError(f"notices.dkim.{setting}: {why}", path=path, todo=todo)
