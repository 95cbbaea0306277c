"""What libraries log while a worker works: in one line where it is no news, in full where nobody foresaw it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from procrastinate.exceptions import ConnectorException

from policytool.errors import PolicytoolError

AWAY = "The database does not answer. The worker goes on when it is back; nobody was lost."
_LOGGERS = ("procrastinate", "psycopg")
_QUIET = 60.0
"""Seconds in which the same is not told again."""


class _Journal(logging.Handler):
    def __init__(self, tell: Callable[[str], object]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell
        self._told: float | None = None

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, PolicytoolError):
            return  # the station has told it
        if not isinstance(error, ConnectorException) and not record.name.startswith("psycopg"):
            self._tell(self.format(record))
        elif self._told is None or time.monotonic() - self._told > _QUIET:
            self._told = time.monotonic()
            self._tell(AWAY)


@contextmanager
def journal(tell: Callable[[str], object]) -> Iterator[None]:
    """For the time of the block, what a worker's libraries log goes to `tell`."""
    handler, loggers = _Journal(tell), [logging.getLogger(name) for name in _LOGGERS]
    before = [one.propagate for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        one.propagate = False
    try:
        yield
    finally:
        for one, propagate in zip(loggers, before, strict=True):
            one.removeHandler(handler)
            one.propagate = propagate
