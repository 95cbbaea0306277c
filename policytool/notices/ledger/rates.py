"""Limits of the rate: one turnstile for each channel, shared by all programs that send."""

from __future__ import annotations

from sqlalchemy import BigInteger, Connection, cast, extract, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from policytool.notices.ledger.schema import rates

_MINUTE = 60_000
_CLOCK = cast(extract("epoch", func.now()), BigInteger) * 1000
"""Milliseconds by the database's clock, which all programs share; it goes by whole seconds."""


def pass_through(connection: Connection, channel: str, count: int, per_minute: int) -> float:
    """0.0 where `count` messages may leave now, which counts them; else the seconds to wait before asking again.

    A clock that was set back does not hold anybody up for longer than a minute.
    """
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(make(rates).on_conflict_do_nothing().values(channel=channel, ready=0))
    query = select(rates.c.ready, _CLOCK.label("now")).where(rates.c.channel == channel).with_for_update()
    ready, now = connection.execute(query).one()
    wait = ready - now
    if 0 < wait <= 2 * _MINUTE:
        return float(wait) / 1000
    # The clock goes by whole seconds: what was left of the last one is not lost.
    begin = max(ready, now - 1000) if wait <= 0 else now
    after = begin + count * _MINUTE // per_minute
    connection.execute(update(rates).where(rates.c.channel == channel).values(ready=after))
    return 0.0
