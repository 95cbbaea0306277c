"""Mail through SendGrid: valid requests without tracking, and honest answers for a thousand people at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytool.config import NoticeSettings, SendgridSettings
from policytool.errors import ChannelError, SettingsError
from policytool.notices.audience import Recipient
from policytool.notices.channels.patience import Patience
from policytool.notices.channels.sendgrid import LARGEST, SendgridChannel, loads, request
from policytool.notices.model import PLACE, Outgoing, Result
from policytool.notices.personal import PersonalForm, build
from tests.notices_http import Answer, Behaviour, Provider, provider
from tests.notices_values import notice

SPEC = Path(__file__).parents[3] / "shared" / "specs" / "sendgrid-mail-v3.openapi.json"
SETTINGS = NoticeSettings(sender="Datenschutz Müller <privacy@shop.example>", reply_to="office@shop.example")
FORMS = {language: PersonalForm.read(build(notice(language), SETTINGS)) for language in ("en", "zh")}
TAKEN = Answer(status=202, headers={"X-Message-Id": "14c5d75ce93.dfd.64b469"})

EMAIL = {
    "type": "object",
    "required": ["email"],
    "additionalProperties": False,
    "properties": {"email": {"type": "string", "format": "email"}, "name": {"type": "string", "minLength": 1}},
}
OFF = {"type": "object", "required": ["enable"], "properties": {"enable": {"const": False}}}
SCHEMA = {
    "type": "object",
    "required": ["personalizations", "from", "subject", "content", "tracking_settings", "mail_settings"],
    "additionalProperties": False,
    "properties": {
        "from": EMAIL,
        "reply_to": EMAIL,
        "subject": {"type": "string", "minLength": 1},
        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
        "mail_settings": {
            "const": {"bypass_unsubscribe_management": {"enable": True}},
        },
        "tracking_settings": {
            "type": "object",
            "required": ["click_tracking", "open_tracking", "subscription_tracking", "ganalytics"],
            "additionalProperties": False,
            "properties": {
                "click_tracking": {"const": {"enable": False, "enable_text": False}},
                "open_tracking": OFF,
                "subscription_tracking": OFF,
                "ganalytics": OFF,
            },
        },
        "content": {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "prefixItems": [
                {"properties": {"type": {"const": "text/plain"}, "value": {"type": "string", "minLength": 1}}},
                {"properties": {"type": {"const": "text/html"}, "value": {"type": "string", "minLength": 1}}},
            ],
        },
        "personalizations": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
                "type": "object",
                "required": ["to", "substitutions", "custom_args"],
                "additionalProperties": False,
                "properties": {
                    "to": {"type": "array", "items": EMAIL, "minItems": 1, "maxItems": 1},
                    "substitutions": {"type": "object", "minProperties": 2, "maxProperties": 2},
                    "custom_args": {
                        "type": "object",
                        "required": ["delivery"],
                        "additionalProperties": False,
                        "properties": {"delivery": {"type": "string", "minLength": 1}},
                    },
                },
            },
        },
    },
}
"""What we send: every field, and every way of tracking off."""


def people(count: int, language: str = "en", start: int = 1) -> list[Outgoing]:
    return [
        FORMS[language].outgoing(
            Recipient(line=n, key=f"c{n}", address=f"user{n}@example.com", name="Ann" if n % 2 else ""),
            number=n,
            delivery=f"d-{n}",
        )
        for n in range(start, start + count)
    ]


class Sent:
    """A channel to a server that behaves as told, and the pauses that it made."""

    def __init__(self, server: Provider, timeout: float) -> None:
        self.server = server
        self.slept: list[float] = []
        settings = SendgridSettings(api=server.url, timeout=timeout)
        self.channel = SendgridChannel(settings=settings, patience=Patience(sleep=self.slept.append))
        self.results: list[Result] = []

    def send(self, messages: list[Outgoing]) -> dict[int, str]:
        for result in self.channel.send(messages):
            self.results.append(result)
        return self.outcomes

    @property
    def outcomes(self) -> dict[int, str]:
        assert len({result.number for result in self.results}) == len(self.results)
        return {result.number: result.outcome for result in sorted(self.results, key=lambda one: one.number)}


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.s3cret")
    opened: list[Any] = []

    def make(*answers: Answer, behaviour: Behaviour | None = None, timeout: float = 20.0) -> Sent:
        def one_after_the_other(asked: Any, before: int) -> Answer:
            return answers[min(before, len(answers) - 1)]

        manager = provider(behaviour or one_after_the_other)
        sent = Sent(manager.__enter__(), timeout)
        opened.append((manager, sent))
        return sent

    yield make
    for manager, sent in opened:
        sent.channel.close()
        manager.__exit__(None, None, None)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_request_is_valid_and_tracks_nothing(serve: Any, language: str) -> None:
    sent = serve(TAKEN)
    sent.send(people(3, language))
    (asked,) = sent.server.got
    jsonschema.validate(asked.json, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert asked.path == "/v3/mail/send"
    assert asked.headers["authorization"] == "Bearer SG.s3cret"
    assert asked.headers["content-type"] == "application/json"
    assert asked.json["from"] == {"email": "privacy@shop.example", "name": "Datenschutz Müller"}
    assert asked.json["reply_to"] == {"email": "office@shop.example"}
    assert asked.json["headers"] == {"Content-Language": language, "Auto-Submitted": "auto-generated"}
    assert [one["custom_args"] for one in asked.json["personalizations"]] == [{"delivery": f"d-{n}"} for n in (1, 2, 3)]


@pytest.mark.skipif(not SPEC.is_file(), reason="SendGrid's OpenAPI file is not here")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_request_is_valid_by_the_official_description(language: str) -> None:
    described = json.loads(SPEC.read_text())
    body = described["components"]["requestBodies"]["PostMailSend"]["content"]["application/json"]["schema"]
    schema = {**body, "components": described["components"]}
    jsonschema.validate(json.loads(request(people(1000, language))), schema)
    assert set(json.loads(request(people(1, language)))) <= set(body["properties"])


def read(sent: dict[str, Any], at: int) -> tuple[str, str]:
    """Text and HTML as SendGrid makes them: each tag replaced by what stands for it."""
    made = [part["value"] for part in sent["content"]]
    for tag, value in sent["personalizations"][at]["substitutions"].items():
        made = [part.replace(tag, value) for part in made]
    return made[0], made[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everybody_is_greeted_in_a_message_that_was_rendered_once(language: str) -> None:
    composed = notice(language)
    sent = json.loads(request(people(2, language)))
    named = "Ann".join(composed.greeting_named)
    assert read(sent, 0) == (composed.text.replace(PLACE, named), composed.html.replace(PLACE, named))
    plain = composed.greeting
    assert read(sent, 1) == (composed.text.replace(PLACE, plain), composed.html.replace(PLACE, plain))


HOSTILE = [
    '"}],"bcc":[{"email":"x@y.example"}',
    "<img src=x>",
    "-policytool-greeting-html-",
    "{{name}}",
    "Ann\r\nBcc: x@y.example",
    "O'Neill, Ann; Bob",
    "\u202eecilA",
    "\ud800",
    "%open-track% [unsubscribe]",
]


@settings(deadline=None)
@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=300)))
def test_no_name_can_forge_anything(name: str) -> None:
    person = Recipient(line=1, key="c1", address="ann@example.com", name=name)
    sent = json.loads(request([FORMS["en"].outgoing(person, number=1, delivery="d-1")]))
    jsonschema.validate(sent, SCHEMA)
    (personal,) = sent["personalizations"]
    assert personal["to"][0]["email"] == "ann@example.com"
    assert not set(personal["to"][0].get("name", "")) & set("\r\n\u202e")
    text, page = read(sent, 0)
    assert "<img" not in page
    assert "-policytool-greeting" not in text + page
    assert "What it means for you" in text


def test_a_policy_cannot_hold_what_stands_for_the_greeting() -> None:
    composed = notice(summary="See -policytool-greeting-text- here")
    form = PersonalForm.read(build(composed, SETTINGS))
    person = Recipient(line=1, key="c1", address="ann@example.com", name="Ann")
    text, _ = read(json.loads(request([form.outgoing(person, number=1, delivery="d")])), 0)
    assert "See -policytool-greeting-text- here" in text
    assert text.startswith("Dear Ann,")


def test_a_test_says_so_and_a_preview_shows_what_would_be_sent() -> None:
    person = Recipient(line=0, key="c", address="me@shop.example")
    sent = json.loads(request([FORMS["en"].tested().outgoing(person, number=0, delivery="t")]))
    assert sent["subject"] == f"[Test] {notice().subject}"
    page, text, whole = FORMS["en"].views()
    assert page.content.decode() == notice().html.replace(PLACE, notice().greeting)
    assert text.content.decode() == notice().text.replace(PLACE, notice().greeting)
    jsonschema.validate(json.loads(whole.content), SCHEMA)


def test_a_thousand_people_travel_in_one_request_and_each_language_in_its_own(serve: Any) -> None:
    sent = serve(TAKEN)
    everybody = people(1001) + people(3, "zh", start=2000) + people(1, start=3000)
    assert set(sent.send(everybody).values()) == {"accepted"}
    assert len(sent.results) == len(everybody)
    assert sorted(len(asked.json["personalizations"]) for asked in sent.server.got) == [2, 3, 1000]
    assert sent.results[0].detail == "202 14c5d75ce93.dfd.64b469"


def test_no_request_is_larger_than_sendgrid_takes() -> None:
    shared = b"x" * (LARGEST - 5000)
    big = [
        Outgoing(number=n, delivery=f"d-{n}", address="a@b.example", content=b"y" * 900, shared=shared)
        for n in range(12)
    ]
    made = list(loads(big))
    assert [len(load) for load in made] == [5, 5, 2]
    assert all(len(request(load)) <= LARGEST for load in made)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_was_certainly_not_accepted_is_tried_again(serve: Any, status: int) -> None:
    sent = serve(Answer(status=status), Answer(status=status), TAKEN)
    assert set(sent.send(people(5)).values()) == {"accepted"}
    assert len(sent.server.got) == 1
    assert 0.25 <= sent.slept[0] <= 0.5 <= sent.slept[1] <= 1


def test_a_limit_that_lasts_ends_the_sending_with_nobody_lost(serve: Any) -> None:
    sent = serve(TAKEN, Answer(status=429, headers={"Retry-After": "2"}))
    with pytest.raises(ChannelError, match="429"):
        sent.send(people(2) + people(2, "zh", start=10))
    assert sent.outcomes == {1: "accepted", 2: "accepted", 10: "deferred", 11: "deferred"}
    assert len(sent.slept) == 4
    assert min(sent.slept) >= 2


def test_readers_of_other_languages_are_not_lost_when_sending_has_to_end(serve: Any) -> None:
    sent = serve(Answer(status=429))
    with pytest.raises(ChannelError, match="429"):
        sent.send([*people(3), *people(2, "zh", start=4), *people(1, start=6)])
    assert sent.outcomes == dict.fromkeys(range(1, 7), "deferred")


@pytest.mark.parametrize("fault", ["swallow", "stall"])
def test_a_lost_answer_makes_all_of_its_request_unknown_and_stops(serve: Any, fault: str) -> None:
    sent = serve(Answer(status=202, keep=True, fault=fault), TAKEN, timeout=0.3)
    with pytest.raises(ChannelError, match="did not answer"):
        sent.send(people(3) + people(2, "zh", start=10) + people(1, start=20))
    assert sent.outcomes == {**dict.fromkeys((1, 2, 3, 20), "unknown"), 10: "deferred", 11: "deferred"}
    assert len(sent.server.asked) == 1


@pytest.mark.parametrize("status", [502, 504])
def test_what_a_gateway_says_is_unknown(serve: Any, status: int) -> None:
    sent = serve(Answer(status=status))
    with pytest.raises(ChannelError, match="did not answer"):
        sent.send(people(2))
    assert sent.outcomes == {1: "unknown", 2: "unknown"}
    assert len(sent.server.asked) == 1


def test_a_reset_in_the_middle_of_the_request_may_be_tried_again(serve: Any) -> None:
    """The body is far larger than what waits in a socket, so the server cannot have got its end."""
    sent = serve(Answer(fault="reset"), TAKEN)
    large = [
        Outgoing(number=1, delivery="d-1", address="a@b.example", content=b'{"to":[]}', shared=b"[" + b" " * 20_000_000)
    ]
    assert sent.send(large) == {1: "accepted"}
    assert len(sent.server.got) == 1


def refusing(*places: int) -> Answer:
    errors = [{"field": f"personalizations.{at}.to.0.email", "message": "Bad ann@example.com"} for at in places]
    return Answer(status=400, body={"errors": errors})


def test_an_address_that_sendgrid_refuses_does_not_take_the_others_along(serve: Any) -> None:
    sent = serve(refusing(1, 3), refusing(0), TAKEN)
    assert sent.send(people(5)) == {1: "failed", 2: "failed", 3: "accepted", 4: "failed", 5: "accepted"}
    assert [asked.json["personalizations"][0]["custom_args"] for asked in sent.server.got] == [{"delivery": "d-3"}]
    assert "ann@" not in sent.results[0].detail


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=401, body={"errors": [{"message": "authorization required", "field": None}]}),
        Answer(status=403, body={"errors": [{"message": "The from address does not match", "field": "from"}]}),
        Answer(status=400, body={"errors": [{"message": "bad content", "field": "content.0"}]}),
        Answer(status=413, body=b"too large"),
        Answer(status=400, body={"errors": [{"field": "personalizations.7.to", "message": "nobody is there"}]}),
        Answer(status=400, body={"errors": ["x"]}),
    ],
)
def test_a_refusal_of_ourselves_loses_nobody(serve: Any, answer: Answer) -> None:
    sent = serve(answer)
    with pytest.raises(ChannelError, match="cannot be used"):
        sent.send(people(3) + people(1, "zh", start=10))
    assert set(sent.outcomes.values()) == {"deferred"}


@pytest.mark.parametrize("broken", ["sender", "reply_to"])
def test_unusable_settings_are_told_when_the_campaign_is_planned(broken: str) -> None:
    with pytest.raises(SettingsError, match=broken):
        build(notice(), NoticeSettings(**{"sender": "privacy@shop.example", broken: "nobody"}))


def test_mail_programs_are_led_to_the_page_where_people_choose() -> None:
    wanted = SETTINGS.model_copy(update={"settings_url": "https://shop.example/notices"})
    request = json.loads(build(notice(), wanted))["request"]
    assert request["headers"]["List-Unsubscribe"] == "<https://shop.example/notices>"
    assert "List-Unsubscribe" not in json.loads(build(notice(), SETTINGS))["request"]["headers"]
    with pytest.raises(SettingsError, match="settings_url"):
        build(notice(), SETTINGS.model_copy(update={"settings_url": "http://shop.example/\r\nBcc: x"}))
