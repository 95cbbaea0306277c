"""Mail that came back: delivery status notifications (RFC 3464) in a mailbox or from a pipe, as reports."""

from __future__ import annotations

import contextlib
import email.policy
import hashlib
import mailbox
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from policytool.errors import UsageError
from policytool.notices.channels.discretion import discreet
from policytool.notices.ledger.reports import Report
from policytool.notices.ledger.states import State

LONGEST = 10_000_000
"""Bytes of one message that are read."""
HEADER = "X-Policytool-Delivery"
_STATES: dict[str, State | None] = {
    "failed": "bounced",
    "delivered": "delivered",
    "relayed": None,
    "expanded": None,
    "delayed": None,
}
_ID = re.compile(r"[\w.-]{1,200}-\d{1,9}-[0-9a-f]{12}", re.ASCII)
_ARRIVED = ("X-Original-To", "Delivered-To", "Envelope-To", "To")
"""Headers that name the address a message was sent to: ours, made for one delivery."""


def messages(path: Path) -> Iterator[bytes]:
    """The messages in a file: a mailbox in the mbox form, a Maildir folder, or one message. Raises UsageError."""
    try:
        box = _box(path)
        if box is None:
            yield path.read_bytes()
            return
        with contextlib.closing(box):
            yield from (box.get_bytes(key) for key in box.iterkeys())
    except (OSError, mailbox.Error) as error:
        raise UsageError(f"the mailbox cannot be read: {error}", path=path) from error


def _box(path: Path) -> mailbox.Mailbox[Any] | None:
    if path.is_dir():
        return mailbox.Maildir(path, create=False)
    with path.open("rb") as file:
        return mailbox.mbox(path, create=False) if file.read(5) == b"From " else None


def report(raw: bytes) -> Report | None:
    """What a message that came back says of a delivery; None for any other message, such as an absence note."""
    message = BytesParser(policy=email.policy.compat32).parsebytes(raw[:LONGEST])
    if message.get_content_type() != "multipart/report":
        return None
    fields = _fields(message)
    action = fields.get("action", "").split(" ")[0].casefold()
    delivery = _delivery(message)
    if action not in _STATES or not delivery:
        return None
    status = fields.get("status", "").split(" ")[0]
    words = fields.get("diagnostic-code", "").partition(";")[2] or fields.get("diagnostic-code", "")
    mark = f"{delivery} {action} {status} {message.get('Message-ID') or words}"
    return Report(
        id=hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest(),
        provider="dsn",
        kind=action,
        delivery=delivery,
        state=_STATES[action],
        detail=discreet(f"{status} {words}", _address(fields)) or action,
        gone=action == "failed" and status in {"5.1.1", "5.1.10"},
    )


def _address(fields: dict[str, str]) -> str:
    """Whose message came back: `rfc822;` stands before the address."""
    return (fields.get("original-recipient") or fields.get("final-recipient", "")).partition(";")[2].strip()


def _fields(message: Message) -> dict[str, str]:
    """The fields about the recipient; those about the whole message where there are none of the same name."""
    found: dict[str, str] = {}
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for block in part.walk():
                found |= {name.casefold(): " ".join(str(value).split()) for name, value in block.items()}
    return found


def _delivery(message: Message) -> str:
    """Our id: from the message that came back, else from the address made for it. Empty where there is none."""
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            named = _returned(part).get(HEADER)
            if named and _ID.fullmatch(str(named).strip()):
                return str(named).strip()
    for header in _ARRIVED:
        found = _ID.search(str(message.get(header, "")))
        if found:
            return found[0]
    return ""


def _returned(part: Message) -> Message:
    content = part.get_payload(0) if part.is_multipart() else None
    if isinstance(content, Message):
        return content
    text = part.get_payload(decode=True)
    return BytesParser(policy=email.policy.compat32).parsebytes(
        text if isinstance(text, bytes) else b"", headersonly=True
    )
