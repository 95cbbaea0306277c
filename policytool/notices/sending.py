"""Sending a planned campaign, or one copy of it to a person who checks it."""

from __future__ import annotations

import datetime
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from policytool.config import Settings
from policytool.errors import AudienceError, ChannelError, UsageError
from policytool.notices.address import mailbox
from policytool.notices.addressing import MailWriter, PublicWriter
from policytool.notices.audience import fingerprint
from policytool.notices.channels.outbox import OutboxChannel
from policytool.notices.channels.smtp import SmtpChannel
from policytool.notices.channels.website import WebsiteChannel
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Campaign, Standing
from policytool.notices.mail import Template
from policytool.notices.model import Channel, Outgoing
from policytool.notices.planning import PUBLIC
from policytool.notices.runner import Work, Writer

SITE = "site"
"""Where MkDocs builds the website."""


def channel(campaign: Campaign, settings: Settings, today: datetime.date) -> Channel:
    """The campaign's channel as the settings describe it."""
    if campaign.channel == "website":
        return WebsiteChannel(
            folder=settings.root / SITE,
            policy=campaign.policy,
            version=campaign.version,
            effective=campaign.effective,
            today=today,
        )
    if campaign.channel == "outbox":
        return OutboxChannel(folder=settings.root / settings.notices.outbox)
    return SmtpChannel.of(settings.notices)


def send(
    ledger: Ledger,
    campaign: Campaign,
    out: Channel,
    *,
    audience: Path | None = None,
    stop: threading.Event,
    progress: Callable[[int], object],
) -> Standing:
    """Send what is queued and tell where the campaign stands then.

    `audience`: where the list of recipients lies now, if it was moved; it must be the frozen one, byte for byte.
    """
    work = Work(
        ledger=ledger,
        campaign=campaign,
        channel=out,
        writer=_writers(ledger, campaign, audience),
        stop=stop,
        progress=progress,
    )
    work.run()
    return ledger.standing(campaign)


def send_test(ledger: Ledger, campaign: Campaign, out: Channel, address: str) -> dict[str, str]:
    """One message in each language to `address`, outside the campaign's account. What became of each, by language."""
    if campaign.channel in PUBLIC:
        raise UsageError(f"the channel {campaign.channel} sends no messages that could be tested")
    try:
        to = mailbox(address)
    except ValueError as error:
        raise UsageError(f"{address!r}: {error}") from error
    told: dict[str, str] = {}
    with _closing(out):
        for language, template in _templates(ledger, campaign).items():
            delivery = f"test-{campaign.id}-{language}-{secrets.token_hex(4)}"
            content = template.addressed(address=to, name="", delivery=delivery)
            marked = content.replace(b"\r\nSubject: ", b"\r\nSubject: [Test] ", 1)
            message = Outgoing(number=0, delivery=delivery, address=to, content=marked)
            for result in out.send([message]):
                told[language] = result.outcome
                if result.outcome != "accepted":
                    raise ChannelError(f"the test message ({language}) was not accepted: {result.detail}")
    return told


def _writers(ledger: Ledger, campaign: Campaign, audience: Path | None) -> Callable[[], Writer]:
    if campaign.channel in PUBLIC:
        return lambda: PublicWriter(campaign=campaign, secret=ledger.secret)
    path = audience or Path(campaign.audience_path)
    templates = _templates(ledger, campaign)

    def writer() -> Writer:
        if fingerprint(path) != campaign.audience_sha256:
            todo = f"Put the file back as it was when {campaign.id} was planned, or plan a new campaign."
            raise AudienceError("this is not the list of recipients that was frozen", path=path, todo=todo)
        return MailWriter(campaign=campaign, audience=path, templates=templates, secret=ledger.secret)

    return writer


def _templates(ledger: Ledger, campaign: Campaign) -> dict[str, Template]:
    return {language: Template.cut(built) for language, built in ledger.contents(campaign).items()}


@contextmanager
def _closing(out: Channel) -> Iterator[None]:
    try:
        yield
    finally:
        out.close()
