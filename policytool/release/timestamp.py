"""Time stamps by RFC 3161: asked of an authority, and checked. The only importer of rfc3161-client, an extra."""

from __future__ import annotations

import datetime
import hashlib
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from policytool.errors import StampError
from policytool.release.der import sorted_certificates

_TIMEOUT = 15.0
_LARGEST = 1_000_000
_INSTALL = "Run: pip install 'policytool[timestamp]'"


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What a time stamp proves: that the bytes were there at a moment."""

    moment: datetime.datetime
    authority: str
    """Name in the certificate that signed it; empty where the stamp carries none."""
    trusted: bool
    """Whether the signature was checked up to a root certificate that the settings trust."""


class LibraryMissing(StampError):
    """The library for time stamps is not installed."""


def ask(data: bytes, url: str) -> bytes:
    """The time stamp of `data` by the authority at `url`, as it answers. Raises StampError.

    The answer belongs to this request: its hash and its nonce are those that were sent.
    """
    client = _client()
    request = client.TimestampRequestBuilder().data(data).hash_algorithm(client.HashAlgorithm.SHA256)
    request = request.nonce(nonce=True).cert_request(cert_request=True).build()
    answer = _posted(url, request.as_bytes())
    response = _decoded(answer)
    if response.status != client.PKIStatus.GRANTED:
        told = "; ".join(response.status_string) or "without a reason"
        raise StampError(f"{url} refused the time stamp: {told}")
    info = response.tst_info
    if info.nonce != request.nonce or info.message_imprint.message != request.message_imprint.message:
        raise StampError(f"{url} answered with the time stamp of something else")
    return answer


def check(data: bytes, stamp: bytes, roots: bytes | None) -> Stamp:
    """What `stamp` proves of `data`. `roots` are trusted certificates in PEM; without them no signature is checked.

    Certificates have to be valid at the moment of the stamp, not today. Raises StampError where it proves nothing.
    """
    from cryptography import x509  # the extra brings it

    client, response = _client(), _decoded(stamp)
    if response.status != client.PKIStatus.GRANTED:
        raise StampError("the time stamp was never granted")
    algorithm = response.tst_info.message_imprint.hash_algorithm
    if algorithm != x509.ObjectIdentifier(client.verify.SHA256_OID):
        raise StampError("the time stamp uses another hash than SHA-256")
    if response.tst_info.message_imprint.message != _digest(data):
        raise StampError("the time stamp is of other bytes")
    found = Stamp(moment=response.tst_info.gen_time, authority=_authority(response), trusted=roots is not None)
    if roots is None:
        return found
    try:
        verifier = client.VerifierBuilder(roots=x509.load_pem_x509_certificates(roots)).build()
        verifier.verify_message(response, data)
    except (client.VerificationError, ValueError) as error:
        raise StampError(f"the signature of the time stamp is not good: {error}") from error
    return found


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise LibraryMissing(todo=_INSTALL) from error
    return rfc3161_client


def _decoded(answer: bytes) -> Any:
    client = _client()
    try:
        response = client.decode_timestamp_response(sorted_certificates(answer))
        if response.status == client.PKIStatus.GRANTED:
            _ = response.tst_info.gen_time
    except Exception as error:  # whatever the decoder raises, these bytes are no time stamp
        todo = f"It has to be an answer by RFC 3161 in DER. The decoder says: {error}"[:500]
        raise StampError("this is no time stamp", todo=todo) from error
    return response


def _authority(response: Any) -> str:
    from cryptography import x509

    signers = {(one.issuer, one.serial_number) for one in response.signed_data.signer_infos}
    for data in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(data)
        if (certificate.issuer, certificate.serial_number) in signers:
            return certificate.subject.rfc4514_string()
    return ""


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _posted(url: str, body: bytes) -> bytes:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise StampError(f"{url!r} is no address of the web", todo="Correct release.timestamp_url.")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - the scheme was looked at
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:  # noqa: S310
            answer: bytes = response.read(_LARGEST + 1)
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        raise StampError(f"{url} gave no time stamp: {error}", todo="Try again: policytool timestamp.") from error
    if len(answer) > _LARGEST:
        raise StampError(f"{url} answered with more than a time stamp")
    return answer
