"""What every channel promises to the runner, kept by each of ours and by one that the manual shows how to write."""

from __future__ import annotations

import base64
import csv
import datetime
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from policytool.config import NoticeSettings, SendgridSettings, Settings, SmsSettings, SmtpSettings, WebhookSettings
from policytool.notices.channels.catalogue import described, known
from policytool.notices.channels.outbox import OutboxChannel
from policytool.notices.channels.paper import LetterChannel, TelephoneChannel
from policytool.notices.channels.patience import Patience
from policytool.notices.channels.sendgrid import MOST, SendgridChannel
from policytool.notices.channels.smtp import SmtpChannel
from policytool.notices.channels.twilio import TwilioChannel
from policytool.notices.channels.webhook import WebhookChannel
from policytool.notices.channels.website import WebsiteChannel
from policytool.notices.model import PLACE, Outgoing
from policytool.notices.texting import TextForm
from policytool.testing import PROMISES, MemoryChannel, Trial, messages_of
from tests.notices_http import Answer, provider
from tests.notices_servers import mail_server

MANUAL = (Path(__file__).parents[2] / "docs" / "notices.md").read_text()
SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()
NOWHERE = "http://127.0.0.1:1"
PATIENCE = Patience(sleep=lambda seconds: None)


def mail_id(content: bytes) -> str:
    return str(message_from_bytes(content)["X-Policytool-Delivery"])


@contextmanager
def memory(folder: Path) -> Iterator[Trial]:
    channel = MemoryChannel()
    kept = lambda: [message.delivery for message in channel.kept]  # noqa: E731
    yield Trial(channel=channel, message=messages_of(described("sms")), kept=kept)


@contextmanager
def outbox(folder: Path) -> Iterator[Trial]:
    def kept() -> list[str]:
        files = list((folder / "out").glob("*.eml"))
        assert all(mail_id(file.read_bytes()) == file.stem for file in files)
        return [file.stem for file in files]

    (folder / "file").write_text("no folder")
    yield Trial(
        channel=OutboxChannel(folder=folder / "out"),
        message=messages_of(described("outbox")),
        kept=kept,
        out_of_reach=OutboxChannel(folder=folder / "file"),
    )


@contextmanager
def smtp(folder: Path) -> Iterator[Trial]:
    with mail_server(pipelining=True) as server:
        settings = SmtpSettings(host="127.0.0.1", port=server.port, timeout=5, connections=3)
        channel = SmtpChannel(settings=settings, sender="privacy@shop.example")
        nobody = SmtpChannel(settings=settings.model_copy(update={"port": 1}), sender="privacy@shop.example")
        yield Trial(
            channel=channel,
            message=messages_of(described("smtp")),
            kept=lambda: [mail_id(one.content) for one in server.got],
            out_of_reach=nobody,
        )
        channel.close()


@contextmanager
def sendgrid(folder: Path) -> Iterator[Trial]:
    with provider(lambda asked, before: Answer(status=202)) as server:
        settings = SendgridSettings(api=server.url, key_env="TOKEN")
        nowhere = settings.model_copy(update={"api": NOWHERE})
        channel = SendgridChannel(settings=settings, patience=PATIENCE)

        def kept() -> list[str]:
            everybody = [one for asked in server.got for one in asked.json["personalizations"]]
            return [one["custom_args"]["delivery"] for one in everybody]

        yield Trial(
            channel=channel,
            message=messages_of(described("sendgrid")),
            kept=kept,
            out_of_reach=SendgridChannel(settings=nowhere, patience=PATIENCE),
            bulk=MOST,
        )
        channel.close()


@contextmanager
def sms(folder: Path) -> Iterator[Trial]:
    with provider(lambda asked, before: Answer(status=201, body={"status": "queued"})) as server:
        settings = SmsSettings(
            account="AC" + "0" * 32,
            sender="Shop",
            api=server.url,
            token_env="TOKEN",
            connections=3,
            status_callback="https://events.shop.example/twilio",
        )
        channel = TwilioChannel(settings=settings)

        def kept() -> list[str]:
            callbacks = [parse_qs(asked.body.decode())["StatusCallback"][0] for asked in server.got]
            return [parse_qs(urlsplit(one).query)["delivery"][0] for one in callbacks]

        nobody = TwilioChannel(settings=settings.model_copy(update={"api": NOWHERE}), patience=PATIENCE)
        yield Trial(channel=channel, message=messages_of(described("sms")), kept=kept, out_of_reach=nobody)
        channel.close()


@contextmanager
def webhook(folder: Path) -> Iterator[Trial]:
    with provider(lambda asked, before: Answer(status=204)) as server:
        channel = WebhookChannel(settings=WebhookSettings(url=server.url, secret_env="SECRET", connections=3))

        def kept() -> list[str]:
            assert all(asked.json["data"]["delivery"] == asked.headers["webhook-id"] for asked in server.got)
            return [asked.headers["webhook-id"] for asked in server.got]

        nobody = WebhookChannel(settings=WebhookSettings(url=NOWHERE, secret_env="SECRET"), patience=PATIENCE)
        yield Trial(channel=channel, message=messages_of(described("webhook")), kept=kept, out_of_reach=nobody)
        channel.close()


