"""The runner: takes deliveries from the ledger, hands them to a channel, and stores each answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from policytool.notices.gate import Gate
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Answer, Campaign, Recipient
from policytool.notices.ledger.runners import Runner
from policytool.notices.model import Channel, Outgoing, Result

BATCH = 20
"""Deliveries in hand at first: what a crash at the worst moment makes unknown."""
BATCHES = (5, 300)
"""The fewest and the most in hand."""
BRISK, SLOW = 0.05, 0.2
"""Seconds: a batch that takes less is followed by one twice as large, one that takes more by half of it."""
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
    after: int = -1
    """Begin with the row that follows this one."""
    most: int | None = None
    """The most deliveries that are taken; None for all."""
    done: int = field(default=0, init=False)
    """Deliveries that left the queue."""
    gate: Gate | None = None
    """Lets deliveries through as the limits of the channel allow; without it they go as fast as they can."""
    bulk: int = 0
    """How many messages one request of the channel carries, where it carries several: so many are in hand."""

    def run(self) -> int:
        """Send what is queued; how many were put off at the last try.

        Raises ChannelError, AudienceError or LedgerError when it cannot go on; what is stored then is the truth.
        """
        try:
            with self.ledger.running(self.campaign) as runner:
                for pause in (*self.pauses, None):
                    deferred = self._pass(runner)
                    if not deferred or pause is None or self.stop.wait(pause):
                        break
                return deferred
        finally:
            self.channel.close()

    def _pass(self, runner: Runner) -> int:
        """Try everything that is queued once; how many were deferred."""
        writer, deferred, size = self.writer(), 0, self.bulk or BATCH
        rows = self.ledger.claim(runner, self.campaign, after=self.after, size=self._admitted(size, 0))
        taken = len(rows)
        while rows:
            batch = _Batch(work=self, runner=runner, writer=writer, rows=rows)
            begun = time.monotonic()
            try:
                batch.send()
            except BaseException:
                batch.store(claim=0)
                raise
            size = self.bulk or _sized(size, time.monotonic() - begun)
            if self.gate is None:
                rows = batch.store(claim=self._admitted(size, taken))
            else:
                # What is known is stored before anybody waits.
                batch.store(claim=0)
                after, count = rows[-1].number, self._admitted(size, taken)
                rows = self.ledger.claim(runner, self.campaign, after=after, size=count)
            taken += len(rows)
            deferred += sum(result.outcome == "deferred" for result in batch.results)
        return deferred

    def _admitted(self, size: int, taken: int) -> int:
        """How many may be taken now, once the gate lets them through."""
        size = size if self.most is None else min(size, self.most - taken)
        if self.stop.is_set() or not size:
            return 0
        return self.gate.admitted(size, self.stop) if self.gate is not None else size


@dataclass(kw_only=True)
class _Batch:
    """Rows that are marked `sending`. Whatever happens, each one leaves that state before the batch ends."""

    work: Work
    runner: Runner
    writer: Writer
    rows: Sequence[Recipient]
    taken: list[int] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    def send(self) -> None:
        for result in self.work.channel.send(self._messages()):
            self.results.append(result)

    def _messages(self) -> Iterator[Outgoing]:
        for row in self.rows:
            if self.work.stop.is_set():
                return
            self.runner.beat()
            message = self.writer.write(row)
            self.taken.append(row.number)
            yield message

    def store(self, *, claim: int) -> list[Recipient]:
        """Store what is known now, and claim up to `claim` rows that follow."""
        rows = {row.number: row for row in self.rows}
        answers = [_answer(result, rows[result.number].tries) for result in self.results]
        answered = {answer.number for answer in answers}
        # Handed over, but interrupted before the answer: nobody can tell.
        lost = [number for number in self.taken if number not in answered]
        answers += [Answer(number=number, state="unknown", detail="interrupted before the answer") for number in lost]
        taken = set(self.taken)
        untouched = [number for number in rows if number not in taken]
        ledger, campaign, last = self.work.ledger, self.work.campaign, self.rows[-1].number
        following = ledger.step(self.runner, campaign, answers, untouched, after=last, size=claim)
        gone = {rows[result.number].address: result.detail for result in self.results if result.gone}
        barred = {rows[result.number].address: result.detail for result in self.results if result.barred}
        for never, channel in ((gone, ""), (barred, campaign.channel)):
            if never:
                ledger.suppress(never, channel)
        done = sum(answer.state != "queued" for answer in answers)
        self.work.done += done
        self.work.progress(done)
        return following


def _sized(size: int, seconds: float) -> int:
    """How many to take next, so that few are in hand however slow the server is."""
    least, most = BATCHES
    if seconds < BRISK:
        return min(size * 2, most)
    return max(size // 2, least) if seconds > SLOW else size


def _answer(result: Result, tries: int) -> Answer:
    if result.outcome != "deferred":
        return Answer(number=result.number, state=result.outcome, detail=result.detail)
    if tries < TRIES:
        return Answer(number=result.number, state="queued", detail=result.detail)
    return Answer(number=result.number, state="failed", detail=f"{result.detail} (after {tries} tries)")
