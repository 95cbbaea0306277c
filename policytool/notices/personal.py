"""The mail as SendGrid gets it: one request for many people, with a personalisation for each."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, replace
from json.encoder import encode_basestring_ascii

from policytool.config import NoticeSettings
from policytool.errors import SettingsError
from policytool.notices.address import plain
from policytool.notices.audience import Recipient
from policytool.notices.channels.sendgrid import LARGEST
from policytool.notices.mail import sender_of, settings_page
from policytool.notices.model import PLACE, Notice, Outgoing, View

DELIVERY = "delivery"
"""Under which name a message carries our delivery id."""
_TAG = "-policytool-greeting"


def build(notice: Notice, settings: NoticeSettings) -> bytes:
    """The request without its personalisations, and the greetings, as JSON. Raises SettingsError."""
    try:
        from sendgrid.helpers import mail  # an extra: only who uses this channel has it
    except ImportError as error:
        todo = "Run: pip install 'policytool[sendgrid]'"
        raise SettingsError("the channel sendgrid needs the library sendgrid", todo=todo) from error
    name, address = sender_of(settings.sender, "notices.sender")
    tags = _tags(notice)
    made = mail.Mail(from_email=mail.From(address, name or None), subject=mail.Subject(notice.subject))
    made.content = mail.Content("text/plain", notice.text.replace(PLACE, tags[0]))
    made.content = mail.Content("text/html", notice.html.replace(PLACE, tags[1]))
    if settings.reply_to:
        made.reply_to = mail.ReplyTo(sender_of(settings.reply_to, "notices.reply_to")[1])
    made.header = mail.Header("Content-Language", notice.facts.language)
    made.header = mail.Header("Auto-Submitted", "auto-generated")
    if settings.settings_url:
        made.header = mail.Header("List-Unsubscribe", settings_page(settings.settings_url))
    made.tracking_settings = mail.TrackingSettings(
        click_tracking=mail.ClickTracking(enable=False, enable_text=False),
        open_tracking=mail.OpenTracking(enable=False),
        subscription_tracking=mail.SubscriptionTracking(enable=False),
        ganalytics=mail.Ganalytics(enable=False),
    )
    # A notice that the policy promises is no advertising: an unsubscription from that does not stop it.
    made.mail_settings = mail.MailSettings(bypass_unsubscribe_management=mail.BypassUnsubscribeManagement(enable=True))
    frozen = {"request": made.get(), "tags": tags, "greetings": [notice.greeting, *notice.greeting_named]}
    return json.dumps(frozen).encode("ascii")


@dataclass(frozen=True, slots=True)
class PersonalForm:
    """A request that lacks its people."""

    shared: bytes
    tags: tuple[str, str]
    greeting: str
    before_name: str
    after_name: str

    @classmethod
    def read(cls, built: bytes) -> PersonalForm:
        """From what `build` gave."""
        frozen = json.loads(built)
        text, page = frozen["tags"]
        return cls(_opened(frozen["request"]), (text, page), *frozen["greetings"])

    def outgoing(self, person: Recipient, *, number: int, delivery: str) -> Outgoing:
        """The personalisation for one person, whatever the name holds."""
        shown = plain(person.name)
        named = bool(shown) and _TAG not in shown
        greeting = f"{self.before_name}{shown}{self.after_name}" if named else self.greeting
        to = f',"name":{_json(_quoted(shown))}' if named else ""
        text, page = self.tags
        # Written by hand: building and encoding a value for each person takes three times as long.
        personal = (
            f'{{"to":[{{"email":{_json(person.address)}{to}}}],'
            f'"substitutions":{{"{text}":{_json(greeting)},"{page}":{_json(html.escape(greeting))}}},'
            f'"custom_args":{{"{DELIVERY}":{_json(delivery)}}}}}'
        )
        return Outgoing(
            number=number,
            delivery=delivery,
            address=person.address,
            content=personal.encode("ascii"),
            shared=self.shared,
        )

    def tested(self) -> PersonalForm:
        """The same with a subject that begins with [Test]."""
        request = json.loads(self.shared + b"]}")
        del request["personalizations"]
        return replace(self, shared=_opened({**request, "subject": f"[Test] {request['subject']}"}))

    def views(self) -> tuple[View, ...]:
        """The HTML, the plain text, and the request itself."""
        person = Recipient(line=0, key="", address="name@recipient.example")
        whole = json.loads(self.shared + self.outgoing(person, number=0, delivery="preview").content + b"]}")
        sender = whole["from"]
        about = (("From", f"{sender.get('name', '')} <{sender['email']}>".strip()), ("Subject", whole["subject"]))
        text, page = (part["value"] for part in whole["content"])
        greeted = page.replace(self.tags[1], html.escape(self.greeting))
        return (
            View(title="E-mail", suffix=".html", content=greeted.encode(), about=about),
            View(title="Plain text", suffix=".txt", content=text.replace(self.tags[0], self.greeting).encode()),
            View(title="The request itself", suffix=".json", content=json.dumps(whole, indent=2).encode()),
        )


_json = encode_basestring_ascii


def _opened(request: dict[str, object]) -> bytes:
    """The request up to the first personalisation. Raises SettingsError where it leaves no room for one."""
    opened = json.dumps(request).encode("ascii")[:-1] + b',"personalizations":['
    if len(opened) > LARGEST - 100_000:
        raise SettingsError("the message is too large for SendGrid", todo="Shorten the summary or the templates.")
    return opened


def _tags(notice: Notice) -> tuple[str, str]:
    """Words that stand for the greeting and nowhere else in the message."""
    whole, number = f"{notice.subject}{notice.text}{notice.html}", 0
    while f"{_TAG}{number or ''}-" in whole:
        number += 1
    return f"{_TAG}{number or ''}-text-", f"{_TAG}{number or ''}-html-"


def _quoted(name: str) -> str:
    """A name with a comma or a semicolon in quotation marks: SendGrid would take it for several."""
    return '"{}"'.format(name.replace('"', "'")) if "," in name or ";" in name else name
