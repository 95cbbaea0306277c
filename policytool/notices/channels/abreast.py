"""Several requests on their way at a time, an honest answer for each message, and an end before harm is done."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field

from policytool.errors import ChannelError, PolicytoolError
from policytool.notices.channels.discretion import discreet
from policytool.notices.channels.patience import Verdict
from policytool.notices.model import Outgoing, Result

_SILENCE = 5
"""Requests in a row without an answer after which sending stops, so that not everybody becomes unknown."""
_REFUSALS = 20
"""Requests in a row that are refused whoever gets them, after which sending stops."""

Load = Sequence[Outgoing]
"""The messages of one request."""
Told = tuple[Sequence[Outgoing], Verdict]
"""Messages, and what became of them together."""


@dataclass(kw_only=True)
class Abreast:
    """Hands loads to `post`, up to `lanes` at a time."""

    provider: str
    """For people."""
    post: Callable[[Load], Iterable[Told]]
    lanes: int = 1
    silence: int = _SILENCE
    _failure: PolicytoolError | None = field(default=None, init=False)
    _silent: int = field(default=0, init=False)
    _refused: int = field(default=0, init=False)

    def send(self, loads: Iterable[Load]) -> Iterator[Result]:
        """One result for each message taken. Raises ChannelError, and what `loads` raised, after all results.

        A generator that holds messages back for a later load is told of a failure: what it still gives is deferred.
        """
        source, self._failure = iter(loads), None
        under_way: set[Future[list[Told]]] = set()
        with ThreadPoolExecutor(max_workers=self.lanes) as pool:
            while True:
                while len(under_way) < self.lanes and (load := self._next(source)):
                    under_way.add(pool.submit(self._posted, load))
                if not under_way:
                    break
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for told in [told for one in done for told in one.result()]:
                    yield from self._results(*told)
        if self._failure is not None:
            for load in _left(source, self._failure):
                waiting = Verdict(outcome="deferred", detail="not tried: sending had to end before")
                yield from _told(load, waiting)
            raise self._failure

    def _next(self, source: Iterator[Load]) -> Load | None:
        if self._failure is not None:
            return None
        try:
            return next(source, None)
        except PolicytoolError as error:
            # What is under way is brought to its end first.
            self._failure = error
            return None

    def _posted(self, load: Load) -> list[Told]:
        return list(self.post(load))

    def _results(self, load: Load, verdict: Verdict) -> Iterator[Result]:
        self._silent = self._silent + 1 if verdict.outcome == "unknown" else 0
        self._refused = self._refused + 1 if verdict.about_us else 0
        if verdict.halt:
            self._fail(f"cannot be used: {verdict.halt}", "Correct the settings, or try later. Nobody was lost.")
        if self._silent >= self.silence:
            self._fail("took messages but did not answer", "Ask the provider before you settle them.")
        if self._refused >= _REFUSALS:
            self._fail(f"refuses the messages: {verdict.detail}", "Ask the provider why, then send again.")
        yield from _told(load, verdict)

    def _fail(self, message: str, todo: str) -> None:
        self._failure = self._failure or ChannelError(f"{self.provider} {message}", todo=todo)


def _told(load: Load, verdict: Verdict) -> Iterator[Result]:
    for message in load:
        words = discreet(verdict.detail, message.address)
        yield Result(
            number=message.number, outcome=verdict.outcome, detail=words, gone=verdict.gone, barred=verdict.barred
        )


def _left(source: Iterator[Load], failure: PolicytoolError) -> Iterator[Load]:
    """Loads of messages that were taken, and not begun when sending had to end."""
    if isinstance(source, Generator):
        with suppress(PolicytoolError):
            yield source.throw(failure)
            yield from source