def rows(path: Path) -> list[str]:
    """The deliveries in a list."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["delivery"] for row in csv.DictReader(file)]


@contextmanager
def letter(folder: Path) -> Iterator[Trial]:
    (folder / "file").write_text("no folder")
    yield Trial(
        channel=LetterChannel(folder=folder),
        message=messages_of(described("letter")),
        kept=lambda: rows(folder / "letters.csv"),
        out_of_reach=LetterChannel(folder=folder / "file"),
    )


@contextmanager
def telephone(folder: Path) -> Iterator[Trial]:
    (folder / "file").write_text("no folder")
    yield Trial(
        channel=TelephoneChannel(folder=folder),
        message=messages_of(described("telephone")),
        kept=lambda: rows(folder / "calls.csv"),
        out_of_reach=TelephoneChannel(folder=folder / "file"),
    )


@contextmanager
def website(folder: Path) -> Iterator[Trial]:
    """It sends nothing itself: what it accepts stands on the website for everybody."""
    (folder / "shop" / "2.0").mkdir(parents=True)
    (folder / "shop" / "2.0" / "index.html").write_text("<p>")
    (folder / "notices.json").write_text(json.dumps({"notices": [{"policy": "shop", "version": "2.0"}]}))
    today = datetime.date(2026, 11, 28)
    effective = today + datetime.timedelta(days=30)
    channel = WebsiteChannel(folder=folder, policy="shop", version="2.0", effective=effective, today=today)
    told: list[str] = []

    def message(number: int) -> Outgoing:
        told.append(f"d-{number}")
        return Outgoing(number=number, delivery=f"d-{number}", address="everybody", content=b"")

    yield Trial(channel=channel, message=message, kept=lambda: told)


@contextmanager
def drop(folder: Path) -> Iterator[Trial]:
    """The channel of the manual, installed as another package."""
    (folder / "milbas_drop.py").write_text(_example("class DropChannel"))
    about = folder / "milbas_drop-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: milbas-drop\nVersion: 1.0\n")
    (entry,) = re.findall(r'entry-points\."policytool.channels"\]\n(\w+) = "([\w:]+)"', MANUAL)
    (about / "entry_points.txt").write_text(f"[policytool.channels]\n{entry[0]} = {entry[1]}\n")
    sys.path.insert(0, str(folder))
    known.cache_clear()
    try:
        found = described("drop")
        other = NoticeSettings(other={"drop": {"folder": "drop"}})
        settings = Settings(root=folder / "project", notices=other)
        channel = found.open(None, settings, datetime.date(2026, 11, 28))  # type: ignore[arg-type]
        message = messages_of(found, settings=NoticeSettings())
        place = settings.root / "drop"
        kept = lambda: [file.stem for file in place.glob("*.txt")]  # noqa: E731
        (folder / "drop").write_text("no folder")
        nobody = found.open(None, Settings(root=folder, notices=other), datetime.date(2026, 11, 28))  # type: ignore[arg-type]
        yield Trial(channel=channel, message=message, kept=kept, out_of_reach=nobody)
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop("milbas_drop", None)
        known.cache_clear()


def _example(name: str) -> str:
    (found,) = [code for code in re.findall(r"```python\n(.*?)```", MANUAL, re.DOTALL) if name in code]
    return str(found)


CHANNELS = [memory, outbox, smtp, sendgrid, sms, webhook, letter, telephone, website, drop]


@pytest.fixture(params=CHANNELS, ids=lambda channel: channel.__name__)
def trial(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trial]:
    monkeypatch.setenv("TOKEN", "s3cret")
    monkeypatch.setenv("SECRET", SECRET)
    with request.param(tmp_path) as made:
        yield made


def test_every_channel_is_tried() -> None:
    assert {one.__name__ for one in CHANNELS} - {"memory", "drop"} == set(known())


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_every_channel_keeps(promise: Callable[[Trial], None], trial: Trial) -> None:
    promise(trial)


class Broken(MemoryChannel):
    """Breaks every promise."""

    def send(self, messages):  # type: ignore[no-untyped-def]
        taken = [*messages]
        found = super().send([*taken, *taken][1:])
        return iter([replace(result, detail="to user1@shop.example\n") for result in found])

    def close(self) -> None:
        raise ValueError("closed before")


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_a_broken_channel_is_found_out(promise: Callable[[Trial], None]) -> None:
    channel = Broken()
    message = messages_of(described("smtp"))
    trial = Trial(
        channel=channel, message=message, kept=lambda: [m.delivery for m in channel.kept], out_of_reach=Broken()
    )
    with pytest.raises((AssertionError, ValueError)):
        promise(trial)


class Untold(TextForm):
    """Does not say that a test is a test."""

    def tested(self) -> TextForm:
        return self


def test_a_form_that_is_not_sound_is_found_out() -> None:
    whole = described("outbox")
    with pytest.raises(AssertionError, match="does not say that it is one"):
        messages_of(replace(whole, form=Untold))
    empty = messages_of(replace(whole, form=lambda built: TextForm(PLACE.encode())))
    with pytest.raises(AssertionError, match="was not filled"):
        empty(1)


def test_the_twin_does_what_it_is_told() -> None:
    message = messages_of(described("smtp"))
    twin = MemoryChannel(outcomes={"user1@shop.example": "failed", "user2@shop.example": "unknown"})
    results = twin.send([message(number) for number in (1, 2, 3)])
    assert [result.outcome for result in results] == ["failed", "unknown", "accepted"]
    assert [message.number for message in twin.kept] == [3]


def test_the_same_delivery_twice_is_one_file_in_the_outbox(tmp_path: Path) -> None:
    way, message = OutboxChannel(folder=tmp_path / "out"), messages_of(described("outbox"))
    for _ in range(2):
        assert [result.outcome for result in way.send([message(n) for n in (1, 2, 3)])] == ["accepted"] * 3
    assert len(list((tmp_path / "out").iterdir())) == 3
