"""In-memory twins of the seams, for the tests of whoever builds on policytool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from policytool.notices.model import Outcome, Outgoing, Result


@dataclass(kw_only=True)
class MemoryChannel:
    """A channel that keeps what it gets.

    `outcomes` says what becomes of messages to some addresses; all others are accepted.
    """

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    kept: list[Outgoing] = field(default_factory=list)
    """What recipients have got."""

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken."""
        for message in messages:
            outcome = self.outcomes.get(message.address, "accepted")
            if outcome == "accepted":
                self.kept.append(message)
            yield Result(number=message.number, outcome=outcome, detail="kept" if outcome == "accepted" else outcome)

    def close(self) -> None:
        """Nothing stays open."""
