"""Mail addresses and names from outside: what may stand in a message's header and what may not."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache

import idna

from policytool.notices.model import AddressKind

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z", re.ASCII)
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: a name could display as something else."""

_PHONE = re.compile(r"\+[1-9][0-9]{6,14}\Z", re.ASCII)
_CALLED: dict[AddressKind, str] = {
    "email": "mail address",
    "phone": "phone number",
    "postal": "postal address",
    "key": "id",
    "none": "address",
}

NAME_LENGTH = 200


def controls(text: str) -> bool:
    """Whether `text` holds line breaks or other control characters, which could forge a header."""
    if text.isprintable():
        return False  # what almost every text is, told quickly
    return any(unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"} for character in text)


def plain(name: str) -> str:
    """A name on one line, without characters that steer."""
    if name.isascii() and name.isprintable():
        return " ".join(name.split())[:NAME_LENGTH]
    kept = (" " if controls(character) else character for character in name if character not in _DIRECTION)
    return " ".join("".join(kept).split())[:NAME_LENGTH]


def mailbox(address: str) -> str:
    """The address as it is handed to a mail server, its domain in ASCII. Raises ValueError in words for people."""
    if controls(address):
        raise ValueError("the address holds control characters")
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise ValueError("this is not a mail address")
    if not _LOCAL.match(local) or len(local) > 64:
        raise ValueError("the part before the @ is not one that mail servers accept")
    ascii_domain = _ascii(domain)
    if len(local) + len(ascii_domain) + 1 > 254:
        raise ValueError("the address is longer than 254 characters")
    return f"{local}@{ascii_domain}"


def checked(address: str, kind: AddressKind) -> str:
    """An address of that kind as a channel takes it. Raises ValueError in words for people."""
    if not address:
        raise ValueError(f"there is no {_CALLED[kind]}")
    if kind == "phone":
        return phone(address)
    if kind == "postal":
        return postal(address)
    if kind == "key":
        return address
    return mailbox(address)


def phone(number: str) -> str:
    """The number in the international form (E.164), such as +8613912345678. Raises ValueError."""
    digits = re.sub(r"[\s().\u00a0-]", "", number)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    if not digits.startswith("+"):
        raise ValueError("the phone number has no country code, such as +86")
    if not _PHONE.match(digits):
        raise ValueError("this is not a phone number")
    return digits


def forms(text: str) -> tuple[str, ...]:
    """What somebody typed, as a mail address, as a phone number, and as an id: whichever of them it can be."""
    found = [text]
    for read in (mailbox, phone):
        with suppress(ValueError):
            found.append(read(text))
    return tuple(dict.fromkeys(found))


def postal(address: str) -> str:
    """The lines of an envelope below the name. Raises ValueError."""
    lines = [" ".join(line.split()) for line in re.split(r"[\r\n|]+", address)]
    kept = [line for line in lines if line]
    if any(controls(line) for line in kept):
        raise ValueError("the postal address holds control characters")
    if not 1 <= len(kept) <= 8 or max(len(line) for line in kept) > 100 or len("".join(kept)) < 8:
        raise ValueError("this does not fit onto an envelope: up to 8 lines of up to 100 characters")
    return "\n".join(kept)


@lru_cache(maxsize=4096)
def _ascii(domain: str) -> str:
    try:
        # IDNA 2008: the older standard, which Python has built in, would send a mail for faß.example to fass.example.
        name = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError("the part after the @ is not a domain") from error
    labels = name.split(".")
    if (len(labels) < 2 and name != "localhost") or not all(_LABEL.match(label) for label in labels):
        raise ValueError("the part after the @ is not a domain")
    if labels[-1].isdigit():
        raise ValueError("the part after the @ is not a domain")
    return name
