"""The web server that providers report to: what is not verified is refused without a word, what is, is stored first."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from policytool.config import Settings
from policytool.errors import LedgerError, SettingsError
from policytool.notices.channels.webhook import SECRET
from policytool.notices.events import sendgrid, twilio, webhook
from policytool.notices.events.signatures import SendGridKey, twilio_signed
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.reports import Report
from policytool.notices.signature import SharedKeys

DELIVERY = "delivery"
"""Name under which Twilio's callback address carries our delivery id."""


class _Refused(Exception):
    """Answer with this status and nothing else."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(str(status))


def app(ledger: Ledger, settings: Settings, *, clock: Callable[[], float] = time.time) -> Starlette:
    """The server for the providers that the settings name. `clock` tells the seconds since 1970.

    A report is answered with 204 once it is stored durably, or was before; anything else makes the provider try again
    or give up. Raises SettingsError where no provider is set up, or one wrongly.
    """
    providers = Providers(ledger=ledger, settings=settings, clock=clock)
    routes = [
        Route("/sendgrid", providers.sendgrid, methods=["POST"]),
        Route("/twilio", providers.twilio, methods=["POST"]),
        Route("/webhook", providers.webhook, methods=["POST"]),
        Route("/health", _health, methods=["GET"]),
    ]
    return Starlette(routes=routes, exception_handlers={_Refused: _refused, LedgerError: _busy})


class Providers:
    """Takes the reports of each provider."""

    def __init__(self, *, ledger: Ledger, settings: Settings, clock: Callable[[], float]) -> None:
        self._ledger = ledger
        self._events = settings.events
        self._clock = clock
        key = settings.events.sendgrid_key
        self._sendgrid = SendGridKey.read(key) if key else None
        self._twilio = os.environ.get(settings.notices.sms.token_env, "") if settings.events.url else ""
        secret = os.environ.get(settings.notices.webhook.secret_env, "") if settings.notices.webhook.url else ""
        self._webhook = SharedKeys.read(secret, SECRET) if secret else None
        if self._sendgrid is None and self._webhook is None and not self._twilio:
            todo = "Set events.sendgrid_key, or events.url and Twilio's token, or a webhook and its secret."
            raise SettingsError("no provider is set up whose reports could be verified", todo=todo)

    async def sendgrid(self, request: Request) -> Response:
        """A batch of events, signed over the time and the body as it came."""
        body = await self._body(request)
        signature = request.headers.get("X-Twilio-Email-Event-Webhook-Signature", "")
        timestamp = request.headers.get("X-Twilio-Email-Event-Webhook-Timestamp", "")
        now, fresh = self._clock(), self._events.fresh
        if self._sendgrid is None or not self._sendgrid.signed(body, signature, timestamp, now=now, fresh=fresh):
            raise _Refused(403)
        try:
            reports = list(sendgrid.reports(body))
        except ValueError as error:
            raise _Refused(400) from error
        return await self._stored(reports)

    async def twilio(self, request: Request) -> Response:
        """The status of a text message, or a message that somebody sent to us."""
        body = await self._body(request)
        try:
            form = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=200)
        except ValueError as error:
            raise _Refused(400) from error
        url = self._events.url.rstrip("/") + request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if not twilio_signed(self._twilio, url, form, request.headers.get("X-Twilio-Signature", "")):
            raise _Refused(403)
        report = twilio.report(dict(form), request.query_params.get(DELIVERY, ""))
        return await self._stored([report] if report else [])

    async def webhook(self, request: Request) -> Response:
        """One report of the company's own program, signed over its id, the time and the body as it came."""
        body = await self._body(request)
        name, signature = request.headers.get("webhook-id", ""), request.headers.get("webhook-signature", "")
        timestamp, now = request.headers.get("webhook-timestamp", ""), self._clock()
        keys, fresh = self._webhook, self._events.fresh
        if keys is None or not keys.signed(
            body, name=name, timestamp=timestamp, signature=signature, now=now, fresh=fresh
        ):
            raise _Refused(403)
        try:
            found = webhook.report(body, name)
        except ValueError as error:
            raise _Refused(400) from error
        return await self._stored([found] if found else [])

    async def _stored(self, reports: list[Report]) -> Response:
        await run_in_threadpool(self._ledger.report, reports)
        return Response(status_code=204)

    async def _body(self, request: Request) -> bytes:
        """The body as it came. Raises _Refused as soon as it is too long."""
        body = bytearray()
        try:
            async for piece in request.stream():
                body += piece
                if len(body) > self._events.max_bytes:
                    raise _Refused(413)
        except ClientDisconnect as error:
            raise _Refused(400) from error
        return bytes(body)


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _refused(request: Request, error: Exception) -> Response:
    return Response(status_code=error.status if isinstance(error, _Refused) else 500)


async def _busy(request: Request, error: Exception) -> Response:
    """The ledger could not store it: the provider shall come again."""
    return Response(status_code=503, headers={"Retry-After": "30"})
