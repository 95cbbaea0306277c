"""A mail server on this computer that keeps what it gets: for the demo, for trying a campaign out, and for tests."""

from __future__ import annotations

import asyncio
import itertools
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Folder:
    """Keeps each message as a file, numbered as they come in and named after our delivery id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.original_content or b""
        delivery = str(message_from_bytes(content).get("X-Policytool-Delivery", "message"))
        name = re.sub(r"[^\w-]", "_", delivery, flags=re.ASCII)[:100]
        file = self.folder / f"{next(self._numbers):04}-{name}.eml"
        part = file.with_suffix(".part")
        part.write_bytes(content)
        part.replace(file)
        return "250 2.0.0 kept"


class LocalMailServer:
    """A server for the time of the block, on `port`, that keeps messages in `folder` as .eml files."""

    def __init__(self, folder: Path) -> None:
        self._serving = serving(Folder(folder))

    def __enter__(self) -> Self:
        self.port = self._serving.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._serving.__exit__(kind, error, trace)


@contextmanager
def keeping(folder: Path) -> Iterator[int]:
    """The same as a function; gives the port."""
    with LocalMailServer(folder) as server:
        yield server.port


@contextmanager
def serving(handler: object, **options: Any) -> Iterator[int]:
    """An SMTP server for the time of the block that asks `handler`; gives its port. `options` are aiosmtpd's."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(handler, loop=loop, enable_SMTPUTF8=False, **options), HOST, 0)
    )
    thread = threading.Thread(target=loop.run_forever, name="local mail", daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _closed(server: asyncio.Server) -> None:
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)
