"""The runner: takes deliveries from the ledger, hands them to a channel, and stores each answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Answer, Campaign, Recipient
from policytool.notices.ledger.runners import Runner
from policytool.notices.model import Channel, Outgoing, Result

BATCH = 50
"""Deliveries in hand at a time: what a crash at the worst moment makes unknown."""
PAUSES = (1.0, 5.0)
"""Seconds until what was deferred is tried again; after the last, it waits for the next `send`."""
TRIES = 9
"""Tries after which a delivery that was deferred each time has failed."""


class Writer(Protocol):
    """Writes the message for a row; rows come in the order of their numbers."""

    def write(self, row: Recipient) -> Outgoing: ...


@dataclass(kw_only=True)
class Work:
    """One `send` of a campaign."""

    ledger: Ledger
    campaign: Campaign
    channel: Channel
    writer: Callable[[], Writer]
    """Makes a writer that begins with the first row."""
    stop: threading.Event = field(default_factory=threading.Event)
    """When set, the message in hand is finished and the rest given back."""
    progress: Callable[[int], object] = lambda answers: None
    """Told how many deliveries left the queue since the last call."""
    pauses: Sequence[float] = PAUSES

    def run(self) -> None:
        """Send what is queued.

        Raises ChannelError, AudienceError or LedgerError when it cannot go on; what is stored then is the truth.
        """
        try:
            with self.ledger.running(self.campaign) as runner:
                for pause in (*self.pauses, None):
                    deferred = self._pass(runner)
                    if not deferred or pause is None or self.stop.wait(pause):
                        return
        finally:
            self.channel.close()

    def _pass(self, runner: Runner) -> int:
        """Try everything that is queued once; how many were deferred."""
        writer, deferred, after = self.writer(), 0, -1
        while not self.stop.is_set():
            rows = self.ledger.claim(runner, self.campaign, after=after, size=BATCH)
            if not rows:
                break
            after = rows[-1].number
            deferred += _Batch(work=self, runner=runner, writer=writer, rows=rows).send()
        return deferred


@dataclass(kw_only=True)
class _Batch:
    """Rows that are marked `sending`. Whatever happens, each one leaves that state before the batch ends."""

    work: Work
    runner: Runner
    writer: Writer
    rows: Sequence[Recipient]
    taken: list[int] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    def send(self) -> int:
        try:
            for result in self.work.channel.send(self._messages()):
                self.results.append(result)
        finally:
            self._store()
        return sum(result.outcome == "deferred" for result in self.results)

    def _messages(self) -> Iterator[Outgoing]:
        for row in self.rows:
            if self.work.stop.is_set():
                return
            self.runner.beat()
            message = self.writer.write(row)
            self.taken.append(row.number)
            yield message

    def _store(self) -> None:
        tries = {row.number: row.tries for row in self.rows}
        answers = [_answer(result, tries[result.number]) for result in self.results]
        answered = {answer.number for answer in answers}
        # Handed over, but interrupted before the answer: nobody can tell.
        lost = [number for number in self.taken if number not in answered]
        answers += [Answer(number=number, state="unknown", detail="interrupted before the answer") for number in lost]
        ledger, campaign = self.work.ledger, self.work.campaign
        ledger.record(campaign, answers, by="runner", source=campaign.channel, runner=self.runner)
        untouched = [row.number for row in self.rows if row.number not in self.taken]
        if untouched:
            ledger.release(self.runner, campaign, untouched)
        self.work.progress(sum(answer.state != "queued" for answer in answers))


def _answer(result: Result, tries: int) -> Answer:
    if result.outcome != "deferred":
        return Answer(number=result.number, state=result.outcome, detail=result.detail)
    if tries < TRIES:
        return Answer(number=result.number, state="queued", detail=result.detail)
    return Answer(number=result.number, state="failed", detail=f"{result.detail} (after {tries} tries)")
