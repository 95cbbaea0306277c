"""Text messages through Twilio: one request a person (https://www.twilio.com/docs/messaging/api/message-resource)."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

from policytool.config import SmsSettings
from policytool.errors import SettingsError
from policytool.notices.channels.abreast import Abreast, Load, Told
from policytool.notices.channels.patience import Patience, Verdict, said
from policytool.notices.channels.secrets import password
from policytool.notices.channels.wire import Reply, Wires, origin
from policytool.notices.model import Outgoing, Result

_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}\Z")
_SENDER = re.compile(r"(MG[0-9a-fA-F]{32}|\+[1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9 ]{1,11})\Z", re.ASCII)
_MESSAGE = re.compile(r"[SM]M[0-9a-fA-F]{32}\Z")
_STOPPED = 21610
"""The person answered STOP: https://www.twilio.com/docs/api/errors/21610."""
_NOBODY = frozenset({21211, 21214, 21217})
"""No such number."""
_LANDLINE = 21614
"""A number that takes no text messages: https://www.twilio.com/docs/api/errors/21614."""
_THIS_ONE = frozenset({21408, 21612, 21635, 63033})
"""Refused because of where or what the recipient is."""


@dataclass(kw_only=True)
class TwilioChannel:
    """A channel to the Twilio account of the settings."""

    settings: SmsSettings
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        wanted = self.settings
        if not _ACCOUNT.match(wanted.account):
            raise SettingsError("notices.sms.account: it begins with AC", todo="Copy the SID from Twilio's console.")
        if not _SENDER.match(wanted.sender):
            todo = "Set it to a phone number such as +4915112345678, a name, or the SID of a messaging service."
            raise SettingsError("notices.sms.sender: this cannot send text messages", todo=todo)
        if wanted.status_callback and urlsplit(wanted.status_callback).scheme not in {"https", "http"}:
            raise SettingsError("notices.sms.status_callback: it begins with https://", todo="Correct or remove it.")
        self._wires = Wires(origin=origin(wanted.api, "notices.sms.api"), timeout=wanted.timeout)
        token = password(wanted.token_env, "notices.sms.token_env", "the secret of the Twilio account")
        basic = base64.b64encode(f"{wanted.account}:{token}".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {basic}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        self._path = f"/2010-04-01/Accounts/{wanted.account}/Messages.json"
        self._abreast = Abreast(provider="Twilio", post=self._post, lanes=wanted.connections)

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken. Raises ChannelError where Twilio cannot be used at all."""
        return self._abreast.send([message] for message in messages)

    def close(self) -> None:
        """Hang up."""
        self._wires.close()

    def form(self, message: Outgoing) -> dict[str, str]:
        """The fields of the request. Links are never shortened by Twilio, since it would count who follows them."""
        sender = self.settings.sender
        fields = {"To": message.address, "Body": message.content.decode("utf-8"), "ShortenUrls": "false"}
        fields["MessagingServiceSid" if sender.startswith("MG") else "From"] = sender
        if self.settings.status_callback:
            fields["StatusCallback"] = _reporting(self.settings.status_callback, message.delivery)
        return fields

    def _post(self, load: Load) -> list[Told]:
        (message,) = load
        body = urlencode(self.form(message)).encode("ascii")
        verdict = self.patience.ask(lambda: self._wires.post(self._path, self._headers, body), judged)
        return [(load, verdict)]


def judged(reply: Reply) -> Verdict:
    """What an answer of Twilio means."""
    code, words, sid = _fields(reply)
    detail = f"{reply.status} {words}{f' (Twilio {code})' if code else ''}".strip()
    if 200 <= reply.status < 300:
        return Verdict(outcome="accepted", detail=f"{words or 'accepted'} {sid}".strip())
    if reply.status >= 500:
        return Verdict(outcome="unknown", detail=detail)
    if reply.status in {401, 403, 404} and code not in _THIS_ONE:
        return Verdict(outcome="deferred", detail=detail, halt=detail)
    if code == _STOPPED:
        return Verdict(outcome="failed", detail="this person asked by STOP not to be written to", barred=True)
    if code == _LANDLINE:
        return Verdict(outcome="failed", detail=detail, barred=True)
    if code in _NOBODY:
        return Verdict(outcome="failed", detail=detail, gone=True)
    return Verdict(outcome="failed", detail=detail, about_us=code not in _THIS_ONE)


def _fields(reply: Reply) -> tuple[int, str, str]:
    """Error code, words or status, and SID of an answer."""
    try:
        found = json.loads(reply.body)
        code, status, sid = found.get("code"), found.get("status"), found.get("sid")
    except (ValueError, AttributeError):
        return 0, said(reply), ""
    words = status if reply.status < 300 and isinstance(status, str) and status.isalpha() else said(reply)
    safe = sid if isinstance(sid, str) and _MESSAGE.match(sid) else ""
    return code if isinstance(code, int) else 0, words, safe


def _reporting(address: str, delivery: str) -> str:
    mark = "&" if urlsplit(address).query else "?"
    return f"{address}{mark}delivery={quote(delivery, safe='')}"
