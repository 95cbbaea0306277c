"""Sending a planned campaign, or one copy of it to a person who checks it."""

from __future__ import annotations

import datetime
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from policytool.config import Settings
from policytool.errors import AudienceError, ChannelError, UsageError
from policytool.notices.address import checked
from policytool.notices.addressing import PersonWriter, PublicWriter
from policytool.notices.audience import Recipient
from policytool.notices.channels.catalogue import Form, described
from policytool.notices.gate import Gate
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Campaign, Standing
from policytool.notices.model import Channel
from policytool.notices.runner import Work, Writer
from policytool.notices.source import Source, opened


def channel(campaign: Campaign, settings: Settings, today: datetime.date) -> Channel:
    """The campaign's channel as the settings describe it."""
    return described(campaign.channel).open(campaign, settings, today)


def audience(campaign: Campaign, where: str | None, settings: Settings) -> Source | None:
    """The campaign's list of recipients, which lies at `where` if it was moved; None for a public channel."""
    return opened(where or campaign.audience_path, settings) if campaign.audience_sha256 else None


def send(
    ledger: Ledger,
    campaign: Campaign,
    out: Channel,
    *,
    people: Source | None,
    stop: threading.Event,
    progress: Callable[[int], object],
    gate: Gate | None = None,
) -> Standing:
    """Send what is queued and tell where the campaign stands then.

    `people`: the frozen list of recipients, None for a public channel; it must be as it was, byte for byte.
    `gate` holds back what the limits of the channel do not allow yet.
    """
    work = Work(
        ledger=ledger,
        campaign=campaign,
        channel=out,
        writer=writers(ledger, campaign, people),
        gate=gate,
        bulk=described(campaign.channel).bulk,
        stop=stop,
        progress=progress,
    )
    work.run()
    return ledger.standing(campaign)


def send_test(ledger: Ledger, campaign: Campaign, out: Channel, address: str) -> dict[str, str]:
    """One message in each language to `address`, outside the campaign's account. What became of each, by language."""
    if not described(campaign.channel).testable:
        raise UsageError(f"the channel {campaign.channel} sends no messages that could be tested")
    kind = described(campaign.channel).address
    try:
        to = checked(address, kind)
    except ValueError as error:
        raise UsageError(f"{address!r}: {error}") from error
    person = Recipient(line=0, key=to, address=to)
    told: dict[str, str] = {}
    with _closing(out):
        for language, form in forms(ledger, campaign).items():
            delivery = f"test-{campaign.id}-{language}-{secrets.token_hex(4)}"
            message = form.tested().outgoing(person, number=0, delivery=delivery)
            for result in out.send([message]):
                told[language] = result.outcome
                if result.outcome != "accepted":
                    raise ChannelError(f"the test message ({language}) was not accepted: {result.detail}")
    return told


def writers(ledger: Ledger, campaign: Campaign, people: Source | None) -> Callable[[], Writer]:
    """Makes writers of the campaign's messages, each of which begins with the first row.

    Making one raises AudienceError where `people` is not the frozen list.
    """
    if people is None:
        return lambda: PublicWriter(campaign=campaign, secret=ledger.secret)
    built, address = forms(ledger, campaign), described(campaign.channel).address

    def writer() -> Writer:
        if people.fingerprint() != campaign.audience_sha256:
            todo = f"Put the list back as it was when {campaign.id} was planned, or plan a new campaign."
            raise AudienceError("this is not the list of recipients that was frozen", path=people.name, todo=todo)
        return PersonWriter(campaign=campaign, audience=people, address=address, forms=built, secret=ledger.secret)

    return writer


def forms(ledger: Ledger, campaign: Campaign) -> dict[str, Form]:
    """The campaign's messages by language, the authoritative one first; none for a public channel."""
    read = described(campaign.channel).form
    return {language: read(built) for language, built in ledger.contents(campaign).items()} if read else {}


@contextmanager
def _closing(out: Channel) -> Iterator[None]:
    try:
        yield
    finally:
        out.close()
