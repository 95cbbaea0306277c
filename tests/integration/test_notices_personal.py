"""After campaigns, refusals that repeat addresses, and reports: no file beside the ledger names anybody."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from policytool.config import load
from policytool.notices.events import sendgrid, twilio
from policytool.notices.ledger.evidence import of_recipient
from policytool.notices.ledger.ledger import open_ledger
from tests.notices_desk import Desk, desk, story
from tests.notices_http import Answer, Asked, provider
from tests.notices_servers import by_recipient, mail_server

__all__ = ["desk", "story"]
PEOPLE = (
    "email,phone,postal,name\n"
    "annabel@ladenburg.example,+4915112345001,1 Hill Road|Londinium,Annabel Lee\n"
    "bartleby@ladenburg.example,+4915112345002,2 Hill Road|Londinium,Bartleby Scrivener\n"
)
PERSONAL = re.compile(rb"annabel|bartleby|scrivener|ladenburg|hill road|londinium|15112345|151 12345", re.IGNORECASE)


def beside_the_ledger(root: Path) -> dict[str, bytes]:
    found = {file.name: file.read_bytes() for file in (root / ".policytool").rglob("*") if file.is_file()}
    assert len(found["ledger.db"]) > 10_000
    return found


def refusing(asked: Asked, before: int) -> Answer:
    number = "+49 151 12345001" if b"001" in asked.body else "+4915112345002 (bartleby@ladenburg.example)"
    return Answer(status=400, body={"code": 21211, "message": f"The number {number} is no good"})


def sent_by_every_channel(desk: Desk) -> None:
    words = {"annabel": "550 5.1.1 annabel: no such user", "bartleby": "content 554 5.7.1 <bartleby@ladenburg.example>"}
    with mail_server(by_recipient(**words)) as mail, provider(refusing) as texts:
        desk.settings(
            f'\n[notices.smtp]\nhost = "127.0.0.1"\nport = {mail.port}\n'
            f'[notices.sms]\naccount = "AC{"0" * 32}"\nsender = "Shop"\napi = "{texts.url}"\n'
        )
        (desk.root / "paper.csv").write_text(re.sub("(?m)^[^,]+,", "", PEOPLE))  # without mail addresses
        for channel, people in (("smtp", "people"), ("sms", "people"), ("letter", "paper"), ("telephone", "paper")):
            desk(f"plan --version 2.0 --audience {people}.csv --channel {channel}")
            desk(f"send privacy-policy-2.0-{channel} --yes", code=1 if channel in {"smtp", "sms"} else 0)


def test_no_file_beside_the_ledger_names_anybody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "s3cret")
    desk.people.write_text(PEOPLE)
    sent_by_every_channel(desk)
    for address in ("annabel@ladenburg.example", "+49 151 12345002"):
        desk(f"suppress '{address}'")
    with open_ledger(load(desk.root)) as ledger:
        delivery = ledger.secret.delivery("privacy-policy-2.0-letter", 2)
        event = {
            "event": "bounce",
            "sg_event_id": "e1",
            "delivery": delivery,
            "email": "annabel@ladenburg.example",
            "reason": "550 annabel@ladenburg.example: annabel unknown",
        }
        ledger.report(sendgrid.reports(json.dumps([event]).encode()))
        stop = twilio.report({"MessageSid": "SM1", "Body": "STOP", "From": "+4915112345001"}, "")
        assert stop is not None
        ledger.report([stop])
    assert desk.json("status privacy-policy-2.0-letter", code=1)["deliveries"]["bounced"] == 1
    for name, content in beside_the_ledger(desk.root).items():
        assert not PERSONAL.findall(content), name
    told = desk("status privacy-policy-2.0-smtp", code=1)
    assert "550 5.1.1 (name): no such user" in told
    assert not PERSONAL.search(told.encode())


def test_somebody_without_an_id_is_forgotten_by_number(desk: Desk) -> None:
    desk.people.write_text(PEOPLE)
    for channel in ("telephone", "outbox"):
        desk(f"plan --version 2.0 --audience people.csv --channel {channel}")
    assert desk.json("erase '+49 151 12345001'")["erased"] == 1
    assert desk.json("erase ANNABEL@ladenburg.example")["erased"] == 1
    assert desk.json("erase +4915112345001", code=1)["erased"] == 0


def test_what_somebody_was_told_is_found_by_address_or_id(desk: Desk) -> None:
    desk.people.write_text("id,email\nc1,annabel@ladenburg.example\n")
    (desk.root / "calls.csv").write_text(PEOPLE)
    desk("plan --version 2.0 --audience people.csv --channel outbox")
    desk("plan --version 2.0 --audience calls.csv --channel telephone")
    with open_ledger(load(desk.root)) as ledger:
        found = {
            key: sorted(told.campaign.channel for told in of_recipient(ledger, key))
            for key in ("c1", "Annabel@Ladenburg.Example", "+49 151 12345001", "c2")
        }
    assert found == {
        "c1": ["outbox"],
        "Annabel@Ladenburg.Example": ["outbox"],
        "+49 151 12345001": ["telephone"],
        "c2": [],
    }


def test_numbers_and_ids_are_suppressed_too(desk: Desk) -> None:
    desk.people.write_text(PEOPLE)
    desk("suppress '0049 151 12345001' --reason 'asked by letter'")
    desk("suppress id:c1")
    desk("suppress c1", code=2)
    desk("suppress +49", code=2)
    desk("suppress 'no@'", code=2)
    made = desk.json("plan --version 2.0 --audience people.csv --channel telephone")
    assert (made["total"], made["suppressed"]) == (2, 1)
    desk("suppress +4915112345001 --lift")
