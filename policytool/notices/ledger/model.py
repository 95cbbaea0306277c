"""The values of the ledger: Plan, Campaign, Row, Answer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from policytool.notices.ledger.states import OPEN, STATES, State

CampaignState = Literal["planned", "sending", "paused", "unsettled", "finished", "cancelled"]
Held = Literal["", "paused", "cancelled"]
"""Whether a person stopped the campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a new campaign is made of, its deliveries apart."""

    policy: str
    version: str
    channel: str
    significance: str
    effective: datetime.date
    record_sha256: str
    audience_path: str
    audience_sha256: str
    contents: dict[str, bytes]
    """The built messages by language, the authoritative one first."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Which headings of the audience were taken for what, where the usual ones did not fit."""
    parent: int | None = None
    """Number of the campaign whose unreached people this one tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the reading of an audience came to."""

    total: int
    rejected: int
    languages: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """The sending of one notice to one frozen audience."""

    number: int
    id: str
    policy: str
    version: str
    channel: str
    significance: str
    effective: datetime.date
    record_sha256: str
    """Of the release record that the notice tells of."""
    audience_path: str
    audience_sha256: str
    columns: Mapping[str, str]
    total: int
    rejected: int
    reason: str
    """Why the same was planned again; empty for the first time."""
    planned: datetime.datetime
    held: Held = ""
    parent: int | None = None
    """Number of the campaign whose unreached people this one tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One line of the audience as the ledger keeps it."""

    number: int
    recipient: str
    address: bytes
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one delivery, told by whoever knows."""

    number: int
    state: State
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a campaign stands."""

    campaign: Campaign
    counts: dict[State, int]
    started: bool
    running: bool
    """Whether a `send` is at work now."""
    pace: float = 0.0
    """Deliveries a second by those who are at work now; 0.0 where it is not known."""

    @property
    def adds_up(self) -> bool:
        """Whether every recipient of the frozen audience is accounted for."""
        return sum(self.counts.values()) == self.campaign.total

    @property
    def state(self) -> CampaignState:
        """Finished only when the numbers add up and nothing is open."""
        if self.running:
            return "sending"
        if self.adds_up and not any(self.counts[state] for state in OPEN):
            return "cancelled" if self.counts["cancelled"] else "finished"
        if self.counts["queued"]:
            return "paused" if self.started or self.campaign.held else "planned"
        return "unsettled"

    @property
    def seconds_left(self) -> int | None:
        """About how long sending takes from now, if nothing holds it up; None where nobody can tell."""
        return round(self.counts["queued"] / self.pace) if self.running and self.pace else None

    @property
    def needs_person(self) -> bool:
        """Whether somebody was not told, or may not have been."""
        return any(self.counts[state] for state in ("unknown", "failed", "bounced")) or not self.adds_up


def counts(found: dict[str, int]) -> dict[State, int]:
    """A number for every state."""
    return {state: found.get(state, 0) for state in STATES}
