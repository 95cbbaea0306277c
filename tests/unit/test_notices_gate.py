"""Limits of a channel: quiet hours over midnight, and one rate for all programs together."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from policytool.config import LimitSettings, NoticeSettings, Settings
from policytool.errors import SettingsError
from policytool.notices.gate import Gate
from policytool.notices.ledger.database import transaction
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.schema import rates
from tests.unit.test_notices_ledger import databases, ledger, settings

__all__ = ["databases", "ledger", "settings"]
BERLIN = ZoneInfo("Europe/Berlin")


def gate(ledger: Ledger, quiet: str, at: str) -> Gate:
    now = datetime.datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    return Gate(ledger=ledger, channel="sms", limit=LimitSettings(quiet=quiet), zone=BERLIN, clock=lambda: now)


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        ("", "2026-11-23 03:00", None),
        ("21:00-08:00", "2026-11-23 20:59:59", None),
        ("21:00-08:00", "2026-11-23 21:00", "2026-11-24 08:00"),
        ("21:00-08:00", "2026-11-24 07:59:59", "2026-11-24 08:00"),
        ("21:00-08:00", "2026-11-24 08:00", None),
        ("12:00-14:00", "2026-11-24 13:00", "2026-11-24 14:00"),
        ("12:00-14:00", "2026-11-24 14:00", None),
        ("21:00-08:00", "2026-10-24 22:00", "2026-10-25 08:00"),
    ],
)
def test_quiet_hours(tmp_path: Path, quiet: str, at: str, until: str | None) -> None:
    with open_ledger(Settings(root=tmp_path)) as ledger:
        found = gate(ledger, quiet, at)
        ends = found.quiet_until()
        assert (ends.strftime("%Y-%m-%d %H:%M") if ends else None) == until
        assert found.admitted(7, threading.Event()) == (0 if until else 7)


def test_wrong_settings_are_refused(tmp_path: Path) -> None:
    for quiet in ("9-17", "25:00-08:00", "21:00", "21:00-08:00\n"):
        with pytest.raises(ValueError, match="quiet"):
            LimitSettings(quiet=quiet)
    with open_ledger(Settings(root=tmp_path)) as ledger, pytest.raises(SettingsError, match="Mars"):
        Gate.of(ledger, "sms", NoticeSettings(timezone="Mars/Crater"))


def test_one_rate_for_all_who_send(ledger: Ledger) -> None:
    assert ledger.pass_through("sms", 10, 60) == 0.0
    wait = ledger.pass_through("sms", 1, 60)
    assert 7 < wait <= 10
    assert ledger.pass_through("smtp", 10, 60) == 0.0


def test_a_clock_set_back_does_not_hold_anybody_up(ledger: Ledger) -> None:
    assert ledger.pass_through("sms", 1, 60) == 0.0
    with transaction(ledger.engine) as connection:
        connection.execute(update(rates).values(ready=rates.c.ready + 3_600_000))
    assert ledger.pass_through("sms", 1, 60) == 0.0
    assert 0 < ledger.pass_through("sms", 1, 60) <= 1


def test_a_batch_is_cut_to_the_limit_and_stops_when_asked(tmp_path: Path) -> None:
    stop = threading.Event()
    with open_ledger(Settings(root=tmp_path)) as ledger:
        narrow = Gate(ledger=ledger, channel="sms", limit=LimitSettings(per_minute=120))
        assert narrow.admitted(300, stop) == 10
        stop.set()
        assert narrow.admitted(300, stop) == 0
        assert Gate(ledger=ledger, channel="smtp").admitted(300, threading.Event()) == 300
