"""Messages: built once per language, then addressed by putting bytes into their places.

Building a message takes Python milliseconds; putting bytes into places takes microseconds. Everything put in is encoded
for its place first: a header, quoted-printable text, or quoted-printable HTML.
"""

from __future__ import annotations

import base64
import html
import re
import time
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from functools import lru_cache

from policytool.errors import NoticeRefused, SettingsError
from policytool.notices.address import controls, mailbox, plain
from policytool.notices.audience import Recipient
from policytool.notices.model import PLACE, Notice, Outgoing, View

_LINE = 72
_TO = b"policytool-to@policytool.invalid"
_ID = b"policytool-delivery-stands-here"
_DATE = b"Thu, 01 Jan 1970 00:00:00 +0000"
_TEXT = b"==POLICYTOOL-GREETING-TEXT=="
_HTML = b"==POLICYTOOL-GREETING-HTML=="
# In quoted-printable "==" can never stand, so no policy's text can forge a place.
_HEAD = re.compile(rb"(%s)" % b"|".join(map(re.escape, (_TO, _ID, _DATE))))
_BODY = re.compile(rb"(%s)" % b"|".join(map(re.escape, (_TEXT, _HTML))))
_PAGE = re.compile(r"https://[A-Za-z0-9.-]+(:\d{1,5})?(/[\w./~%?=&+;-]*)?\Z", re.ASCII)
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .'-]{0,59}\Z", re.ASCII)


def build(notice: Notice, *, sender: str, reply_to: str = "", settings_url: str = "") -> bytes:
    """The message with places, to be kept and addressed later. Raises SettingsError for an unusable sender or page."""
    name, address = sender_of(sender, "notices.sender")
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = _TO.decode()
    if reply_to:
        message["Reply-To"] = sender_of(reply_to, "notices.reply_to")[1]
    message["Subject"] = notice.subject
    message["Date"] = _DATE.decode()
    message["Message-ID"] = f"<{_ID.decode()}@{address.rpartition('@')[2]}>"
    message["X-Policytool-Delivery"] = _ID.decode()
    message["Content-Language"] = notice.facts.language
    message["Auto-Submitted"] = "auto-generated"
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = "multipart/alternative"
    message.attach(_part("plain", notice.text, _TEXT))
    message.attach(_part("html", notice.html, _HTML))
    greetings = [notice.greeting, *notice.greeting_named]
    header = "".join(f"X-Greeting: {base64.b64encode(text.encode()).decode()}\r\n" for text in greetings)
    # Written by hand: Python would encode a long address as if it were words, and no program could follow it.
    leads = f"List-Unsubscribe:\r\n {settings_page(settings_url)}\r\n" if settings_url else ""
    return header.encode() + leads.encode("ascii") + message.as_bytes()


@dataclass(frozen=True, slots=True)
class Template:
    """A built message, cut at its places."""

    pieces: tuple[bytes, ...]
    greeting: str
    before_name: str
    after_name: str

    @classmethod
    def cut(cls, built: bytes) -> Template:
        """From what `build` gave."""
        lines = built.split(b"\r\n", 3)
        greetings = [base64.b64decode(line.partition(b": ")[2]).decode() for line in lines[:3]]
        head, _, body = lines[3].partition(b"\r\n\r\n")
        first, *rest = _BODY.split(body)
        *before, last = _HEAD.split(head)
        return cls((*before, last + b"\r\n\r\n" + first, *rest), *greetings)

    def outgoing(self, person: Recipient, *, number: int, delivery: str) -> Outgoing:
        """The message for one person, with its place in the ledger."""
        content = self.addressed(address=person.address, name=person.name, delivery=delivery)
        return Outgoing(number=number, delivery=delivery, address=person.address, content=content)

    def tested(self) -> Template:
        """The same with a subject that begins with [Test]."""
        marked = [piece.replace(b"\r\nSubject: ", b"\r\nSubject: [Test] ", 1) for piece in self.pieces]
        return replace(self, pieces=tuple(marked))

    def views(self) -> tuple[View, ...]:
        """The HTML, the plain text, and the message itself."""
        content = self.addressed(address="name@recipient.example", name="", delivery="preview")
        message = message_from_bytes(content, policy=policy.default)
        about = tuple((name, str(message[name])) for name in ("From", "Subject"))
        return (
            View(title="E-mail", suffix=".html", content=_body(message, "html"), about=about),
            View(title="Plain text", suffix=".txt", content=_body(message, "plain")),
            View(title="The message itself", suffix=".eml", content=content),
        )

    def addressed(self, *, address: str, name: str, delivery: str, date: str | None = None) -> bytes:
        """The message for one person, whatever the name holds."""
        shown = plain(name)
        greeting = f"{self.before_name}{shown}{self.after_name}" if shown else self.greeting
        filling = {
            _TO: recipient(shown, address),
            _ID: delivery.encode("ascii"),
            _DATE: date.encode("ascii") if date else _now(int(time.time())),
            _TEXT: b"=\r\n".join(_chunks(greeting)),
            _HTML: b"=\r\n".join(_chunks(html.escape(greeting))),
        }
        return b"".join(filling.get(piece, piece) if at % 2 else piece for at, piece in enumerate(self.pieces))


