"""Notices to the company's own program: signed so that it can tell, answered honestly, and never doubled."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytool.config import NoticeSettings, WebhookSettings
from policytool.errors import ChannelError, SettingsError
from policytool.notices.audience import Recipient
from policytool.notices.channels.patience import Patience
from policytool.notices.channels.webhook import BUSY, WebhookChannel
from policytool.notices.model import Outgoing, Result
from policytool.notices.posting import PostedForm, build
from policytool.notices.signature import SharedKeys
from tests.notices_http import Answer, Asked, Behaviour, Provider, provider
from tests.notices_values import notice

MANUAL = (Path(__file__).parents[2] / "docs" / "notices.md").read_text()
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(32)).decode()
FORMS = {language: PostedForm.read(build(notice(language), NoticeSettings())) for language in ("en", "zh")}
NOW = 1_796_000_000.9

TEXT = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
LINK = {"type": "string", "pattern": "^https://"}
SCHEMA = {
    "type": "object",
    "required": ["type", "data"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "policy.notice"},
        "data": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "delivery": TEXT,
                "recipient": TEXT,
                "test": {"type": "boolean"},
                "policy": TEXT,
                "version": {"type": "string", "pattern": r"^\d+\.\d+$"},
                "occasion": {"enum": ["first", "minor", "significant"]},
                "published": DAY,
                "effective": DAY,
                "language": TEXT,
                "title": TEXT,
                "summary": {"type": "string"},
                "consent": {"type": "string"},
                "text_url": LINK,
                "changes_url": LINK,
                "subject": TEXT,
                "short": TEXT,
                "text": TEXT,
                "html": TEXT,
            },
        },
    },
}
SCHEMA["properties"]["data"]["required"] = list(SCHEMA["properties"]["data"]["properties"])  # type: ignore[index]


def people(count: int, language: str = "en") -> list[Outgoing]:
    return [
        FORMS[language].outgoing(
            Recipient(line=n, key=f"c{n}", address=f"c{n}", name="Ann" if n % 2 else ""), number=n, delivery=f"d-{n}"
        )
        for n in range(1, count + 1)
    ]


class Sent:
    """A channel to a receiver that behaves as told, and the pauses that it made."""

    def __init__(self, server: Provider, **settings: Any) -> None:
        self.server = server
        self.slept: list[float] = []
        values = {"url": f"{server.url}/hooks/policy?site=de", "timeout": 20.0, "connections": 1}
        patience = Patience(busy=BUSY, sleep=self.slept.append)
        self.channel = WebhookChannel(
            settings=WebhookSettings(**{**values, **settings}), patience=patience, clock=lambda: NOW
        )
        self.found: list[Result] = []

    def results(self, count: int = 1) -> list[str]:
        for result in self.channel.send(people(count)):
            self.found.append(result)
        return self.outcomes

    @property
    def outcomes(self) -> list[str]:
        return [one.outcome for one in sorted(self.found, key=lambda one: one.number)]


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYTOOL_WEBHOOK_SECRET", SECRET)


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


def answers(*given: Answer) -> Behaviour:
    """One after the other; the last for all that follow."""
    return lambda asked, before: given[min(before, len(given) - 1)]


TAKEN = Answer(status=204)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_body_says_all_that_a_program_needs(language: str) -> None:
    for message in people(2, language):
        body = json.loads(message.content)
        jsonschema.validate(body, SCHEMA)
        data = body["data"]
        assert (data["delivery"], data["recipient"]) == (message.delivery, message.address)
        assert (data["effective"], data["language"], data["test"]) == ("2026-12-23", language, False)
        assert ("Ann" in data["text"]) is ("Ann" in data["html"]) is (message.number == 1)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_name_can_forge_anything(name: str) -> None:
    person = Recipient(line=1, key="c1", address="c1", name=name)
    forged = json.loads(FORMS["en"].outgoing(person, number=1, delivery="d-1").content)["data"]
    plain = json.loads(people(2)[1].content)["data"]
    changing = {"delivery", "recipient", "text", "html"}
    assert {key: forged[key] for key in forged.keys() - changing} == {
        key: plain[key] for key in plain.keys() - changing
    }
    assert forged["html"].count("<") == plain["html"].count("<")


def test_a_test_says_so_and_a_preview_shows_what_would_be_sent() -> None:
    person = Recipient(line=0, key="c1", address="c1")
    data = json.loads(FORMS["en"].tested().outgoing(person, number=0, delivery="test-1").content)["data"]
    assert data["test"] is True
    assert data["subject"].startswith("[Test] ")
    page, text, whole = FORMS["en"].views()
    assert (page.suffix, text.suffix, whole.suffix) == (".html", ".txt", ".json")
    jsonschema.validate(json.loads(whole.content), SCHEMA)


def receiver() -> Any:
    """`verified`, as the manual shows it to whoever writes the receiving program."""
    (example,) = re.findall(r"```python\n((?:(?!```).)*def verified.*?)```", MANUAL, re.DOTALL)
    found: dict[str, Any] = {}
    exec(compile(example, "docs/notices.md", "exec"), found)
    return found["verified"]


def test_the_manual_s_receiver_recognises_our_requests_and_no_others(serve: Any) -> None:
    sent = serve(answers(TAKEN))
    assert sent.results() == ["accepted"]
    (asked,) = sent.server.got
    assert asked.path == "/hooks/policy?site=de"
    assert asked.headers["webhook-id"] == "d-1"
    assert asked.headers["webhook-timestamp"] == "1796000000"
    assert asked.headers["content-type"] == "application/json"
    verified = receiver()
    assert verified(SECRET, asked.headers, asked.body, now=NOW)
    assert not verified(OTHER, asked.headers, asked.body, now=NOW)
    assert not verified(SECRET, asked.headers, asked.body + b" ", now=NOW)
    assert not verified(SECRET, {**asked.headers, "webhook-id": "d-2"}, asked.body, now=NOW)
    assert not verified(SECRET, {**asked.headers, "webhook-timestamp": "1796000001"}, asked.body, now=NOW)
    assert not verified(SECRET, asked.headers, asked.body, now=NOW + 3600)


def test_the_signature_is_the_published_one() -> None:
    # The example of the specification: https://github.com/standard-webhooks/standard-webhooks
    keys = SharedKeys.read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "the secret")
    body = b'{"test": 2432232314}'
    assert keys.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_while_a_secret_is_exchanged_both_are_good(monkeypatch: pytest.MonkeyPatch, serve: Any) -> None:
    monkeypatch.setenv("POLICYTOOL_WEBHOOK_SECRET", f"{SECRET} {OTHER}")
    sent = serve(answers(TAKEN))
    sent.results()
    (asked,) = sent.server.got
    assert all(receiver()(one, asked.headers, asked.body, now=NOW) for one in (SECRET, OTHER))


@pytest.mark.parametrize("status", sorted(BUSY))
def test_what_was_certainly_not_taken_is_tried_again_with_the_same_id(serve: Any, status: int) -> None:
    sent = serve(answers(Answer(status=status), Answer(status=status), TAKEN))
    assert sent.results() == ["accepted"]
    assert [asked.headers["webhook-id"] for asked in sent.server.asked] == ["d-1"] * 3
    assert 0.25 <= sent.slept[0] <= 0.5 <= sent.slept[1] <= 1


def test_a_receiver_that_stays_busy_ends_the_sending_with_nobody_lost(serve: Any) -> None:
    sent = serve(answers(TAKEN, Answer(status=503, body={"message": "maintenance"})))
    with pytest.raises(ChannelError, match="503 maintenance"):
        sent.results(3)
    assert sent.outcomes == ["accepted", "deferred"]


@pytest.mark.parametrize("fault", ["swallow", "stall", "drip"])
def test_a_lost_answer_is_unknown_and_never_asked_for_again(serve: Any, fault: str) -> None:
    sent = serve(answers(Answer(status=200, keep=True, fault=fault), TAKEN), timeout=1.0)
    assert sent.results(2) == ["unknown", "accepted"]
    assert len(sent.server.asked) == 2
    assert sent.slept == []


def test_a_receiver_that_hangs_up_after_its_answer_is_heard(serve: Any) -> None:
    closing = {"Connection": "close"}
    said = Answer(status=422, headers=closing, body={"message": "no such account " + "." * 9000})
    sent = serve(answers(said, Answer(status=200, headers=closing, body=b"x" * 100_000), TAKEN))
    assert sent.results(3) == ["failed", "accepted", "accepted"]
    assert next(one.detail for one in sent.found if one.number == 1).startswith("422 no such account")


@pytest.mark.parametrize("status", [409, 500, 502, 504])
def test_what_may_have_been_taken_is_unknown(serve: Any, status: int) -> None:
    sent = serve(answers(Answer(status=status), TAKEN))
    assert sent.results(2) == ["unknown", "accepted"]
    assert len(sent.server.asked) == 2


@pytest.mark.parametrize("status", [301, 307, 401, 403, 404, 410])
def test_a_refusal_of_ourselves_loses_nobody(serve: Any, status: int) -> None:
    elsewhere = {"Location": "http://127.0.0.1:1/"} if status < 400 else {}
    sent = serve(answers(Answer(status=status, headers=elsewhere)))
    with pytest.raises(ChannelError, match=str(status)):
        sent.results(5)
    assert sent.outcomes == ["deferred"]
    assert len(sent.server.asked) == 1


def test_a_refused_person_does_not_take_the_others_along(serve: Any) -> None:
    def picky(asked: Asked, before: int) -> Answer:
        return Answer(status=422, body={"message": "no c2, a@b.example"}) if b'"c2"' in asked.body else TAKEN

    sent = serve(picky)
    assert sent.results(3) == ["accepted", "failed", "accepted"]
    assert next(one.detail for one in sent.found if one.number == 2) == "422 no c2, (address)"


def test_a_receiver_that_refuses_everybody_ends_the_sending(serve: Any) -> None:
    sent = serve(answers(Answer(status=400)))
    with pytest.raises(ChannelError, match="refuses the messages"):
        sent.results(30)
    assert sent.outcomes == ["failed"] * 20


def test_nobody_there_is_told_and_nobody_is_lost(serve: Any) -> None:
    sent = serve(answers(TAKEN), url="http://127.0.0.1:1/")
    with pytest.raises(ChannelError, match="cannot be reached"):
        sent.results(3)
    assert sent.outcomes == ["deferred"]


@pytest.mark.parametrize("url", ["", "http://shop.example/", "ftp://shop.example/", "https://u:p@shop.example/", "x"])
def test_only_this_computer_is_spoken_to_without_encryption(url: str) -> None:
    with pytest.raises(SettingsError, match=re.escape("notices.webhook.url")):
        WebhookChannel(settings=WebhookSettings(url=url))


@pytest.mark.parametrize("given", ["", "s3cret", SECRET.removeprefix("whsec_"), "whsec_c2hvcnQ=", "whsec_!", "whsec_"])
def test_a_weak_secret_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("POLICYTOOL_WEBHOOK_SECRET", given)
    with pytest.raises(ChannelError, match="secret of the webhook") as refused:
        WebhookChannel(settings=WebhookSettings(url="https://shop.example/"))
    assert refused.value.todo
    assert len(given) < 7 or given not in str(refused.value)
    assert repr(SharedKeys.read(SECRET, "it")) == "SharedKeys()"
