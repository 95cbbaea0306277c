"""Text messages through Twilio: valid requests, honest answers, and never a message twice where one may have left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from policytool.config import SmsSettings
from policytool.errors import ChannelError, SettingsError
from policytool.notices.channels.patience import Patience
from policytool.notices.channels.twilio import TwilioChannel
from policytool.notices.model import Outgoing, Result
from tests.notices_http import Answer, Asked, Behaviour, Provider, provider

SPEC = Path(__file__).parents[3] / "shared" / "specs" / "twilio-messages.openapi.json"
ACCOUNT = "AC" + "0" * 32
SID = "SM" + "a" * 32
CREATED = Answer(status=201, body={"sid": SID, "status": "queued"})


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "s3cret")


def messages(count: int) -> list[Outgoing]:
    return [
        Outgoing(number=n, delivery=f"d-{n}", address=f"+4915112345{n:03}", content="《政策》 changes & more".encode())
        for n in range(1, count + 1)
    ]


class Sent:
    """A channel to a server that behaves as told, and the pauses that it made."""

    def __init__(self, server: Provider, **settings: Any) -> None:
        self.server = server
        self.slept: list[float] = []
        values = {"account": ACCOUNT, "sender": "+4930123456", "api": server.url, "timeout": 20.0, "connections": 1}
        wanted = SmsSettings(**{**values, **settings})
        self.channel = TwilioChannel(settings=wanted, patience=Patience(sleep=self.slept.append))

    def results(self, count: int = 1) -> list[Result]:
        return sorted(self.channel.send(messages(count)), key=lambda result: result.number)


@pytest.fixture
def serve() -> Iterator[Any]:
    opened: list[Any] = []

    def make(behaviour: Behaviour, **settings: Any) -> Sent:
        manager = provider(behaviour)
        sent = Sent(manager.__enter__(), **settings)
        opened.append((manager, sent))
        return sent

    yield make
    for manager, sent in opened:
        sent.channel.close()
        manager.__exit__(None, None, None)


def fields(asked: Asked) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(asked.body.decode(), strict_parsing=True).items()}


def answers(*given: Answer) -> Behaviour:
    """One after the other; the last for all that follow."""
    return lambda asked, before: given[min(before, len(given) - 1)]


def test_a_message_is_what_twilio_s_interface_describes(serve: Any) -> None:
    sent = serve(answers(CREATED), status_callback="https://shop.example/events/twilio?site=de")
    assert sent.results() == [Result(number=1, outcome="accepted", detail=f"queued {SID}")]
    (asked,) = sent.server.got
    assert asked.path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert asked.headers["authorization"] == "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpzM2NyZXQ="
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert fields(asked) == {
        "To": "+4915112345001",
        "From": "+4930123456",
        "Body": "《政策》 changes & more",
        "ShortenUrls": "false",
        "StatusCallback": "https://shop.example/events/twilio?site=de&delivery=d-1",
    }


def test_a_messaging_service_sends_instead_of_a_number(serve: Any) -> None:
    sent = serve(answers(CREATED), sender="MG" + "b" * 32)
    sent.results()
    assert {"MessagingServiceSid": "MG" + "b" * 32}.items() <= fields(sent.server.got[0]).items()
    assert "From" not in fields(sent.server.got[0])


@pytest.mark.skipif(not SPEC.is_file(), reason="Twilio's OpenAPI file is not here")
@pytest.mark.parametrize("settings", [{}, {"sender": "MG" + "b" * 32}, {"status_callback": "https://shop.example/e"}])
def test_the_request_is_valid_by_the_official_description(serve: Any, settings: dict[str, str]) -> None:
    described = json.loads(SPEC.read_text())
    post = described["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]
    schema = post["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    sent = serve(answers(CREATED), **settings)
    sent.results()
    found = fields(sent.server.got[0])
    assert set(found) <= set(schema["properties"])
    assert set(schema.get("required", ())) <= set(found)
    for name, value in found.items():
        known = schema["properties"][name]
        assert known["type"] != "boolean" or value in {"true", "false"}
        assert len(value) <= known.get("maxLength", 1600)


@pytest.mark.parametrize("count", [1, 7])
@pytest.mark.parametrize("connections", [1, 3])
def test_everybody_gets_one_message(serve: Any, count: int, connections: int) -> None:
    sent = serve(answers(CREATED), connections=connections)
    assert [result.outcome for result in sent.results(count)] == ["accepted"] * count
    assert sorted(fields(asked)["To"] for asked in sent.server.got) == [m.address for m in messages(count)]


BUSY = Answer(status=429, body={"code": 20429, "message": "Too Many Requests"}, headers={"Retry-After": "3"})


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_was_certainly_not_accepted_is_tried_again(serve: Any, status: int) -> None:
    sent = serve(answers(Answer(status=status), Answer(status=status), CREATED))
    assert [result.outcome for result in sent.results()] == ["accepted"]
    assert len(sent.server.got) == 1
    assert 0.25 <= sent.slept[0] <= 0.5 <= sent.slept[1] <= 1


def test_twilio_says_how_long_to_wait(serve: Any) -> None:
    sent = serve(answers(BUSY, CREATED))
    sent.results()
    assert 3 <= sent.slept[0] <= 3.5


def test_a_server_that_goes_on_asking_to_wait_ends_the_sending_with_nobody_lost(serve: Any) -> None:
    sent = serve(answers(CREATED, BUSY))
    results: list[Result] = []
    with pytest.raises(ChannelError, match="429 Too Many Requests"):
        results.extend(noted(sent.channel.send(messages(3)), results))
    assert [result.outcome for result in results] == ["accepted", "deferred"]
    assert len(sent.slept) == 4


def test_a_wait_of_an_hour_is_left_to_the_next_send(serve: Any) -> None:
    sent = serve(answers(Answer(status=429, headers={"Retry-After": "3600"})))
    with pytest.raises(ChannelError):
        sent.results()
    assert sent.slept == []


def noted(results: Iterator[Result], kept: list[Result]) -> list[Result]:
    for result in results:
        kept.append(result)
    return []


@pytest.mark.parametrize("fault", ["swallow", "stall"])
def test_a_lost_answer_is_unknown_and_never_asked_for_again(serve: Any, fault: str) -> None:
    lost = Answer(status=201, body={"sid": SID}, keep=True, fault=fault)
    sent = serve(answers(lost, CREATED), timeout=1.0)
    results = sent.results(2)
    assert [result.outcome for result in results] == ["unknown", "accepted"]
    assert len(sent.server.asked) == 2
    assert sent.slept == []


@pytest.mark.parametrize("status", [502, 504, 599])
def test_what_a_gateway_says_is_unknown(serve: Any, status: int) -> None:
    sent = serve(answers(Answer(status=status), CREATED))
    assert [result.outcome for result in sent.results(2)] == ["unknown", "accepted"]
    assert len(sent.server.asked) == 2


def test_a_server_that_stays_silent_does_not_make_everybody_unknown(serve: Any) -> None:
    sent = serve(answers(Answer(fault="swallow")))
    results: list[Result] = []
    with pytest.raises(ChannelError, match="did not answer"):
        results.extend(noted(sent.channel.send(messages(30)), results))
    assert [result.outcome for result in results] == ["unknown"] * 5


def test_nobody_there_is_told_and_nobody_is_lost(serve: Any) -> None:
    sent = serve(answers(CREATED), api="http://127.0.0.1:1")
    results: list[Result] = []
    with pytest.raises(ChannelError, match="cannot be reached"):
        results.extend(noted(sent.channel.send(messages(3)), results))
    assert [result.outcome for result in results] == ["deferred"]


def refusal(code: int, status: int = 400) -> Answer:
    return Answer(status=status, body={"code": code, "message": "No +4915112345001 ann@shop.example", "status": status})


@pytest.mark.parametrize(
    ("answer", "gone", "barred"),
    [
        (refusal(21610), False, True),
        (refusal(21211), True, False),
        (refusal(21614), False, True),
        (refusal(21408), False, False),
    ],
)
def test_stop_is_final_and_so_is_a_number_that_does_not_exist(
    serve: Any, answer: Answer, gone: bool, barred: bool
) -> None:
    sent = serve(answers(answer, CREATED))
    first, second = sent.results(2)
    assert (first.outcome, first.gone, first.barred) == ("failed", gone, barred)
    assert second.outcome == "accepted"
    assert "ann@" not in first.detail


@pytest.mark.parametrize("answer", [refusal(20003, 401), refusal(0, 403), Answer(status=404, body=b"<html>")])
def test_a_wrong_account_loses_nobody(serve: Any, answer: Answer) -> None:
    sent = serve(answers(answer))
    results: list[Result] = []
    with pytest.raises(ChannelError, match="cannot be used"):
        results.extend(noted(sent.channel.send(messages(5)), results))
    assert [result.outcome for result in results] == ["deferred"]


def test_a_content_that_is_refused_for_everybody_ends_the_sending(serve: Any) -> None:
    sent = serve(answers(refusal(30007)))
    results: list[Result] = []
    with pytest.raises(ChannelError, match="refuses the messages"):
        results.extend(noted(sent.channel.send(messages(50)), results))
    assert [result.outcome for result in results] == ["failed"] * 20


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": "XX"}, "sms.account"),
        ({"sender": ""}, "sms.sender"),
        ({"sender": "a name that is too long"}, "sms.sender"),
        ({"status_callback": "shop.example"}, "status_callback"),
        ({"api": "http://api.example"}, "sms.api"),
        ({"api": "https://u:p@api.example"}, "sms.api"),
        ({"api": "https://[::"}, "sms.api"),
    ],
)
def test_unusable_settings_are_told_before_anything_is_sent(wrong: dict[str, str], said: str) -> None:
    values = {"account": ACCOUNT, "sender": "Shop"}
    with pytest.raises(SettingsError, match=said):
        TwilioChannel(settings=SmsSettings(**{**values, **wrong}))


def test_the_secret_comes_from_the_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    with pytest.raises(ChannelError, match="TWILIO_AUTH_TOKEN is not set"):
        TwilioChannel(settings=SmsSettings(account=ACCOUNT, sender="Shop"))
