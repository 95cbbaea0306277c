"""A file with everybody whom a campaign leaves out: by line and reason, never by address."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policytool.errors import UsageError
from policytool.notices.audience import Problem
from policytool.notices.planning import Listing

HEADINGS = ("channel", "line", "problem", "reason")


@contextmanager
def listing(path: Path | None) -> Iterator[Listing]:
    """Writes into `path`, nowhere for None; it is kept also where planning fails. Raises UsageError."""
    if path is None:
        yield lambda channel, problem: None
        return
    with _told(path):
        path.write_text(",".join(HEADINGS) + "\n", encoding="utf-8-sig")
        file = path.open("a", encoding="utf-8", newline="", buffering=1)
    with file:
        rows = csv.writer(file, lineterminator="\n")

        def listed(channel: str, problem: Problem) -> None:
            with _told(path):
                rows.writerow((channel, problem.line, problem.kind, problem.reason))

        yield listed


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        todo = "Name another file."
        raise UsageError(f"the lines left out cannot be listed: {error.strerror}", path=path, todo=todo) from error
