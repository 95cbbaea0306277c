"""An HTTP server that answers, asks to wait, stalls, hangs up or swallows, and that remembers what it was given."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, BinaryIO


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server does with a request."""

    status: int = 200
    body: object = None
    """Bytes, or something that becomes JSON."""
    headers: Mapping[str, str] = field(default_factory=dict)
    keep: bool | None = None
    """Whether it takes what was asked; by default where the status says so."""
    fault: str = ""
    """reset: before the body is read; swallow: hangs up without an answer; stall: never answers; drip: by letters."""

    @property
    def kept(self) -> bool:
        return self.keep if self.keep is not None else 200 <= self.status < 300


Behaviour = Callable[[Asked, int], Answer]
"""The request and how many came before it → what the server does."""


@dataclass(kw_only=True)
class Provider:
    """What the server saw and took."""

    behaviour: Behaviour
    asked: list[Asked] = field(default_factory=list)
    got: list[Asked] = field(default_factory=list)
    port: int = 0
    done: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def provider(behaviour: Behaviour) -> Iterator[Provider]:
    """The server for the time of the block."""
    seen = Provider(behaviour=behaviour)
    server = _Server(("127.0.0.1", 0), _handler(seen))
    seen.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        seen.done.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Broken connections are what this server is for."""


def _handler(seen: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            with seen.lock:
                before = len(seen.asked)
                headers = {name.lower(): value for name, value in self.headers.items()}
                bare = Asked(path=self.path, headers=headers, body=b"")
                seen.asked.append(bare)
            body = b""
            if not _resets(seen, bare, before):
                body = self.rfile.read(int(headers.get("content-length", "0")))
            asked = Asked(path=self.path, headers=headers, body=body)
            answer = seen.behaviour(asked, before)
            with seen.lock:
                seen.asked[before] = asked
                if answer.kept and answer.fault != "reset":
                    seen.got.append(asked)
            self._answer(answer)

        def _answer(self, answer: Answer) -> None:
            data = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            if answer.body is None:
                data = b""
            if answer.fault == "stall":
                seen.done.wait(30)
            if answer.fault == "drip":
                self.close_connection = True
                _drip(self.wfile, seen)
                return
            if answer.fault == "reset":
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            if answer.fault in {"swallow", "stall", "reset"}:
                self.close_connection = True
                with contextlib.suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR) if answer.fault != "reset" else self.connection.close()
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            """Silent."""

    return Handler


def _drip(out: BinaryIO, seen: Provider) -> None:
    """An answer that comes letter by letter, for half a minute."""
    with contextlib.suppress(OSError):
        out.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        for _ in range(300):
            out.write(b"x")
            seen.done.wait(0.1)


def _resets(seen: Provider, asked: Asked, before: int) -> bool:
    """Whether this request is thrown away unread; a behaviour that needs the body cannot say so."""
    try:
        return seen.behaviour(asked, before).fault == "reset"
    except ValueError:
        return False
