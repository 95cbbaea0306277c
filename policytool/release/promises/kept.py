"""All promises of a policy compared with a release."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from policytool.release.model import Problem
from policytool.release.promises import before_effect, channels, lead_time, on_posting
from policytool.release.promises.model import Case
from policytool.significance.model import Significance
from policytool.text.model import Document

PROMISES: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    before_effect.problems,
    lead_time.problems,
    on_posting.problems,
    channels.problems,
)


def broken(case: Case) -> tuple[Problem, ...]:
    """What a release would break, and what policy and settings say differently."""
    return tuple(problem for promise in PROMISES for problem in promise(case))


def days_before_effect(document: Document, significance: Significance) -> int:
    """The days between posting and effect that `document` promises for such a revision; 0 where it promises none."""
    noticed = any(statement.covers(significance) for statement in before_effect.read(document))
    return max(int(noticed), lead_time.promised_days(lead_time.read(document), significance))


def late(document: Document, significance: Significance, effective: datetime.date, today: datetime.date) -> str:
    """What a notice that leaves `today` breaks, in words; empty where it comes in time.

    `document` is the text whose promises bind, that of the version before; the new one takes effect on `effective`.
    """
    days = (effective - today).days
    if days <= 0:
        return f"this version has been in force since {effective}" if days else "this version takes effect today"
    found = [one for one in lead_time.read(document) if one.covers(significance) and one.days > days]
    if not found:
        return ""
    longest = max(found, key=lambda one: one.days)
    return f"users would have {days} days, but {longest.days} are promised in {longest.quote}"
