"""The states of a delivery, and who may move it from one to another. Nothing else changes a state."""

from __future__ import annotations

from typing import Literal

State = Literal["queued", "sending", "accepted", "delivered", "bounced", "failed", "unknown", "suppressed", "cancelled"]
Actor = Literal["runner", "recovery", "provider", "person"]
"""A running `send`; the search for runners that died; reports of the provider; a person's command."""

STATES: tuple[State, ...] = (
    "queued",
    "sending",
    "accepted",
    "delivered",
    "bounced",
    "failed",
    "unknown",
    "suppressed",
    "cancelled",
)

OPEN: frozenset[State] = frozenset({"queued", "sending", "unknown"})
"""A campaign with deliveries in these states is not finished."""

TOLD: frozenset[State] = frozenset({"queued", "sending", "accepted", "delivered", "unknown"})
"""People in these states were told, may have been, or will be: another campaign leaves them out."""

_LEGAL: dict[tuple[State, State], frozenset[Actor]] = {
    ("queued", "sending"): frozenset({"runner"}),
    ("queued", "suppressed"): frozenset({"runner", "provider", "person"}),
    ("queued", "cancelled"): frozenset({"person"}),
    # Queued again by a person while the first message arrived after all: nothing has to be sent.
    ("queued", "accepted"): frozenset({"provider"}),
    ("queued", "delivered"): frozenset({"provider"}),
    ("queued", "bounced"): frozenset({"provider"}),
    ("sending", "queued"): frozenset({"runner"}),
    ("sending", "accepted"): frozenset({"runner", "provider"}),
    ("sending", "failed"): frozenset({"runner", "provider"}),
    ("sending", "unknown"): frozenset({"runner", "recovery"}),
    ("sending", "delivered"): frozenset({"provider"}),
    ("sending", "bounced"): frozenset({"provider"}),
    ("accepted", "delivered"): frozenset({"provider"}),
    ("accepted", "bounced"): frozenset({"provider"}),
    ("accepted", "failed"): frozenset({"provider"}),
    ("delivered", "bounced"): frozenset({"provider"}),
    # A runner that was taken for dead may still bring the server's answer: a fact is a fact.
    ("unknown", "accepted"): frozenset({"runner", "provider", "person"}),
    ("unknown", "failed"): frozenset({"runner", "provider"}),
    ("unknown", "delivered"): frozenset({"provider"}),
    ("unknown", "bounced"): frozenset({"provider"}),
    # Only a person may have an unknown delivery sent again: it may tell somebody twice.
    ("unknown", "queued"): frozenset({"person"}),
    ("failed", "queued"): frozenset({"person"}),
}


def sources(target: State, actor: Actor) -> tuple[State, ...]:
    """The states from which `actor` may move a delivery to `target`; empty where it never may."""
    return tuple(state for state in STATES if actor in _LEGAL.get((state, target), frozenset()))
