"""A connection to a provider over HTTP that knows, when it fails, whether the provider may have got the request.

General HTTP clients tell a timeout apart from a reset, but not a request that never left from one whose answer is lost.
For a notice that is the whole difference: the first may be sent again, the second may not.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import select
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from policytool.errors import SettingsError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_LARGEST = 1_000_000
"""Bytes of an answer that are read."""


class NotSent(Exception):
    """The provider cannot have got the whole request."""


class NoAnswer(Exception):
    """The provider may have got the request; nobody knows what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a provider answered."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(kw_only=True)
class Wire:
    """One connection, opened when it is needed and kept for the next request."""

    origin: str
    """Scheme, host and port."""
    timeout: float
    """Seconds for the request, and again for the whole answer."""
    _connection: http.client.HTTPConnection | None = field(default=None, init=False)

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send one request. Raises NotSent, NoAnswer."""
        connection = self._ready()
        connection.sock.settimeout(self.timeout)
        try:
            connection.request("POST", path, body=body, headers=dict(headers))
        except (OSError, http.client.HTTPException) as error:
            # Without its last byte no server takes a request whose length was announced.
            self.close()
            raise NotSent(f"the connection ended: {_words(error)}") from error
        try:
            connection.response_class = partial(_Answer, until=time.monotonic() + self.timeout)  # type: ignore[assignment]
            answer = connection.getresponse()
            data = answer.read(_LARGEST)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer(f"no answer after the request was sent: {_words(error)}") from error
        if answer.will_close or not answer.isclosed():
            self.close()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(status=answer.status, headers=found, body=data)

    def close(self) -> None:
        """Hang up; the next request opens a new connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ready(self) -> http.client.HTTPConnection:
        kept = self._connection
        if kept is not None and kept.sock is not None and not _hung_up(kept.sock):
            return kept
        self.close()
        where = urlsplit(self.origin)
        made: http.client.HTTPConnection
        if where.scheme == "https":
            context = ssl.create_default_context()
            made = http.client.HTTPSConnection(where.hostname or "", where.port, timeout=self.timeout, context=context)
        else:
            made = http.client.HTTPConnection(where.hostname or "", where.port, timeout=self.timeout)
        try:
            made.connect()
            made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, UnicodeError) as error:
            made.close()
            raise NotSent(f"{where.hostname} cannot be reached: {_words(error)}") from error
        self._connection = made
        return made


class _Answer(http.client.HTTPResponse):
    """An answer that has to be there whole by a moment: a server that drips it out would hold up everybody."""

    def __init__(self, sock: socket.socket, *arguments: Any, until: float, **more: Any) -> None:
        super().__init__(sock, *arguments, **more)
        self.fp.close()
        self.fp = io.BufferedReader(_Timed(sock, until))


class _Timed(io.RawIOBase):
    """What a socket receives before a moment; TimeoutError from then on."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock, self._until = sock, until
        self._file = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left)
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


@dataclass(kw_only=True)
class Wires:
    """Connections to one provider, each used by one request at a time."""

    origin: str
    timeout: float
    _resting: SimpleQueue[Wire] = field(default_factory=SimpleQueue, init=False)

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send one request over a connection that rests, or a new one. Raises NotSent, NoAnswer."""
        try:
            wire = self._resting.get_nowait()
        except Empty:
            wire = Wire(origin=self.origin, timeout=self.timeout)
        try:
            return wire.post(path, headers, body)
        finally:
            self._resting.put(wire)

    def close(self) -> None:
        """Hang up everywhere."""
        with contextlib.suppress(Empty):
            while True:
                self._resting.get_nowait().close()


def origin(address: str, setting: str) -> str:
    """The address of a provider as the settings give it, without a path. Raises SettingsError."""
    with contextlib.suppress(ValueError):
        where = urlsplit(address)
        secure = where.scheme == "https" or (where.scheme == "http" and where.hostname in LOOPBACK)
        if secure and where.hostname and (where.port is None or where.port) and "@" not in where.netloc:
            return f"{where.scheme}://{where.netloc}"
    todo = "It begins with https://; http:// is for this computer alone."
    raise SettingsError(f"{setting}: {address!r} is no address to send to", todo=todo)


def _hung_up(sock: socket.socket) -> bool:
    """Whether the other side closed a connection that rests: it has something to read, and that is its end."""
    try:
        return bool(select.select([sock], [], [], 0)[0])
    except (OSError, ValueError):
        return True


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__
