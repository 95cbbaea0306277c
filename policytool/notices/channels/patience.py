"""Asking a provider again, with growing pauses, but only where nothing was accepted."""

from __future__ import annotations

import email.utils
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from policytool.notices.channels.discretion import clean
from policytool.notices.channels.wire import NoAnswer, NotSent, Reply
from policytool.notices.model import Outcome

BUSY = frozenset({429, 500, 503})
"""What providers answer who accepted nothing. 502 and 504 come from a gateway, behind which it may have been."""
_LONGEST = 20.0
"""Seconds of one pause: what asks for more has to wait for the next `send`."""
_RANDOM = random.SystemRandom()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a request."""

    outcome: Outcome
    detail: str
    gone: bool = False
    """Whether the address does not exist."""
    barred: bool = False
    """Whether its owner does not want such messages, or it takes none."""
    about_us: bool = False
    """Whether the sender or the content was refused rather than the recipient."""
    halt: str = ""
    """Why nothing more can be sent now; empty where the next may go."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How often and how long to wait."""

    pauses: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
    sleep: Callable[[float], object] = time.sleep
    busy: frozenset[int] = BUSY
    """Answers that say that nothing was accepted."""

    def ask(self, post: Callable[[], Reply], judge: Callable[[Reply], Verdict]) -> Verdict:
        """Post, and post again while that is safe and the provider asks to wait. `judge` reads every other answer."""
        verdict = Verdict(outcome="deferred", detail="")
        for pause in (*self.pauses, None):
            verdict, wanted = self._once(post, judge)
            if not verdict.halt or wanted < 0:
                return verdict
            longer = max(wanted, _RANDOM.uniform(pause / 2, pause) if pause else 0.0)
            if pause is None or longer > _LONGEST:
                return verdict
            self.sleep(longer + (_RANDOM.uniform(0, pause / 2) if wanted else 0.0))
        return verdict

    def _once(self, post: Callable[[], Reply], judge: Callable[[Reply], Verdict]) -> tuple[Verdict, float]:
        """The verdict, and how many seconds the provider wants to be left alone; less than 0 for always."""
        try:
            reply = post()
        except NotSent as error:
            return _waiting(str(error)), 0.0
        except NoAnswer as error:
            return Verdict(outcome="unknown", detail=clean(str(error))), -1.0
        if reply.status in self.busy:
            return _waiting(f"{reply.status} {said(reply)}"), retry_after(reply)
        return judge(reply), -1.0


def said(reply: Reply) -> str:
    """The first words of an answer, without addresses."""
    try:
        told = json.loads(reply.body)["message"]
    except (ValueError, LookupError, TypeError):
        told = None
    return clean(told if isinstance(told, str) else reply.body[:2000].decode("utf-8", "replace"))


def retry_after(reply: Reply, *, now: Callable[[], float] = time.time) -> float:
    """Seconds that the answer asks to wait, 0 where it says nothing (RFC 9110, 10.2.3)."""
    wanted = reply.headers.get("retry-after", "").strip()
    if wanted.isascii() and wanted.isdigit():
        return min(float(wanted), 86400.0)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(wanted).timestamp() - now())
    except (ValueError, OverflowError):
        return 0.0


def _waiting(detail: str) -> Verdict:
    words = clean(detail)
    return Verdict(outcome="deferred", detail=words, halt=words)
