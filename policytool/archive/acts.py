"""What people decide about a version apart from its release: a draft signed off, a version withdrawn.

Each is a JSON file beside the release records, written once and never edited.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from policytool.archive.record import ConsentPlan, SignOff
from policytool.archive.written import Written
from policytool.significance.model import Significance

FORMAT = 1


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


_SIGNED = Written(SignedDraft, "sign-off")
signed_json, read_signed = _SIGNED.to_json, _SIGNED.from_json

_WITHDRAWAL = Written(Withdrawal, "withdrawal")
withdrawal_json, read_withdrawal = _WITHDRAWAL.to_json, _WITHDRAWAL.from_json
