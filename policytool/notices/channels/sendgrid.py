"""Mail through SendGrid: up to 1,000 people a request (https://www.twilio.com/docs/sendgrid/api-reference/mail-send)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from policytool.config import SendgridSettings
from policytool.errors import PolicytoolError
from policytool.notices.channels.abreast import Abreast, Load, Told
from policytool.notices.channels.patience import Patience, Verdict, said
from policytool.notices.channels.secrets import password
from policytool.notices.channels.wire import Reply, Wire, origin
from policytool.notices.model import Outgoing, Result

MOST = 1000
"""Personalisations in a request."""
LARGEST = 29_000_000
"""Bytes of a request, below the 30 MB that SendGrid takes."""
_PATH = "/v3/mail/send"
_FIELD = re.compile(r"personalizations\.(\d+)(?:\.|\Z)")
_ID = re.compile(r"[\w.=-]{1,100}\Z", re.ASCII)


@dataclass(kw_only=True)
class SendgridChannel:
    """A channel to the SendGrid account of the settings.

    A message's `shared` is the request as JSON without its end, up to the list of personalisations; its `content` is
    its own personalisation.
    """

    settings: SendgridSettings
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        wanted = self.settings
        where = origin(wanted.api, "notices.sendgrid.api")
        key = password(wanted.key_env, "notices.sendgrid.key_env", "the key of the SendGrid account")
        self._headers = {
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        self._wire = Wire(origin=where, timeout=wanted.timeout)
        # One request without an answer makes up to 1,000 people unknown: that is enough.
        self._abreast = Abreast(provider="SendGrid", post=self._post, silence=1)

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken. Raises ChannelError where SendGrid cannot be used at all."""
        return self._abreast.send(loads(messages))

    def close(self) -> None:
        """Hang up."""
        self._wire.close()

    def _post(self, load: Load) -> Iterator[Told]:
        """Post `load`; where SendGrid names those it does not take, they have failed and the others go once more."""
        left: Sequence[Outgoing] = load
        while left:
            verdict, refused = self._asked(left)
            if not refused:
                yield left, verdict
                return
            for at, words in refused.items():
                yield [left[at]], Verdict(outcome="failed", detail=words)
            left = [message for at, message in enumerate(left) if at not in refused]

    def _asked(self, load: Load) -> tuple[Verdict, dict[int, str]]:
        """What became of one request, and which places of it SendGrid does not take."""
        body, refused = request(load), dict[int, str]()

        def judge(reply: Reply) -> Verdict:
            refused.update(_named(reply, len(load)))
            return judged(reply)

        return self.patience.ask(lambda: self._wire.post(_PATH, self._headers, body), judge), refused


def request(load: Load) -> bytes:
    """The JSON of one request."""
    return load[0].shared + b",".join(message.content for message in load) + b"]}"


def loads(messages: Iterable[Outgoing]) -> Iterator[Load]:
    """The messages of each request: of one language, not too many, not too large."""
    waiting: dict[bytes, list[Outgoing]] = {}
    sizes: dict[bytes, int] = {}
    failure: PolicytoolError | None = None
    try:
        for message in messages:
            key, size = message.shared, len(message.content) + 1
            full = key in waiting and (len(waiting[key]) >= MOST or sizes[key] + size > LARGEST)
            load = waiting.pop(key) if full else None
            if key not in waiting:
                waiting[key], sizes[key] = [], len(key) + 2
            waiting[key].append(message)
            sizes[key] += size
            if load:
                yield load
    except PolicytoolError as error:
        failure = error
    # Whoever was taken is in a load before anybody hears of a failure.
    while waiting:
        try:
            yield waiting.pop(next(iter(waiting)))
        except PolicytoolError as error:
            failure = failure or error
    if failure is not None:
        raise failure


def judged(reply: Reply) -> Verdict:
    """What an answer of SendGrid means for a whole request."""
    if reply.status == 202:
        number = reply.headers.get("x-message-id", "")
        return Verdict(outcome="accepted", detail=f"202 {number if _ID.match(number) else ''}".strip())
    detail = f"{reply.status} {_words(reply)}".strip()
    if reply.status >= 500 or reply.status < 400:
        return Verdict(outcome="unknown", detail=detail)
    return Verdict(outcome="deferred", detail=detail, halt=detail)


def _named(reply: Reply, size: int) -> dict[int, str]:
    """Which personalisations a 400 names, each with the reason."""
    if reply.status != 400:
        return {}
    places = ((_FIELD.match(str(error.get("field") or "")), error) for error in _errors(reply))
    found = {int(place[1]): f"400 {_message(error)}" for place, error in places if place}
    return {at: words for at, words in found.items() if at < size}


def _errors(reply: Reply) -> list[dict[str, object]]:
    try:
        errors = json.loads(reply.body)["errors"]
        return [error for error in errors if isinstance(error, dict)]
    except (ValueError, LookupError, TypeError):
        return []


def _words(reply: Reply) -> str:
    return next((_message(error) for error in _errors(reply)), "") or said(reply)


def _message(error: dict[str, object]) -> str:
    return said(Reply(status=0, headers={}, body=str(error.get("message") or "").encode()))
