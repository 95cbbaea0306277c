"""What every channel promises to the runner: one result for each message taken, none for the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from policytool.config import SendgridSettings, SmsSettings, SmtpSettings
from policytool.errors import ChannelError
from policytool.notices.channels.outbox import OutboxChannel
from policytool.notices.channels.sendgrid import SendgridChannel
from policytool.notices.channels.smtp import SmtpChannel
from policytool.notices.channels.twilio import TwilioChannel
from policytool.notices.model import Channel, Outgoing, Result
from policytool.testing import MemoryChannel
from tests.notices_http import Answer, provider
from tests.notices_servers import mail_server

Kept = Callable[[], list[bytes]]
"""The messages that recipients have got by now."""


@contextmanager
def memory(folder: Path) -> Iterator[tuple[Channel, Kept]]:
    channel = MemoryChannel()
    yield channel, lambda: [message.content for message in channel.kept]


@contextmanager
def outbox(folder: Path) -> Iterator[tuple[Channel, Kept]]:
    yield OutboxChannel(folder=folder / "out"), lambda: [file.read_bytes() for file in (folder / "out").glob("*.eml")]


@contextmanager
def smtp(folder: Path) -> Iterator[tuple[Channel, Kept]]:
    with mail_server(pipelining=True) as server:
        settings = SmtpSettings(host="127.0.0.1", port=server.port, timeout=5, connections=3)
        channel = SmtpChannel(settings=settings, sender="privacy@shop.example")
        yield channel, lambda: [one.content for one in server.got]
        channel.close()


@contextmanager
def sms(folder: Path) -> Iterator[tuple[Channel, Kept]]:
    with provider(lambda asked, before: Answer(status=201, body={"status": "queued"})) as server:
        settings = SmsSettings(account="AC" + "0" * 32, sender="Shop", api=server.url, token_env="TOKEN", connections=3)
        channel = TwilioChannel(settings=settings)
        yield channel, lambda: [parse_qs(asked.body.decode())["Body"][0].encode() for asked in server.got]
        channel.close()


@contextmanager
def sendgrid(folder: Path) -> Iterator[tuple[Channel, Kept]]:
    with provider(lambda asked, before: Answer(status=202)) as server:
        channel = SendgridChannel(settings=SendgridSettings(api=server.url, key_env="TOKEN"))
        yield channel, lambda: [one for asked in server.got for one in asked.body.removesuffix(b"]}").split(b",")]
        channel.close()


@pytest.fixture(params=[memory, outbox, smtp, sendgrid, sms])
def channel(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Channel, Kept]]:
    monkeypatch.setenv("TOKEN", "s3cret")
    with request.param(tmp_path) as made:
        yield made


def messages(count: int, start: int = 1) -> list[Outgoing]:
    return [
        Outgoing(
            number=number,
            delivery=f"d-{number}",
            address=f"user{number}@shop.example",
            content=f"Subject: {number}\r\nX-Policytool-Delivery: d-{number}\r\n\r\nHello\r\n".encode(),
        )
        for number in range(start, start + count)
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 25])
def test_each_message_gets_one_result_and_arrives(channel: tuple[Channel, Kept], count: int) -> None:
    way, kept = channel
    results = list(way.send(messages(count)))
    assert sorted(result.number for result in results) == list(range(1, count + 1))
    assert {result.outcome for result in results} <= {"accepted"}
    assert sorted(kept()) == sorted(message.content for message in messages(count))


def test_batch_after_batch(channel: tuple[Channel, Kept]) -> None:
    way, kept = channel
    for start in (1, 11, 21):
        assert len(list(way.send(messages(10, start)))) == 10
    assert len(kept()) == 30


def test_what_is_not_taken_is_not_sent(channel: tuple[Channel, Kept]) -> None:
    way, kept = channel
    waiting = iter(messages(10))

    def four() -> Iterator[Outgoing]:
        for _ in range(4):
            yield next(waiting)

    assert len(list(way.send(four()))) == 4
    assert len(kept()) == 4
    assert next(waiting).number == 5


def test_a_failure_while_a_message_is_written_comes_after_the_results_of_the_others(
    channel: tuple[Channel, Kept],
) -> None:
    way, kept = channel

    def broken() -> Iterator[Outgoing]:
        yield from messages(7)
        raise ChannelError("the audience is gone")

    numbers: list[int] = []
    with pytest.raises(ChannelError, match="gone"):
        numbers.extend(_noted(way.send(broken()), numbers))
    assert sorted(numbers) == list(range(1, 8))
    assert len(kept()) == 7


def _noted(results: Iterator[Result], numbers: list[int]) -> list[int]:
    for result in results:
        numbers.append(result.number)
    return []


def test_closing_twice_does_no_harm(channel: tuple[Channel, Kept]) -> None:
    way, _ = channel
    list(way.send(messages(1)))
    way.close()
    way.close()


def test_the_twin_does_what_it_is_told(tmp_path: Path) -> None:
    twin = MemoryChannel(outcomes={"user1@shop.example": "failed", "user2@shop.example": "unknown"})
    assert [result.outcome for result in twin.send(messages(3))] == ["failed", "unknown", "accepted"]
    assert [message.number for message in twin.kept] == [3]


def test_the_same_delivery_twice_is_one_file_in_the_outbox(tmp_path: Path) -> None:
    way = OutboxChannel(folder=tmp_path / "out")
    for _ in range(2):
        assert [result.outcome for result in way.send(messages(3))] == ["accepted"] * 3
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["d-1.eml", "d-2.eml", "d-3.eml"]


def test_an_outbox_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    taken = iter(messages(3))
    with pytest.raises(ChannelError) as caught:
        list(OutboxChannel(folder=tmp_path / "out").send(taken))
    assert caught.value.todo
    assert next(taken).number == 1
