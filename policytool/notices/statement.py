"""The closing statement of a campaign: what became of the frozen audience, as a file that proves itself."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from dataclasses import dataclass

from policytool.archive.written import Written
from policytool.notices.ledger.states import OPEN, State

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Act:
    """A step of the campaign, with who took it."""

    at: datetime.datetime
    step: str
    name: str
    email: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a campaign came to. Nothing in it tells of a single recipient."""

    campaign: str
    policy: str
    version: str
    channel: str
    significance: str
    effective: datetime.date
    record_sha256: str
    """Of the release record that the notice told of."""
    audience_sha256: str
    """Of the frozen list; empty where everybody was addressed at once."""
    total: int
    """Recipients of the frozen list."""
    rejected: int
    """Lines of the list that could not be written to, and were left out when it was frozen."""
    messages: dict[str, str]
    """SHA-256 of the message, by language."""
    languages: dict[str, int]
    deliveries: dict[State, int]
    steps: tuple[Act, ...]
    closed: datetime.datetime
    name: str
    email: str
    previous: str | None
    """`sha256` of the statement that this one supersedes, where deliveries changed after it."""
    tool: str
    format: int = FORMAT
    sha256: str = ""
    """Of all the rest: see `fingerprint`."""


_WRITTEN = Written(Statement, "closing statement")
to_json, read = _WRITTEN.to_json, _WRITTEN.from_json


def sealed(statement: Statement) -> Statement:
    """The statement with its own hash."""
    return dataclasses.replace(statement, sha256=fingerprint(statement))


def fingerprint(statement: Statement) -> str:
    """SHA-256 of the statement as JSON without `sha256`: keys sorted, no spaces, UTF-8."""
    content = json.loads(to_json(statement))
    content.pop("sha256")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def check(statement: Statement, *, record_sha256: str) -> tuple[str, ...]:
    """What does not agree in a statement, in words; nothing where all does.

    `record_sha256` is that of the release record of the same version in the archive.
    """
    found = []
    if fingerprint(statement) != statement.sha256:
        found.append("it was altered: its SHA-256 is another one")
    if statement.record_sha256 != record_sha256:
        found.append("it tells of another release record than the archive's")
    counted = sum(statement.deliveries.values())
    if counted != statement.total:
        found.append(f"its deliveries add up to {counted}, the frozen list has {statement.total}")
    still = [state for state in sorted(OPEN) if statement.deliveries.get(state)]
    if still:
        found.append(f"deliveries are still {', '.join(still)}")
    return tuple(found)
