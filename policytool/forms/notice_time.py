"""How long before the end of the service users have to be told: what the policy in force promises, else 30 days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from policytool.release.promises import end_of_service
from policytool.text.model import Document

USUAL = 30
"""Days, where the policy's text promises no number."""


@dataclass(frozen=True, kw_only=True)
class NoticeTime:
    """The days between telling everybody and the end, and the words that promise them."""

    days: int = USUAL
    quote: str = ""
    """The policy's own sentence, with its clause; empty where it says none."""

    def earliest(self, told: datetime.date) -> datetime.date:
        """The first day on which the service may end if people are told on `told`."""
        return told + datetime.timedelta(days=self.days)


def notice_time(document: Document) -> NoticeTime:
    """What `document`, the text in force, promises; the longest time where it promises several."""
    found = end_of_service.read(document)
    if not found:
        return NoticeTime()
    longest = max(found, key=lambda statement: statement.days)
    return NoticeTime(days=longest.days, quote=longest.quote)
