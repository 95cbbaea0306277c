"""What people decide about a version apart from its release: a draft signed off, a version withdrawn.

Each is a JSON file beside the release records, written once and never edited.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from policytool.archive.record import ConsentPlan, SignOff
from policytool.errors import ArchiveError
from policytool.significance.model import Significance

FORMAT = 1
_Act = TypeVar("_Act")


@dataclass(frozen=True, kw_only=True)
class SignedDraft:
    """A named person's decision on exactly one draft, before its release."""

    policy: str
    version: str
    """The number that its release will have."""
    previous: str | None
    """The last link of the chain when it was signed off; None before the first release."""
    texts: dict[str, str]
    """SHA-256 of each text, by language: of its words and metadata, whatever the line ends."""
    verdict: Significance | None
    """The tool's verdict that was confirmed or overridden; None for the first version."""
    sign_off: SignOff
    tool: str
    effective: datetime.date | None = None
    """The day of effect, where the person chose it."""
    consent: ConsentPlan | None = None
    format: int = FORMAT


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """A version taken back before it took effect."""

    policy: str
    version: str
    record: str
    """SHA-256 of the record of the version: the link of the chain that this one follows."""
    name: str
    mail: str
    when: datetime.datetime
    """With a time zone."""
    reason: str
    tool: str
    format: int = FORMAT


_SIGNED = TypeAdapter(SignedDraft)
_WITHDRAWAL = TypeAdapter(Withdrawal)


def signed_json(signed: SignedDraft) -> bytes:
    """The bytes that are written, and never changed again."""
    return _SIGNED.dump_json(signed, indent=2) + b"\n"


def withdrawal_json(withdrawal: Withdrawal) -> bytes:
    """The bytes that are written, hashed into the chain, and never changed again."""
    return _WITHDRAWAL.dump_json(withdrawal, indent=2) + b"\n"


def read_signed(data: bytes, *, name: str) -> SignedDraft:
    """Read the sign-off in the file called `name`. Raises ArchiveError when it is none."""
    return _read(_SIGNED, data, name, "sign-off")


def read_withdrawal(data: bytes, *, name: str) -> Withdrawal:
    """Read the withdrawal in the file called `name`. Raises ArchiveError when it is none."""
    return _read(_WITHDRAWAL, data, name, "withdrawal")


def _read(adapter: TypeAdapter[_Act], data: bytes, name: str, what: str) -> _Act:
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"this {what} is damaged: {where}: {first['msg']}"
        raise ArchiveError(
            message, path=name, todo=f"It is written once; restore it: git checkout -- {name}"
        ) from error
