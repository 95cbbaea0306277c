"""Files written so that a crash leaves either the old bytes or the new ones."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def replace(file: Path, data: bytes) -> None:
    """Put `data` into `file` in one step, durably, keeping its permissions. On OSError nothing has changed."""
    fresh = beside(file)
    try:
        with fresh.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            shutil.copymode(file, fresh)
        fresh.replace(file)
        _settle(file.parent)
    except BaseException:
        discard(file)
        raise


def discard(file: Path) -> None:
    """Remove the gathered bytes of `file`, where there are any."""
    with suppress(OSError):
        beside(file).unlink(missing_ok=True)


def beside(file: Path) -> Path:
    """Where the new bytes of `file` are gathered; what lies there after a crash is rubbish."""
    return file.with_name(f".{file.name}.policytool-new")


def _settle(folder: Path) -> None:
    """Make the new name durable too, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
