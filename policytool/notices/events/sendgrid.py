"""SendGrid's events as reports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from policytool.notices.channels.discretion import discreet
from policytool.notices.ledger.reports import Report
from policytool.notices.ledger.states import State

CUSTOM_ARG = "delivery"
"""Under which name a message carries our delivery id."""
_STATES: dict[str, State | None] = {
    "processed": "accepted",
    "deferred": None,
    "delivered": "delivered",
    "bounce": "bounced",
    "dropped": "failed",
    "spamreport": None,
}
"""Opening and clicking are not among them: nobody is watched while reading a legal notice."""
_GONE = re.compile(r"5\.1\.(1|10)\b|Bounced Address|user unknown|does not exist", re.IGNORECASE)


def reports(body: bytes) -> Iterator[Report]:
    """The events in the body of a request. Raises ValueError where it is not a list of objects."""
    listed = json.loads(body)
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ValueError("not a list of events")
    for one in listed:
        kind, number = _text(one, "event"), _text(one, "sg_event_id")
        if kind in _STATES and number:
            yield _report(one, kind, number)


def _report(event: dict[str, Any], kind: str, number: str) -> Report:
    words = " ".join(filter(None, (_text(event, "status"), _text(event, "reason") or _text(event, "response"))))
    return Report(
        id=number,
        provider="sendgrid",
        kind=kind,
        delivery=_text(event, CUSTOM_ARG),
        state=_STATES[kind],
        detail=discreet(words, _text(event, "email")) or kind,
        gone=kind in {"bounce", "dropped"} and _text(event, "type") != "blocked" and _GONE.search(words) is not None,
    )


def _text(event: dict[str, Any], name: str) -> str:
    value = event.get(name)
    return value if isinstance(value, str) else ""
