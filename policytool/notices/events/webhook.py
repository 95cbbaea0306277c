"""What the company's own program reports about notices that it took by webhook."""

from __future__ import annotations

import hashlib
import json

from policytool.notices.channels.discretion import clean
from policytool.notices.ledger.reports import Report
from policytool.notices.ledger.states import State

KIND = "delivery.report"
"""What `type` says in a report."""
_STATES: dict[str, State] = {
    "accepted": "accepted",
    "delivered": "delivered",
    "bounced": "bounced",
    "failed": "failed",
}


def report(body: bytes, number: str) -> Report | None:
    """What a request with the id `number` says; None for one of another type. Raises ValueError for a malformed one."""
    found = json.loads(body)
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise ValueError("not an object with a type")
    if found["type"] != KIND:
        return None
    data = found.get("data")
    if not isinstance(data, dict):
        raise ValueError("a report has data")
    told = {name: data.get(name, "") for name in ("delivery", "state", "detail")}
    if not all(isinstance(value, str) for value in told.values()) or told["state"] not in _STATES:
        raise ValueError("a report names a delivery and its state")
    kind = told["state"]
    return Report(
        id=hashlib.sha256(number.encode("utf-8", "replace")).hexdigest(),
        provider="webhook",
        kind=kind,
        delivery=told["delivery"],
        state=_STATES[kind],
        detail=clean(told["detail"]) or kind,
        gone=data.get("gone") is True,
    )