def _body(message: EmailMessage, kind: str) -> bytes:
    part = message.get_body((kind,))
    return b"" if part is None else str(part.get_content()).replace("\r\n", "\n").encode("utf-8")


@lru_cache(maxsize=1)
def _now(second: int) -> bytes:
    return formatdate(second, localtime=True).encode("ascii")


def recipient(name: str, address: str) -> bytes:
    """What stands after `To:`; a name that is not plain ASCII is encoded (RFC 2047). Raises NoticeRefused."""
    if controls(address) or not address.isascii() or mailbox(address) != address:
        raise NoticeRefused("an address cannot stand in a message's header")
    shown = plain(name)
    if not shown:
        return address.encode("ascii")
    if _SAFE_NAME.match(shown):
        return f'"{shown}"\r\n <{address}>'.encode("ascii")
    words = [b"=?utf-8?b?" + base64.b64encode(chunk) + b"?=" for chunk in _utf8(shown, 42)]
    return b"\r\n ".join([*words, f"<{address}>".encode("ascii")])


def sender_of(value: str, key: str) -> tuple[str, str]:
    """Name and bare address of a sender from the settings. Raises SettingsError naming `key`."""
    name, address = parseaddr(value)
    try:
        if controls(value):
            raise ValueError("it holds control characters")
        return name, mailbox(address)
    except ValueError as error:
        todo = f'Set `{key}`, such as "Privacy team <privacy@shop.example>".'
        raise SettingsError(f"{key}: {error}", todo=todo) from error


def settings_page(address: str) -> str:
    """What stands after `List-Unsubscribe:` (RFC 2369): where people choose how they are told. Raises SettingsError.

    There is no one-click form of it: a notice that the policy promises cannot be switched off by a mail program.
    """
    if not _PAGE.match(address) or len(address) > 900:
        todo = "Set it to an address that begins with https://, the same for everybody."
        raise SettingsError("notices.settings_url: this is not the address of a page", todo=todo)
    return f"<{address}>"


def _part(subtype: str, text: str, place: bytes) -> EmailMessage:
    part = EmailMessage(policy=policy.SMTP)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    pieces = [_quoted(piece) for piece in text.split(PLACE)]
    # A soft line break on both sides keeps lines short whatever is put in.
    part.set_payload(f"=\n{place.decode()}=\n".join(pieces))
    return part


def _quoted(text: str) -> str:
    return "\n".join("=\n".join(chunk.decode("ascii") for chunk in _chunks(line)) for line in text.split("\n"))


def _chunks(line: str) -> list[bytes]:
    """One line in quoted-printable, cut into pieces that fit into a line."""
    if len(line) <= _LINE and line.isascii() and line.isprintable() and "=" not in line and line[-1:] != " ":
        return [line.encode("ascii")]  # as almost every greeting is
    chunks, chunk = [], bytearray()
    for byte in line.encode("utf-8"):
        unit = bytes([byte]) if 32 <= byte <= 126 and byte != 61 else b"=%02X" % byte
        if len(chunk) + len(unit) > _LINE:
            chunks.append(bytes(chunk))
            chunk.clear()
        chunk += unit
    if chunk.endswith(b" "):
        chunk[-1:] = b"=20"
    return [*chunks, bytes(chunk)]


def _utf8(text: str, size: int) -> list[bytes]:
    """UTF-8 in pieces of at most `size` bytes that each hold whole characters."""
    pieces = [b""]
    for character in text:
        data = character.encode("utf-8")
        if len(pieces[-1]) + len(data) > size:
            pieces.append(b"")
        pieces[-1] += data
    return pieces
