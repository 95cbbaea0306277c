"""A stand-in for SendGrid that takes every request and counts its people, in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

_PERSON = b'"custom_args"'
_ANSWER = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: 14c5d75ce93.dfd.64b469\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def serving() -> Iterator[tuple[int, Connection]]:
    """The port, and a connection that gives how many people were taken once something was sent to it."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_run, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv(), here
    finally:
        process.terminate()
        process.join()


def _run(pipe: Connection) -> None:
    asyncio.run(_serve(pipe))


async def _serve(pipe: Connection) -> None:
    taken = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                taken += (await reader.readexactly(length)).count(_PERSON)
                writer.write(_ANSWER)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=2**20)
    pipe.send(server.sockets[0].getsockname()[1])
    await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
    pipe.send(taken)
