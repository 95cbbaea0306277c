"""A server that takes half of what was pipelined and hangs up: what it took counts once, the rest goes on."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from policytool.config import SmtpSettings
from policytool.notices.channels.smtp import SmtpChannel
from policytool.notices.model import Outgoing

_RCPT = re.compile(rb"RCPT TO:<([^>]+)>", re.IGNORECASE)
NAMES = ("ann", "bob", "cy", "di")


@dataclass(kw_only=True)
class Half:
    """Hangs up with a reset once it has given so many answers on its first connection; later it takes everything."""

    answers: int
    port: int = 0
    told: Counter[str] = field(default_factory=Counter)
    """Messages that it kept and whose 250 went out, by recipient."""
    connections: int = 0

    def serve(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                self.connections += 1
                with connection, contextlib.suppress(OSError, EOFError):
                    self._talk(connection, self.answers if self.connections == 1 else 10_000)

    def _talk(self, connection: socket.socket, left: int) -> None:
        reader, recipient = connection.makefile("rb"), ""
        connection.sendall(b"220 half ready\r\n")
        while line := reader.readline():
            if line.upper().startswith(b"EHLO"):
                connection.sendall(b"250-half\r\n250 PIPELINING\r\n")
                continue
            found = _RCPT.match(line)
            recipient = found[1].decode() if found else recipient
            left -= 1
            if left < 0:
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                return
            if line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                while reader.readline() not in (b".\r\n", b""):
                    pass
                left -= 1
                if left < 0:
                    return
                self.told[recipient.partition("@")[0]] += 1
            connection.sendall(b"250 2.0.0 ok\r\n")


@contextmanager
def half(answers: int) -> Iterator[Half]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Half(answers=answers, port=listening.getsockname()[1])
        thread = threading.Thread(target=server.serve, args=(listening,), daemon=True)
        thread.start()
        yield server


@pytest.mark.parametrize("answers", range(1, 13))
def test_what_was_taken_counts_once_and_the_rest_goes_on(answers: int) -> None:
    """A message is MAIL, RCPT, DATA and content: after 4, 8 and 12 answers a whole one was taken."""
    content = b"Subject: News\r\n\r\nWords\r\n"
    outgoing = [
        Outgoing(number=number, delivery=f"d-{number}", address=f"{name}@shop.example", content=content)
        for number, name in enumerate(NAMES, start=1)
    ]
    with half(answers) as server:
        settings = SmtpSettings.model_validate({"host": "127.0.0.1", "port": server.port, "timeout": 5})
        way = SmtpChannel(settings=settings, sender="privacy@shop.example")
        results = {result.number: result.outcome for result in way.send(outgoing)}
        way.close()
    assert sorted(results) == [1, 2, 3, 4]
    accepted = {NAMES[number - 1] for number, outcome in results.items() if outcome == "accepted"}
    unknown = {NAMES[number - 1] for number, outcome in results.items() if outcome == "unknown"}
    assert accepted | unknown == set(NAMES)
    assert accepted <= set(server.told)
    assert set(server.told.values()) == {1}
    # Only a message whose content was on its way can be unclear; an envelope alone never is.
    assert len(unknown) <= 1
    assert not unknown or answers % 4 in {0, 3}
    assert server.connections == 2
