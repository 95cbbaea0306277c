"""E-mail addresses: strict, so that what is accepted can stand in a header and an envelope as it is."""

from __future__ import annotations

import re

import idna

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class InvalidAddress(ValueError):
    """Says what is wrong with an address, without repeating it."""


def parse(text: str) -> str:
    """The address `text` in the ASCII form that mail servers take. Raises InvalidAddress.

    Domains may be international (IDNA 2008). Parts before the @ may not: that needs an extension (RFC 6531) which a
    server on the way may lack, and then the notice would be lost. Quoted parts and address literals are refused too.
    """
    local, at, domain = text.rpartition("@")
    if injects(text):
        raise InvalidAddress("the address contains a line break or another control character")
    if not at:
        raise InvalidAddress("the address has no @" if text else "the address is missing")
    if not _LOCAL.match(local) or len(local) > 64:
        raise InvalidAddress(_local_fault(local))
    host = _ascii(domain)
    if len(local) + 1 + len(host) > 254:
        raise InvalidAddress("the address is longer than 254 characters")
    return f"{local}@{host}"


def injects(text: str) -> bool:
    """Whether `text` contains characters that could begin a header of their own, or steer a terminal."""
    return _CONTROL.search(text) is not None


def scrub(text: str) -> str:
    """`text` without the addresses in it, for the ledger and for messages on the screen."""
    return re.sub(r"[^\s<>()\[\]:;,]*@[^\s<>()\[\]:;,]*", "[address]", text)


def _ascii(domain: str) -> str:
    host = domain.lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise InvalidAddress("the part after the @ is not a domain") from error
    if len(host) > 253 or not (host == "localhost" or _DOMAIN.match(host)):
        raise InvalidAddress("the part after the @ is not a domain")
    return host


def _local_fault(local: str) -> str:
    if not local.isascii():
        return "the part before the @ has letters that many mail servers cannot take"
    if any(character in local for character in ' <>,;:"()[]\\@'):
        return "this is not one address alone"
    return "the part before the @ is not valid"
