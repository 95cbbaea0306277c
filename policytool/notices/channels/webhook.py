"""Notices to another program of the company, such as the one that speaks to its app: one signed request a person."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from policytool.config import WebhookSettings
from policytool.notices.channels.abreast import Abreast, Load, Told
from policytool.notices.channels.patience import Patience, Verdict, said
from policytool.notices.channels.secrets import password
from policytool.notices.channels.wire import Reply, Wires, origin
from policytool.notices.model import Outgoing, Result
from policytool.notices.signature import SharedKeys

SECRET = "the secret of the webhook"  # noqa: S105 - what it is called, not a secret
BUSY = frozenset({408, 425, 429, 503})
"""Answers that say that nothing was taken. 500 says that a program failed, perhaps after it took the notice."""
_ABOUT_US = frozenset({401, 403, 404, 405, 410, 411, 413, 415})
"""Refused whoever the person is: the address, the signature or the form of the request."""
_MAYBE = frozenset({409})
"""A conflict: perhaps with the same notice, sent before."""


@dataclass(kw_only=True)
class WebhookChannel:
    """A channel to the address of the settings. A message's `content` is the body of its request."""

    settings: WebhookSettings
    patience: Patience = field(default_factory=lambda: Patience(busy=BUSY))
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        wanted = self.settings
        self._wires = Wires(origin=origin(wanted.url, "notices.webhook.url"), timeout=wanted.timeout)
        where = urlsplit(wanted.url)
        self._path = (where.path or "/") + (f"?{where.query}" if where.query else "")
        self._keys = SharedKeys.read(password(wanted.secret_env, "notices.webhook.secret_env", SECRET), SECRET)
        self._abreast = Abreast(provider="the webhook", post=self._post, lanes=wanted.connections)

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken. Raises ChannelError where the address cannot be used at all."""
        return self._abreast.send([message] for message in messages)

    def close(self) -> None:
        """Hang up."""
        self._wires.close()

    def headers(self, message: Outgoing) -> dict[str, str]:
        """The headers of a request made now. The id is the same however often the delivery is tried."""
        second = int(self.clock())
        return {
            "Content-Type": "application/json",
            "User-Agent": "policytool",
            "webhook-id": message.delivery,
            "webhook-timestamp": str(second),
            "webhook-signature": self._keys.sign(message.delivery, second, message.content),
        }

    def _post(self, load: Load) -> list[Told]:
        (message,) = load

        def post() -> Reply:
            return self._wires.post(self._path, self.headers(message), message.content)

        return [(load, self.patience.ask(post, judged))]


def judged(reply: Reply) -> Verdict:
    """What an answer means."""
    if 200 <= reply.status < 300:
        return Verdict(outcome="accepted", detail=str(reply.status))
    detail = f"{reply.status} {said(reply)}".strip()
    if reply.status >= 500 or reply.status < 200 or reply.status in _MAYBE:
        return Verdict(outcome="unknown", detail=detail)
    if reply.status < 400:
        return _halted(f"{reply.status}: it leads to another address; set `notices.webhook.url` to that one")
    return _halted(detail) if reply.status in _ABOUT_US else Verdict(outcome="failed", detail=detail, about_us=True)


def _halted(detail: str) -> Verdict:
    return Verdict(outcome="deferred", detail=detail, halt=detail)
