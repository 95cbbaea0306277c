"""All promises of a policy compared with a release."""

from __future__ import annotations

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
