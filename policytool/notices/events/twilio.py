"""Twilio's status callbacks and incoming messages as reports."""

from __future__ import annotations

from collections.abc import Mapping

from policytool.notices.ledger.reports import Report
from policytool.notices.ledger.states import State

_STATES: dict[str, State] = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "accepted",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "bounced",
    "failed": "failed",
    "canceled": "failed",
}
CHANNEL = "sms"
"""What such reports are about: the number may still be called."""
_GONE = frozenset({"21211", "30005"})
"""Error codes for numbers that do not exist."""
_BARRED = frozenset({"21610", "21614", "30006"})
"""Error codes for somebody who answered STOP, and for numbers that take no text messages, such as landlines."""
_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})


def report(form: Mapping[str, str], delivery: str) -> Report | None:
    """What a request says; None where it says nothing that concerns us. `delivery` is our id, from the address."""
    number = form.get("MessageSid") or form.get("SmsSid") or ""
    status, error = form.get("MessageStatus", ""), form.get("ErrorCode", "")
    if not number:
        return None
    if status in _STATES:
        return Report(
            id=f"{number}:{status}",
            provider="twilio",
            kind=status,
            delivery=delivery,
            state=_STATES[status],
            detail=f"{status}, error {error}" if error.isdigit() else status,
            gone=error in _GONE,
            stop=form.get("To", "") if error in _BARRED else "",
            channel=CHANNEL,
        )
    if form.get("OptOutType") == "STOP" or form.get("Body", "").strip().upper() in _STOP:
        return Report(
            id=number, provider="twilio", kind="stop", detail="STOP", stop=form.get("From", ""), channel=CHANNEL
        )
    return None
