"""Mail over SMTP: one connection for many messages, and an honest answer for each."""

from __future__ import annotations

import contextlib
import os
import re
import smtplib
import socket
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import parseaddr

from policytool.config import NoticeSettings, SmtpSettings
from policytool.errors import ChannelError
from policytool.notices.model import Outcome, Outgoing, Result

_SILENCE = 5
"""Messages in a row without an answer after which sending stops, so that not everybody becomes unknown."""
_REFUSALS = 20
"""Messages in a row whose content is refused after which sending stops."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ADDRESS = re.compile(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+")


class _Lost(Exception):
    """The connection ended before the message was handed over: nothing was accepted."""


@dataclass(kw_only=True)
class SmtpChannel:
    """A channel to the mail server of the settings."""

    settings: SmtpSettings
    sender: str
    """The bare address in MAIL FROM, where bounces go."""
    _server: smtplib.SMTP | None = field(default=None, init=False)
    _silent: int = field(default=0, init=False)
    _refused: int = field(default=0, init=False)

    @classmethod
    def of(cls, settings: NoticeSettings) -> SmtpChannel:
        return cls(settings=settings.smtp, sender=parseaddr(settings.sender)[1])

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken. Raises ChannelError where the server cannot be used at all."""
        self._connect()
        for message in messages:
            outcome, detail, content = self._hand_over(message)
            yield Result(number=message.number, outcome=outcome, detail=clean(detail))
            self._silent = self._silent + 1 if outcome == "unknown" else 0
            self._refused = self._refused + 1 if content and outcome == "failed" else 0
            if self._silent >= _SILENCE:
                raise self._error("took messages but did not answer", "Ask its operator before you settle them.")
            if self._refused >= _REFUSALS:
                raise self._error(f"refuses the messages: {clean(detail)}", "Ask its operator why, then send again.")
            self._connect()

    def close(self) -> None:
        if self._server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._server.quit()
            self._drop()

    def _hand_over(self, message: Outgoing) -> tuple[Outcome, str, bool]:
        """Outcome, the server's words, and whether they were about the content."""
        for chance in (1, 2):
            try:
                # The server may have closed a connection that stood idle: once more on a fresh one.
                return self._transaction(message)
            except _Lost as lost:
                self._drop()
                if chance == 2:
                    return "deferred", str(lost), False
                try:
                    self._connect()
                except ChannelError as error:
                    return "deferred", error.message, False
        raise AssertionError  # pragma: no cover

    def _transaction(self, message: Outgoing) -> tuple[Outcome, str, bool]:
        server = self._server
        if server is None:
            raise _Lost("no connection")
        try:
            for command in (f"MAIL FROM:<{self.sender}>", f"RCPT TO:<{message.address}>", "DATA"):
                code, words = server.docmd(command)
                if code == 421 or code < 200:
                    raise _Lost(_said(code, words))
                if (code != 354) if command == "DATA" else (code >= 300):
                    server.docmd("RSET")
                    outcome: Outcome = "failed" if code >= 500 else "deferred"
                    return outcome, _said(code, words), not command.startswith("RCPT")
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost(f"the connection ended: {error}") from error
        return self._content(server, message.content)

    def _content(self, server: smtplib.SMTP, content: bytes) -> tuple[Outcome, str, bool]:
        # From here on the server may hold the message: without its answer nobody can tell.
        try:
            server.send(_stuffed(content))
            code, words = server.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return "unknown", f"no answer after the message was sent: {error}", False
        if 200 <= code < 300:
            return "accepted", _said(code, words), False
        if code == 421:
            self._drop()
        if 400 <= code < 600:
            return ("deferred" if code < 500 else "failed"), _said(code, words), True
        self._drop()
        return "unknown", f"an answer that is not SMTP: {_said(code, words)}", False

    def _connect(self) -> None:
        if self._server is not None:
            return
        wanted = self.settings
        password = self._password()
        try:
            self._server = self._open()
            self._server.ehlo_or_helo_if_needed()
            if wanted.security == "starttls":
                self._server.starttls(context=ssl.create_default_context())
                self._server.ehlo()
            if wanted.user:
                self._server.login(wanted.user, password)
        except (smtplib.SMTPException, OSError, UnicodeError, ValueError) as error:
            self._drop()
            todo = "Correct [notices.smtp] in the settings, or try later. Nobody was lost: send again to go on."
            raise self._error(f"cannot be used: {clean(_words(error))}", todo) from error

    def _open(self) -> smtplib.SMTP:
        wanted = self.settings
        if wanted.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(wanted.host, wanted.port, timeout=wanted.timeout, context=context)
        server = smtplib.SMTP(wanted.host, wanted.port, timeout=wanted.timeout)
        if server.sock is not None:
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return server

    def _password(self) -> str:
        if not self.settings.user:
            return ""
        if self.settings.security == "none" and self.settings.host not in _LOOPBACK:
            todo = 'Set `notices.smtp.security` to "starttls" or "tls".'
            raise self._error("would get the password unencrypted", todo)
        name = self.settings.password_env
        password = os.environ.get(name, "") if name else ""
        if not password:
            where = f"environment variable {name}" if name else "setting `notices.smtp.password_env`"
            raise ChannelError(f"the password of the mail server is missing: {where} is not set", todo="Set it.")
        return password

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _error(self, message: str, todo: str) -> ChannelError:
        return ChannelError(f"the mail server {self.settings.host}:{self.settings.port} {message}", todo=todo)


def clean(words: str) -> str:
    """A server's words on one line, without addresses: they go into the ledger and into logs."""
    shown = "".join(character if character.isprintable() else " " for character in words)
    return " ".join(_ADDRESS.sub("(address)", shown).split())[:200]


def _said(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _said(error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
    return str(error) or type(error).__name__


def _stuffed(content: bytes) -> bytes:
    """The message as it goes over the wire: lines that begin with a dot get another, and a dot ends it."""
    body = content if content.endswith(b"\r\n") else content + b"\r\n"
    stuffed = body.replace(b"\r\n.", b"\r\n..")
    return (b"." + stuffed if stuffed.startswith(b".") else stuffed) + b".\r\n"
