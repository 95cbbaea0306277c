"""The channels that there are: what each needs to know of a person, how its messages are written, how it is opened."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Protocol

from policytool.config import NoticeSettings, Settings
from policytool.errors import SettingsError, UsageError
from policytool.notices import personal, posting, printing, texting
from policytool.notices.audience import Recipient
from policytool.notices.channels.outbox import OutboxChannel
from policytool.notices.channels.paper import LetterChannel, TelephoneChannel
from policytool.notices.channels.sendgrid import MOST, SendgridChannel
from policytool.notices.channels.smtp import SmtpChannel
from policytool.notices.channels.twilio import TwilioChannel
from policytool.notices.channels.webhook import WebhookChannel
from policytool.notices.channels.website import WebsiteChannel
from policytool.notices.ledger.model import Campaign
from policytool.notices.mail import Template, build
from policytool.notices.model import AddressKind, Channel, Notice, Outgoing, View

GROUP = "policytool.channels"
"""Entry points by which other packages add channels: each names a Description."""
_NAME = re.compile(r"[a-z][a-z0-9-]{1,30}\Z")
SITE = "site"
"""Where MkDocs builds the website."""


class Form(Protocol):
    """A message built once for a language, ready to be addressed to one person after the other."""

    def outgoing(self, person: Recipient, *, number: int, delivery: str) -> Outgoing: ...

    def tested(self) -> Form:
        """The same, marked as a test."""
        ...

    def views(self) -> tuple[View, ...]:
        """What a person sees who looks at it before it is sent."""
        ...


@dataclass(frozen=True, kw_only=True)
class Description:
    """All that the rest of the room knows of a channel."""

    name: str
    about: str
    """One line for people."""
    address: AddressKind
    open: Callable[[Campaign, Settings, datetime.date], Channel]
    """The channel as the settings describe it, today. Raises SettingsError, ChannelError."""
    build: Callable[[Notice, NoticeSettings], bytes] | None = None
    """The message in one language, as the ledger freezes it. Raises NoticeRefused, SettingsError."""
    form: Callable[[bytes], Form] | None = None
    """Reads what `build` gave."""
    like: str = ""
    """The channel whose messages look the same, so that they need not be looked at twice."""
    bulk: int = 0
    """How many messages one request carries, where a request carries several."""
    testable: bool = True
    """Whether one message may go to a person who checks it."""

    @property
    def public(self) -> bool:
        """Whether it addresses everybody at once and needs no audience."""
        return self.address == "none"


def _website(campaign: Campaign, settings: Settings, today: datetime.date) -> Channel:
    return WebsiteChannel(
        folder=settings.root / SITE,
        policy=campaign.policy,
        version=campaign.version,
        effective=campaign.effective,
        today=today,
    )


def _paper(campaign: Campaign, settings: Settings) -> Path:
    return settings.root / settings.notices.paper / campaign.id


def _mail(notice: Notice, settings: NoticeSettings) -> bytes:
    return build(notice, sender=settings.sender, reply_to=settings.reply_to, settings_url=settings.settings_url)


OWN = (
    Description(
        name="website",
        about="The notice on the policy website, for everybody.",
        address="none",
        open=_website,
        testable=False,
    ),
    Description(
        name="smtp",
        about="One e-mail a person, through your mail server.",
        address="email",
        open=lambda campaign, settings, today: SmtpChannel.of(settings.notices, settings.root, campaign),
        build=_mail,
        form=Template.cut,
    ),
    Description(
        name="sendgrid",
        about="One e-mail a person, through SendGrid.",
        address="email",
        open=lambda campaign, settings, today: SendgridChannel(settings=settings.notices.sendgrid),
        build=personal.build,
        form=personal.PersonalForm.read,
        like="smtp",
        bulk=MOST,
    ),
    Description(
        name="outbox",
        about="One .eml file a person, in a folder.",
        address="email",
        open=lambda campaign, settings, today: OutboxChannel(folder=settings.root / settings.notices.outbox),
        build=_mail,
        form=Template.cut,
        like="smtp",
    ),
    Description(
        name="sms",
        about="One text message a person, through Twilio.",
        address="phone",
        open=lambda campaign, settings, today: TwilioChannel(settings=settings.notices.sms),
        build=texting.build,
        form=texting.TextForm,
    ),
    Description(
        name="webhook",
        about="One signed request a person, to a program of your own.",
        address="key",
        open=lambda campaign, settings, today: WebhookChannel(settings=settings.notices.webhook),
        build=posting.build,
        form=posting.PostedForm.read,
        like="smtp",
    ),
    Description(
        name="letter",
        about="One page to print a person, with a list, in a folder.",
        address="postal",
        open=lambda campaign, settings, today: LetterChannel(folder=_paper(campaign, settings)),
        build=printing.build_letter,
        form=printing.LetterForm.read,
        testable=False,
    ),
    Description(
        name="telephone",
        about="A script to read out and a list of people to call, in a folder.",
        address="phone",
        open=lambda campaign, settings, today: TelephoneChannel(folder=_paper(campaign, settings)),
        build=printing.build_call,
        form=printing.CallForm.read,
        testable=False,
    ),
)
"""The packaged channels."""


def described(name: str) -> Description:
    """The channel called `name`. Raises UsageError where there is none, SettingsError for an unusable one."""
    found = known().get(name)
    if found is None:
        raise UsageError(f"there is no channel {name!r}", todo=f"Channels: {', '.join(known())}.")
    return found


@cache
def known() -> Mapping[str, Description]:
    """Every channel by name, the packaged ones first. Raises SettingsError for an unusable one."""
    found = {one.name: one for one in OWN}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        other = _loaded(point)
        if other.name in found:
            raise _unusable(point, f"there is a channel {other.name!r} already")
        found[other.name] = other
    return found


def _loaded(point: EntryPoint) -> Description:
    try:
        other = point.load()
    except Exception as error:  # whatever a foreign package raises, its name has to be told
        raise _unusable(point, f"it cannot be loaded: {error}") from error
    if not isinstance(other, Description):
        raise _unusable(point, "it is not a policytool.notices.channels.catalogue.Description")
    if other.name != point.name or not _NAME.match(other.name):
        raise _unusable(point, "its name must be that of the entry point, in lower-case letters, digits and hyphens")
    if not other.public and (other.build is None or other.form is None):
        raise _unusable(point, "a channel that writes to people needs `build` and `form`")
    return other


def _unusable(point: EntryPoint, why: str) -> SettingsError:
    package = point.dist.name if point.dist is not None else point.value
    todo = f"Update or remove the package {package}."
    return SettingsError(f"the channel {point.name!r} of the package {package}: {why}", todo=todo)
