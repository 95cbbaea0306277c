"""One connection to a mail server, over which messages follow each other without waiting where the server allows it.

With PIPELINING (RFC 2920) the envelope of a message travels together with the content of the one before it: one round
trip a message instead of five.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field

from policytool.notices.channels.discretion import clean, discreet
from policytool.notices.model import Outcome, Outgoing

_GONE = re.compile(r"55\d 5\.1\.(1|10)\b")
_POLICY = re.compile(r"\b5\.7\.\d")
"""Enhanced status codes (RFC 3463) of a server that does not want us, whoever the recipient is."""

_Reply = tuple[int, str]
Take = Callable[[], Outgoing | None]
"""Gives the next message, or None when there is none for now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a message."""

    message: Outgoing
    outcome: Outcome
    detail: str
    about_us: bool = False
    """Whether the server refused the sender or the content rather than the recipient."""
    gone: bool = False
    """Whether it said that there is no such recipient."""


@dataclass(kw_only=True)
class Lane:
    """A connection with at most one message whose answer is awaited, and the next one announced.

    Once `lost` is set, `left` is the message that was announced on it but certainly not accepted.
    """

    server: smtplib.SMTP
    return_path: Callable[[str], str]
    """Delivery id → the address in MAIL FROM."""
    lost: str = ""
    """Why the connection is of no more use."""
    left: Outgoing | None = None
    _announced: Outgoing | None = None
    _sent: Outgoing | None = None
    _ignored: int = 0
    """Answers to come that mean nothing."""
    _verdicts: list[Verdict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._pipelining = self.server.has_extn("pipelining")

    @property
    def busy(self) -> bool:
        return self._announced is not None or self._sent is not None

    def visit(self, take: Take) -> list[Verdict]:
        """Read what the server answered, go on with the next step, and tell what is certain by now."""
        try:
            if self._sent is not None:
                self._final(self._sent)
            if self._announced is not None:
                self._hand_over(self._announced, take)
            elif not self.lost:
                self._announce(take())
        except (smtplib.SMTPException, OSError) as error:
            self._lose(f"the connection ended: {error}")
        told, self._verdicts = self._verdicts, []
        return told

    def _announce(self, message: Outgoing | None) -> None:
        if message is not None:
            self._follow(b"", message)

    def _envelope(self, message: Outgoing) -> bytes:
        """The commands that may travel before the first of them is answered."""
        commands = self._commands(message)
        return b"".join(commands) if self._pipelining else commands[0]

    def _commands(self, message: Outgoing) -> tuple[bytes, bytes, bytes]:
        sender = self.return_path(message.delivery)
        return f"MAIL FROM:<{sender}>\r\n".encode(), f"RCPT TO:<{message.address}>\r\n".encode(), b"DATA\r\n"

    def _hand_over(self, message: Outgoing, take: Take) -> None:
        """Send the content if the envelope was taken."""
        answers = self._envelope_answers(message)
        refused = next((at for at, (code, _) in enumerate(answers) if not _good(at, code)), None)
        if refused is None:
            following = take() if self._pipelining else None
            # From here on the server may hold the message: without its answer nobody can tell.
            self._sent = message
            self._follow(_stuffed(message.content), following)
            return
        self._refuse(message, answers, refused, take)

    def _refuse(self, message: Outgoing, answers: list[_Reply], refused: int, take: Take) -> None:
        code, words = answers[refused]
        if code == 421 or not 400 <= code < 600:
            self._lose(f"{code} {words}")
            return
        outcome: Outcome = "failed" if code >= 500 else "deferred"
        about_us = refused != 1 or _POLICY.search(words) is not None
        gone = refused == 1 and _GONE.match(f"{code} {words}") is not None
        self._tell(message, outcome, f"{code} {words}", about_us=about_us, gone=gone)
        self._announced = None
        waiting = len(answers) == 3 and answers[2][0] == 354
        self._ignored = 2 if waiting else 1
        self._follow((b".\r\n" if waiting else b"") + b"RSET\r\n", take() if self._pipelining else None)
        if not self._pipelining:
            self._skip()

    def _follow(self, data: bytes, message: Outgoing | None) -> None:
        """Write `data`, and right behind it the envelope of the next message, if there is one."""
        self._announced = message
        self._write(data + self._envelope(message) if message is not None else data)

    def _envelope_answers(self, message: Outgoing) -> list[_Reply]:
        if self._pipelining:
            return [self._reply() for _ in range(3)]
        answers = [self._reply()]
        for command in self._commands(message)[1:]:
            if not _good(len(answers) - 1, answers[-1][0]):
                break
            self._write(command)
            answers.append(self._reply())
        return answers

    def _final(self, message: Outgoing) -> None:
        code, words = self._reply()
        self._sent = None
        detail = f"{code} {words}"
        if 200 <= code < 300:
            self._tell(message, "accepted", detail)
        elif 400 <= code < 600:
            self._tell(message, "deferred" if code < 500 else "failed", detail, about_us=True)
            if code == 421:
                self._lose(detail)
        else:
            self._tell(message, "unknown", f"an answer that is not SMTP: {detail}")
            self._lose(detail)

    def _lose(self, why: str) -> None:
        self.lost = clean(why)
        if self._sent is not None:
            self._tell(self._sent, "unknown", f"no answer after the message was sent: {why}")
        self.left, self._announced, self._sent = self._announced, None, None

    def _tell(
        self, message: Outgoing, outcome: Outcome, detail: str, *, about_us: bool = False, gone: bool = False
    ) -> None:
        words = discreet(detail, message.address)
        told = Verdict(message=message, outcome=outcome, detail=words, about_us=about_us, gone=gone)
        self._verdicts.append(told)

    def _write(self, data: bytes) -> None:
        if self.server.sock is None:
            raise smtplib.SMTPServerDisconnected("it was closed")
        self.server.sock.sendall(data)

    def _reply(self) -> _Reply:
        self._skip()
        code, words = self.server.getreply()
        return code, words.decode("utf-8", "replace")

    def _skip(self) -> None:
        while self._ignored:
            self.server.getreply()
            self._ignored -= 1

    def close(self) -> None:
        """Take leave of the server, if it is still there."""
        if not self.lost:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.server.quit()
        self.server.close()


def _good(at: int, code: int) -> bool:
    """Whether the answer to the command at place `at` of an envelope lets it go on."""
    return code == 354 if at == 2 else 200 <= code < 300


def _stuffed(content: bytes) -> bytes:
    """The message as it goes over the wire: lines that begin with a dot get another, and a dot ends it."""
    body = content if content.endswith(b"\r\n") else content + b"\r\n"
    stuffed = body.replace(b"\r\n.", b"\r\n..")
    return (b"." + stuffed if stuffed.startswith(b".") else stuffed) + b".\r\n"
