"""Mail over SMTP: a few connections for many messages, and an honest answer for each."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from email.utils import parseaddr
from pathlib import Path

from policytool.config import NoticeSettings, SmtpSettings
from policytool.errors import ChannelError, PolicytoolError, SettingsError
from policytool.notices.address import mailbox
from policytool.notices.channels.discretion import clean
from policytool.notices.channels.dkim import Signer
from policytool.notices.channels.lane import Lane, Verdict
from policytool.notices.ledger.model import Campaign
from policytool.notices.model import Outgoing, Result

_SILENCE = 5
"""Messages in a row without an answer after which sending stops, so that not everybody becomes unknown."""
_REFUSALS = 20
"""Messages in a row that are refused whoever gets them, after which sending stops."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SAMPLE_ID = "x" * 40


@dataclass(kw_only=True)
class SmtpChannel:
    """A channel to the mail server of the settings."""

    settings: SmtpSettings
    sender: str
    """The bare address of who writes."""
    sign: Callable[[bytes], bytes] | None = None
    """Gives the message with a signature before it."""
    short: Callable[[str], str] = str
    """Delivery id → a shorter form, since no more than 64 characters may stand before the @ of a return path."""
    _lanes: list[Lane] = field(default_factory=list, init=False)
    _most: int = field(default=1, init=False)
    """Connections that the server seems to allow."""
    _again: deque[Outgoing] = field(default_factory=deque, init=False)
    """Announced on a connection that was lost: to be tried on another."""
    _tried: dict[int, str] = field(default_factory=dict, init=False)
    """Messages that a connection was lost under, with the reason."""
    _failure: PolicytoolError | None = field(default=None, init=False)
    _silent: int = field(default=0, init=False)
    _refused: int = field(default=0, init=False)

    @classmethod
    def of(cls, settings: NoticeSettings, root: Path, campaign: Campaign) -> SmtpChannel:
        """As the settings in folder `root` describe it. Raises SettingsError."""
        signer = Signer.of(settings, root)
        return cls(
            settings=settings.smtp,
            sender=parseaddr(settings.sender)[1],
            sign=signer.signed if signer else None,
            short=lambda delivery: delivery.replace(campaign.id, str(campaign.number), 1),
        )

    def __post_init__(self) -> None:
        self._most = self.settings.connections
        self.return_path(_SAMPLE_ID)

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken. Raises ChannelError where the server cannot be used at all."""
        if not self._lanes:
            self._lanes.append(self._opened())
        source, self._failure = iter(messages), None
        while True:
            for lane in self._lanes:
                for verdict in lane.visit(lambda: self._take(source)):
                    yield self._told(verdict)
            yield from self._repaired()
            if not any(lane.busy for lane in self._lanes):
                following = self._take(source)
                if following is None:
                    break
                self._again.appendleft(following)
            self._widen()
        if self._failure is not None:
            raise self._failure

    def return_path(self, delivery: str) -> str:
        """Where the message of `delivery` comes back to when it cannot be delivered. Raises SettingsError."""
        if not self.settings.return_path:
            return self.sender
        try:
            return mailbox(self.settings.return_path.replace("{delivery}", self.short(delivery)))
        except ValueError as error:
            todo = 'Set it to an address such as "bounces+{delivery}@shop.example".'
            raise SettingsError(f"notices.smtp.return_path: {error}", todo=todo) from error

    def close(self) -> None:
        for lane in self._lanes:
            lane.close()
        self._lanes.clear()

    def _take(self, source: Iterator[Outgoing]) -> Outgoing | None:
        if self._failure is not None:
            return None
        if self._again:
            return self._again.popleft()
        try:
            message = next(source, None)
        except PolicytoolError as error:
            # What is under way is brought to its end first.
            self._failure = error
            return None
        if message is None or self.sign is None:
            return message
        return replace(message, content=self.sign(message.content))

    def _told(self, verdict: Verdict) -> Result:
        self._tried.pop(verdict.message.number, None)
        self._silent = self._silent + 1 if verdict.outcome == "unknown" else 0
        refused = verdict.about_us and verdict.outcome == "failed"
        self._refused = self._refused + 1 if refused else 0
        if self._silent >= _SILENCE:
            self._fail("took messages but did not answer", "Ask its operator before you settle them.")
        if self._refused >= _REFUSALS:
            self._fail(f"refuses the messages: {verdict.detail}", "Ask its operator why, then send again.")
        number = verdict.message.number
        return Result(number=number, outcome=verdict.outcome, detail=verdict.detail, gone=verdict.gone)

    def _repaired(self) -> Iterator[Result]:
        """Replace lost connections. What was announced on them is tried once more, then deferred."""
        for lane in [lane for lane in self._lanes if lane.lost]:
            self._lanes.remove(lane)
            lane.close()
            if lane.left is not None and lane.left.number in self._tried:
                yield self._deferred(lane.left, lane.lost)
            elif lane.left is not None:
                self._tried[lane.left.number] = lane.lost
                self._again.append(lane.left)
        if not self._lanes and self._failure is None:
            try:
                self._lanes.append(self._opened())
            except ChannelError as error:
                self._failure = error
        if self._failure is not None:
            while self._again:
                message = self._again.popleft()
                yield self._deferred(message, self._tried.get(message.number, self._failure.message))

    def _deferred(self, message: Outgoing, why: str) -> Result:
        self._tried.pop(message.number, None)
        return Result(number=message.number, outcome="deferred", detail=why)

    def _widen(self) -> None:
        """Open one more connection as long as the settings and the server allow it."""
        if len(self._lanes) >= self._most or self._failure is not None or not all(lane.busy for lane in self._lanes):
            return
        try:
            self._lanes.append(self._opened())
        except ChannelError:
            self._most = len(self._lanes)

    def _opened(self) -> Lane:
        wanted, password = self.settings, self._password()
        server = None
        try:
            server = self._connected()
            server.ehlo_or_helo_if_needed()
            if wanted.security == "starttls":
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if wanted.user:
                server.login(wanted.user, password)
        except (smtplib.SMTPException, OSError, UnicodeError, ValueError) as error:
            if server is not None:
                server.close()
            todo = "Correct [notices.smtp] in the settings, or try later. Nobody was lost: send again to go on."
            raise self._error(f"cannot be used: {clean(_words(error))}", todo) from error
        return Lane(server=server, return_path=self.return_path)

    def _connected(self) -> smtplib.SMTP:
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

    def _fail(self, message: str, todo: str) -> None:
        self._failure = self._failure or self._error(message, todo)

    def _error(self, message: str, todo: str) -> ChannelError:
        return ChannelError(f"the mail server {self.settings.host}:{self.settings.port} {message}", todo=todo)


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return str(error) or type(error).__name__
