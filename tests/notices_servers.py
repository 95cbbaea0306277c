"""Mail servers that refuse, put off, hang up, stall or swallow their answer, and that remember what they were given."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from policytool.notices.local_mail import serving

Behaviour = Callable[[str, int], str]
"""Recipient and how many of their messages or attempts came before → what the server does:

"accept"        takes the message and says so
"550 words"     this answer to RCPT TO; "content 550 words" gives it to the message
"close"         hangs up at RCPT TO; "content close" hangs up when it has the message, which it throws away
"swallow"       keeps the message and hangs up without an answer
"stall"         never answers RCPT TO; "content stall" keeps the message and never answers
"""


def accept(recipient: str, before: int) -> str:
    """Takes everything."""
    return "accept"


def by_recipient(**behaviours: str) -> Behaviour:
    """What stands for the part before the @, as often as it comes; everybody else is accepted."""
    return lambda recipient, before: behaviours.get(recipient.partition("@")[0], "accept")


def once(**behaviours: str) -> Behaviour:
    """What stands for the part before the @ at the first attempt; then accepted."""
    return lambda recipient, before: "accept" if before else by_recipient(**behaviours)(recipient, before)


@dataclass(frozen=True, kw_only=True)
class Got:
    """A message that the server kept."""

    recipient: str
    sender: str
    content: bytes

    @property
    def delivery(self) -> str:
        return str(message_from_bytes(self.content)["X-Policytool-Delivery"])


@dataclass(kw_only=True)
class Server:
    """One server at work."""

    behave: Behaviour
    pipelining: bool
    port: int = 0
    got: list[Got] = field(default_factory=list)
    """What was kept, in order, whether or not the sender was told."""
    attempts: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    most: int = 1000
    """Connections that it allows at a time."""
    reached: threading.Event = field(default_factory=threading.Event)
    """Set when a message was kept."""

    def recipients(self) -> Counter[str]:
        """How many messages each address was sent."""
        return Counter(one.recipient for one in self.got)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        if self.connections > self.most:
            return ["421 4.7.0 too many connections"]
        return [*responses[:-1], *(["250-PIPELINING"] if self.pipelining else []), responses[-1]]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.deed = self.behave(address, self.attempts[address])
        self.attempts[address] += 1
        if envelope.deed[:1].isdigit():
            return str(envelope.deed)
        await self._leave(server, envelope.deed)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        deed = envelope.deed.removeprefix("content ")
        if deed[:1].isdigit():
            return str(deed)
        if deed in {"accept", "swallow", "stall"}:
            for recipient in envelope.rcpt_tos:
                content = envelope.original_content or b""
                self.got.append(Got(recipient=recipient, sender=envelope.mail_from or "", content=content))
            self.reached.set()
        await self._leave(server, "close" if deed == "swallow" else deed)
        return "250 2.0.0 taken"

    async def _leave(self, server: SMTP, deed: str) -> None:
        if deed == "close":
            assert server.transport is not None
            server.transport.abort()
            await asyncio.sleep(3600)
        if deed == "stall":
            await asyncio.sleep(3600)


@contextmanager
def mail_server(
    behave: Behaviour = accept, *, pipelining: bool = False, most: int = 1000, **options: Any
) -> Iterator[Server]:
    """A server for the time of the block."""
    server = Server(behave=behave, pipelining=pipelining, most=most)
    with serving(server, **options) as port:
        server.port = port
        yield server
