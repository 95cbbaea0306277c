"""Who is sending: a runner holds a locked file, so that its death is seen at once, and beats for other machines."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import BigInteger, Connection, Engine, cast, extract, func, insert, select, update

from policytool.errors import LedgerError
from policytool.notices.ledger.database import transaction
from policytool.notices.ledger.locks import taken
from policytool.notices.ledger.schema import runners

LEASE = 600
"""Seconds without a heartbeat after which a runner of another machine counts as dead."""
BEAT = 20.0
"""Seconds between heartbeats."""

# A clock that goes on while the computer sleeps: a runner that slept for long may count as dead elsewhere.
_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None)

_DATABASE_CLOCK = cast(extract("epoch", func.now()), BigInteger)


@dataclass(kw_only=True)
class Runner:
    """One `send` at work."""

    number: int
    engine: Engine
    beaten: float
    """When the last heartbeat was stored, by a clock that never jumps."""

    def beat(self) -> None:
        """Store a heartbeat if one is due. Raises LedgerError when this runner may count as dead by now."""
        before = _now()
        if before - self.beaten > LEASE / 2:
            todo = "Look at `policytool notify status`, then send again."
            raise LedgerError("this computer paused for too long, so sending stopped", todo=todo)
        if before - self.beaten > BEAT:
            with transaction(self.engine) as connection:
                self.beat_within(connection)

    def beat_within(self, connection: Connection, *, sent: int = 0) -> None:
        """Store a heartbeat together with other changes, and that `sent` more deliveries got an answer."""
        before = _now()
        values = {"heartbeat": _DATABASE_CLOCK, "sent": runners.c.sent + sent}
        connection.execute(update(runners).where(runners.c.number == self.number).values(values))
        self.beaten = before


@contextmanager
def running(engine: Engine, folder: Path, campaign: int) -> Iterator[Runner]:
    """A runner for the time of the block.

    Where the block fails since the ledger could not be written, the runner is left behind like one that was killed:
    what it had in hand is found by whoever looks next.
    """
    token = secrets.token_hex(16)
    path = _path(folder, token)
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        taken(file)
        runner = _begin(engine, campaign, token)
        left = False
        try:
            yield runner
        except LedgerError:
            left = True
            raise
        finally:
            if not left:
                _end(engine, runner)
    if not left:
        path.unlink(missing_ok=True)


def _end(engine: Engine, runner: Runner) -> None:
    with transaction(engine) as connection:
        ended = update(runners).where(runners.c.number == runner.number)
        connection.execute(ended.values(ended=int(time.time())))


def _now() -> float:
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


def _begin(engine: Engine, campaign: int, token: str) -> Runner:
    before = _now()
    values = {
        "token": token,
        "campaign": campaign,
        "host": socket.gethostname()[:200],
        "pid": os.getpid(),
        "started": int(time.time()),
        "heartbeat": _DATABASE_CLOCK,
    }
    with transaction(engine) as connection:
        number = connection.execute(insert(runners).values(values).returning(runners.c.number)).scalar_one()
    return Runner(number=number, engine=engine, beaten=before)


def living(connection: Connection, folder: Path, campaign: int) -> tuple[dict[int, str], dict[int, str]]:
    """The runners of a campaign that are at work, and those that died: their numbers and tokens."""
    late = (_DATABASE_CLOCK - runners.c.heartbeat > LEASE).label("late")
    query = select(runners.c.number, runners.c.token, late)
    query = query.where(runners.c.campaign == campaign, runners.c.ended.is_(None))
    alive: dict[int, str] = {}
    dead: dict[int, str] = {}
    for row in connection.execute(query):
        (alive if _alive(_path(folder, row.token), late=row.late) else dead)[row.number] = row.token
    return alive, dead


def pace(connection: Connection, numbers: Sequence[int]) -> float:
    """Deliveries a second that these runners get answered, all together."""
    query = select(runners.c.sent, runners.c.heartbeat - runners.c.started).where(runners.c.number.in_(numbers))
    return float(sum(sent / max(seconds, 1) for sent, seconds in connection.execute(query)))


def bury(folder: Path, dead: Iterable[str]) -> None:
    """Remove the files of dead runners, once the ledger knows that they ended."""
    for token in dead:
        _path(folder, token).unlink(missing_ok=True)


def _alive(path: Path, *, late: bool) -> bool:
    """A lock on this machine tells at once; without its file the runner is elsewhere, and its heartbeat tells."""
    try:
        with path.open("r+") as file:
            return not taken(file)
    except FileNotFoundError:
        return not late


def _path(folder: Path, token: str) -> Path:
    return folder / "runners" / f"{token}.lock"
