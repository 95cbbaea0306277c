"""Whether a report comes from whom it says: SendGrid's and Twilio's signatures, over the bytes as they came."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from policytool.errors import SettingsError


@dataclass(frozen=True, kw_only=True)
class SendGridKey:
    """The key of SendGrid's signed event webhook: ECDSA over P-256 and SHA-256."""

    key: EllipticCurvePublicKey

    @classmethod
    def read(cls, text: str) -> SendGridKey:
        """From the form in which SendGrid shows it. Raises SettingsError."""
        try:
            key = load_der_public_key(base64.b64decode("".join(text.split()), validate=True))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise _unfit() from error
        if not isinstance(key, EllipticCurvePublicKey) or key.curve.name != "secp256r1":
            raise _unfit()
        return cls(key=key)

    def signed(self, body: bytes, signature: str, timestamp: str, *, now: float, fresh: float) -> bool:
        """Whether `body` was signed with this key, at most `fresh` seconds before or after `now`."""
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
            return False
        if abs(now - int(timestamp)) > fresh:
            return False
        try:
            self.key.verify(base64.b64decode(signature, validate=True), timestamp.encode() + body, ECDSA(SHA256()))
        except (InvalidSignature, ValueError, binascii.Error):
            return False
        return True


def twilio_signed(token: str, url: str, form: Sequence[tuple[str, str]], signature: str) -> bool:
    """Whether Twilio, which shares `token` with us, sent `form` to `url`: HMAC-SHA1 over both."""
    text = url + "".join(name + value for name, value in sorted(set(form)))
    expected = base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()
    return bool(token) and hmac.compare_digest(expected.encode(), signature.encode())


def _unfit() -> SettingsError:
    todo = "Copy the verification key from SendGrid's settings of the signed event webhook."
    return SettingsError("events.sendgrid_key is not a key that SendGrid signs with", todo=todo)
