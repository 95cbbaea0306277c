"""For the tests of whoever builds on policytool: twins in memory, values to begin with, what every channel promises.

A channel of another package keeps the promises if each of PROMISES passes with a Trial of it:

    @pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
    def test_the_channel_keeps(promise, tmp_path):
        promise(Trial(channel=..., message=..., kept=...))
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from policytool.config import NoticeSettings
from policytool.errors import ChannelError
from policytool.notices.audience import Recipient
from policytool.notices.channels.catalogue import Description
from policytool.notices.compose import Templates, compose
from policytool.notices.model import ENVELOPE, PLACE, Channel, Facts, Notice, Outcome, Outgoing, Point, Result
from policytool.text.metadata import Controller

OUTCOMES = ("accepted", "failed", "deferred", "unknown")
LONGEST = 300
"""Characters of a result's detail."""


@dataclass(kw_only=True)
class MemoryChannel:
    """A channel that keeps what it gets.

    `outcomes` says what becomes of messages to some addresses; all others are accepted.
    """

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    kept: list[Outgoing] = field(default_factory=list)
    """What recipients have got."""

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken."""
        for message in messages:
            outcome = self.outcomes.get(message.address, "accepted")
            if outcome == "accepted":
                self.kept.append(message)
            yield Result(number=message.number, outcome=outcome, detail="kept" if outcome == "accepted" else outcome)

    def close(self) -> None:
        """Nothing stays open."""


def sample_facts(language: str = "en", **changed: object) -> Facts:
    """What a notice of a significant revision tells, in English or Chinese."""
    english = language == "en"
    values: dict[str, object] = {
        "language": language,
        "policy": "privacy-policy",
        "title": "Shop Privacy Policy" if english else "商店隐私政策",
        "version": "2.0",
        "kind": "significant",
        "published": datetime.date(2026, 11, 23),
        "effective": datetime.date(2026, 12, 23),
        "summary": "Advertising partners become recipients.",
        "points": (
            Point(
                kind="recipients",
                told="We now share your order history with <advertising> partners." if english else "",
                quote="" if english else "我们还会与广告合作伙伴分享您的订单历史。",
                section="2. Sharing",
                effects=(("recipients", "wider"),),
                reduces_rights=False,
            ),
        ),
        "text_url": "https://policies.shop.example/privacy-policy/2.0/",
        "changes_url": "https://policies.shop.example/privacy-policy/2.0/changes/",
        "short_url": "https://policies.shop.example/p/2.0",
        "controller": Controller(name="Example Shop Ltd", email="privacy@shop.example"),
        "sender": "privacy@shop.example",
    }
    return Facts(**{**values, **changed})  # type: ignore[arg-type]


def sample_notice(language: str = "en", **changed: object) -> Notice:
    """The notice that tells `sample_facts`, in the packaged words."""
    return compose(sample_facts(language, **changed), Templates.load())


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A channel to be tried, which has not sent anything yet."""

    channel: Channel
    message: Callable[[int], Outgoing]
    """A sound message with that number, to another person for each number."""
    kept: Callable[[], list[str]]
    """Delivery ids of the messages that people have got by now."""
    out_of_reach: Channel | None = None
    """The same kind of channel, whose provider cannot be reached or whose folder cannot be written."""
    bulk: int = 1
    """How many messages it takes for one request."""


def each_message_gets_one_result_and_arrives_once(trial: Trial) -> None:
    """Also where there is none, one, or more than the channel takes at a time; batch after batch."""
    sent: list[str] = []
    for start, count in ((1, 0), (1, 1), (2, 2), (4, 25)):
        messages = [trial.message(number) for number in range(start, start + count)]
        results = list(trial.channel.send(messages))
        assert sorted(result.number for result in results) == [message.number for message in messages]
        assert {result.outcome for result in results} <= {"accepted"}, results
        sent += [message.delivery for message in messages]
    assert sorted(trial.kept()) == sorted(sent)


def what_is_not_taken_is_not_sent(trial: Trial) -> None:
    """The runner stops giving messages, and keeps those that it did not give."""
    waiting = (trial.message(number) for number in range(1, 11))
    given = [next(waiting) for _ in range(4)]
    assert len(list(trial.channel.send(iter(given)))) == 4
    assert sorted(trial.kept()) == sorted(message.delivery for message in given)


