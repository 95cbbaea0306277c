"""One worker's desk: takes a batch of a campaign, with channel and list kept open from batch to batch."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from policytool.config import Settings
from policytool.errors import NoticeRefused, PolicytoolError
from policytool.notices import life, sending
from policytool.notices.channels.catalogue import described
from policytool.notices.gate import Gate
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Campaign, Recipient
from policytool.notices.model import Channel, Outgoing, Result
from policytool.notices.runner import Work, Writer
from policytool.notices.workers.queue import SIZE

_PUT_OFF = 5.0
"""Seconds until deliveries that were put off are tried again."""


@dataclass(kw_only=True)
class Station:
    """Does the batches of one worker, one after the other."""

    ledger: Ledger
    settings: Settings
    today: Callable[[], datetime.date]
    stop: threading.Event = field(default_factory=threading.Event)
    tell: Callable[[str], object] = lambda words: None
    """Is told in words, without addresses, what became of a batch."""
    _kits: dict[str, _Kit] = field(default_factory=dict)

    def batch(self, name: str) -> float:
        """Send up to a batch of what is queued in the campaign `name`; seconds until it should be looked at again.

        0.0 where it need not be, and where it may not be sent. Raises ChannelError, AudienceError, LedgerError,
        once they were told.
        """
        try:
            return self._batch(name)
        except PolicytoolError as error:
            self.tell(f"{name}: {error.message}")
            raise

    def _batch(self, name: str) -> float:
        campaign = self.ledger.campaign(name)
        kit = self._kits.get(name) or self._kits.setdefault(name, self._kit(campaign))
        try:
            life.may_send(self.ledger, campaign, self.settings.notices)
        except NoticeRefused as refusal:
            self.tell(f"{name}: {refusal.message}")
            return 0.0
        try:
            done, deferred = self._work(campaign, kit)
        except BaseException:
            self._kits.pop(name).close()
            raise
        self.tell(f"{name}: {done} done, {deferred} put off")
        quiet = kit.gate.quiet_until()
        if quiet is not None:
            return max((quiet - datetime.datetime.now(tz=datetime.UTC)).total_seconds(), _PUT_OFF)
        return _PUT_OFF if deferred or self.stop.is_set() else 0.0

    def close(self) -> None:
        """Hang up."""
        while self._kits:
            self._kits.popitem()[1].close()

    def _work(self, campaign: Campaign, kit: _Kit) -> tuple[int, int]:
        done = deferred = 0
        # From where this worker was, then once from the start: others may have given something back.
        for after in dict.fromkeys((kit.last, -1)):
            work = Work(
                ledger=self.ledger,
                campaign=campaign,
                channel=_KeptOpen(kit.channel),
                writer=lambda: kit,
                stop=self.stop,
                pauses=(),
                gate=kit.gate if kit.gate.set else None,
                bulk=described(campaign.channel).bulk,
                after=after,
                most=SIZE - done,
            )
            deferred += work.run()
            done += work.done
            if done >= SIZE or self.stop.is_set():
                break
        return done, deferred

    def _kit(self, campaign: Campaign) -> _Kit:
        people = sending.audience(campaign, None, self.settings)
        return _Kit(
            channel=sending.channel(campaign, self.settings, self.today()),
            writers=sending.writers(self.ledger, campaign, people),
            gate=Gate.of(self.ledger, campaign.channel, self.settings.notices),
        )


@dataclass(kw_only=True)
class _Kit:
    """What stays open for a campaign; writes messages for rows in any order, reading the list again only to go back."""

    channel: Channel
    writers: Callable[[], Writer]
    gate: Gate
    last: int = -1
    _writer: Writer | None = None

    def write(self, row: Recipient) -> Outgoing:
        if self._writer is None or row.number <= self.last:
            self._writer = self.writers()
        self.last = row.number
        return self._writer.write(row)

    def close(self) -> None:
        self.channel.close()


@dataclass(frozen=True)
class _KeptOpen:
    """A channel that stays open when one batch has been sent."""

    channel: Channel

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        return self.channel.send(messages)

    def close(self) -> None:
        """Later, by the station."""
