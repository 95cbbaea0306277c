"""Long work in a terminal: a progress bar after a second, and Ctrl-C that ends it in good order."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from policytool.cli import console

_DELAY = 1.0
"""Seconds of work that pass without a bar."""


@contextmanager
def interruptible(total: int) -> Iterator[tuple[threading.Event, Callable[[int], None]]]:
    """An event that Ctrl-C sets, the second time it interrupts at once; and a function that is told of progress."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        console.tell("\nStopping after the message in hand …", "yellow")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    bar = Progress(
        TextColumn("Sending"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console.err(),
        transient=True,
        disable=not console.err().is_terminal,
    )
    task, begun = bar.add_task("Sending", total=total), time.monotonic()

    def advance(done: int) -> None:
        bar.advance(task, done)
        if time.monotonic() - begun > _DELAY:
            bar.start()

    try:
        yield stop, advance
    finally:
        bar.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
