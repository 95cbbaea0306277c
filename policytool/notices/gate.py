"""When, and how fast, a channel may send: its quiet hours and its limit of messages a minute."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from policytool.config import LimitSettings, NoticeSettings
from policytool.errors import NoticeRefused, SettingsError
from policytool.notices.ledger.ledger import Ledger

_PORTIONS = 12
"""A batch is at most the twelfth part of what may leave in a minute, so that a limit is not used up in bursts."""


def _now() -> datetime.datetime:
    return datetime.datetime.now(tz=datetime.UTC)


@dataclass(frozen=True, kw_only=True)
class Gate:
    """The gate of one channel."""

    ledger: Ledger
    channel: str
    limit: LimitSettings = field(default_factory=LimitSettings)
    zone: ZoneInfo | None = None
    """Whose clock tells the quiet hours; None for this computer's."""
    clock: Callable[[], datetime.datetime] = _now

    @classmethod
    def of(cls, ledger: Ledger, channel: str, settings: NoticeSettings) -> Gate:
        """As the settings say. Raises SettingsError for an unknown time zone."""
        limit = settings.limits.get(channel, LimitSettings())
        return cls(ledger=ledger, channel=channel, limit=limit, zone=_zone(settings.timezone))

    @property
    def set(self) -> bool:
        """Whether the channel has any limit at all."""
        return bool(self.limit.per_minute or self.limit.quiet)

    def refuse_when_quiet(self) -> None:
        """Raises NoticeRefused within the quiet hours."""
        until = self.quiet_until()
        if until is not None:
            todo = "Send again then, or change `notices.limits`. Nobody was lost."
            raise NoticeRefused(f"the quiet hours of {self.channel} last until {until:%H:%M}", todo=todo)

    def quiet_until(self) -> datetime.datetime | None:
        """When the quiet hours end; None outside of them."""
        if not self.limit.quiet:
            return None
        now = self.clock().astimezone(self.zone)
        begin, end = (datetime.time.fromisoformat(text) for text in self.limit.quiet.split("-"))
        clock = now.time().replace(tzinfo=None)
        within = begin <= clock < end if begin <= end else clock >= begin or clock < end
        if not within:
            return None
        day = now.date() + datetime.timedelta(days=1 if clock >= end else 0)
        return datetime.datetime.combine(day, end, tzinfo=now.tzinfo)

    def admitted(self, wanted: int, stop: threading.Event) -> int:
        """How many of `wanted` may leave now, after waiting for it; 0 when `stop` is set or quiet hours begin."""
        limit = self.limit.per_minute
        count = min(wanted, max(limit // _PORTIONS, 1)) if limit else wanted
        while not stop.is_set() and self.quiet_until() is None:
            wait = self.ledger.pass_through(self.channel, count, limit) if limit else 0.0
            if not wait:
                return count
            stop.wait(min(wait, 1.0))
        return 0


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        todo = 'Write a name such as "Europe/Berlin".'
        raise SettingsError(f"notices.timezone: there is no time zone {name!r}", todo=todo) from error