def a_failure_while_a_message_is_written_comes_after_the_results_of_the_others(trial: Trial) -> None:
    """What was taken is brought to its end before anybody hears of the failure."""

    def broken() -> Iterator[Outgoing]:
        yield from (trial.message(number) for number in range(1, 8))
        raise ChannelError("the list of recipients is gone")

    results, failure = _until_it_fails(trial.channel, broken())
    assert failure is not None, "the failure was swallowed"
    assert "is gone" in failure.message
    assert sorted(result.number for result in results) == list(range(1, 8))
    assert len(trial.kept()) == 7


def what_it_tells_may_stand_in_a_log(trial: Trial) -> None:
    """One line of a sensible length, without an address."""
    message = trial.message(1)
    (result,) = list(trial.channel.send([message]))
    assert result.outcome in OUTCOMES
    assert result.detail.isprintable()
    assert len(result.detail) <= LONGEST
    assert message.address.casefold() not in result.detail.casefold()


def it_can_be_closed_twice(trial: Trial) -> None:
    """Also before it sent anything."""
    trial.channel.close()
    trial.channel.close()


def out_of_reach_nobody_is_lost(trial: Trial) -> None:
    """It raises ChannelError that says what to do; everybody whom it took is deferred, and nobody is told."""
    if trial.out_of_reach is None:
        return
    taken: list[int] = []
    everybody = range(1, 30 + 3 * trial.bulk)

    def noted() -> Iterator[Outgoing]:
        for number in everybody:
            taken.append(number)
            yield trial.message(number)

    results, failure = _until_it_fails(trial.out_of_reach, noted())
    assert failure is not None, "nobody was told that the provider cannot be reached"
    assert failure.todo
    assert sorted(result.number for result in results) == taken
    assert {result.outcome for result in results} <= {"deferred"}
    assert len(taken) < len(everybody), "it went on for everybody"


PROMISES: tuple[Callable[[Trial], None], ...] = (
    each_message_gets_one_result_and_arrives_once,
    what_is_not_taken_is_not_sent,
    a_failure_while_a_message_is_written_comes_after_the_results_of_the_others,
    what_it_tells_may_stand_in_a_log,
    it_can_be_closed_twice,
    out_of_reach_nobody_is_lost,
)
"""What the runner relies on; each raises AssertionError where a channel breaks it."""


def messages_of(
    described: Description, *, notice: Notice | None = None, settings: NoticeSettings | None = None
) -> Callable[[int], Outgoing]:
    """Messages for a Trial, as the channel itself builds them. Raises AssertionError where its form is not sound."""
    assert described.build is not None, f"{described.name} writes to nobody"
    assert described.form is not None
    form = described.form(described.build(notice or sample_notice(), settings or NoticeSettings()))
    assert form.views(), "there is nothing to look at before it is sent"
    if described.testable:
        assert form.tested().views() != form.views(), "a test message does not say that it is one"

    def message(number: int) -> Outgoing:
        made = form.outgoing(_person(described, number), number=number, delivery=f"d-{number}-{number:012x}")
        assert (made.number, made.delivery) == (number, f"d-{number}-{number:012x}")
        for place in (PLACE, ENVELOPE):
            assert place.encode() not in made.content + made.shared, "a place was not filled"
        return made

    return message


def _person(described: Description, number: int) -> Recipient:
    name = ("", "Ann Lee", "\u674e\u96f7", 'A "B" <C>', "{{ name }} %s\\n")[number % 5]
    addresses = {
        "email": f"user{number}@shop.example",
        "phone": f"+49151{number:08}",
        "postal": f"{name or 'Ann Lee'}\n{number} Hill Road\nLondon",
        "key": f"c{number}",
        "none": "",
    }
    return Recipient(line=number, key=f"c{number}", address=addresses[described.address], name=name)


def _until_it_fails(channel: Channel, messages: Iterator[Outgoing]) -> tuple[list[Result], ChannelError | None]:
    results: list[Result] = []
    try:
        for result in channel.send(messages):
            results.append(result)
    except ChannelError as failure:
        return results, failure
    return results, None
