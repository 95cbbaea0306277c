"""Whom a campaign did not reach, whom the ledger forgets, and limits of the rate at the desk."""

from __future__ import annotations

import sqlite3

from policytool.config import load
from policytool.notices.ledger.ledger import open_ledger
from policytool.notices.ledger.model import Answer
from tests.notices_desk import Desk, desk, story
from tests.notices_servers import by_recipient, mail_server

__all__ = ["desk", "story"]
NAME = "privacy-policy-2.0-smtp"


def sent(desk: Desk, **deeds: str) -> None:
    """The campaign sent by mail, to a server that does as `deeds` say."""
    with mail_server(by_recipient(**deeds)) as server:
        desk.settings(f'[notices]\nsender = "Shop <privacy@shop.example>"\n[notices.smtp]\nport = {server.port}\n')
        desk("plan --version 2.0 --audience people.csv --channel smtp")
        desk(f"send {NAME} --yes", code=1 if deeds else 0)


def test_nobody_is_told_again_where_everybody_was_reached(desk: Desk) -> None:
    sent(desk)
    desk(f"escalate {NAME} --to outbox", code=1)
    assert "nobody who was not reached" in desk.err
    assert len(desk.json("list")["campaigns"]) == 1


def test_exactly_those_who_were_not_reached_are_planned(desk: Desk) -> None:
    sent(desk, ann="550 5.2.1 disabled", li="550 5.2.1 disabled")
    made = desk.json(f"escalate {NAME} --to outbox")
    assert (made["total"], made["missed"], made["parent"], made["languages"]) == (2, 2, NAME, {"en": 1, "zh": 1})
    desk(f"send {made['campaign']} --yes")
    assert len(list(desk.root.glob("outbox/*.eml"))) == 2
    assert desk.json(f"log {NAME}")["steps"][-1]["step"] == "escalated"
    desk(f"escalate {NAME} --to outbox", code=1)
    assert "nobody in this list is left" in desk.err


def test_later_bounces_are_escalated_alone(desk: Desk) -> None:
    sent(desk, ann="550 5.2.1 disabled")
    first = desk.json(f"escalate {NAME} --to outbox")
    desk(f"send {first['campaign']} --yes")
    with open_ledger(load(desk.root)) as ledger:
        assert ledger.record(ledger.campaign(NAME), [Answer(number=4, state="bounced")], by="provider", source="x") == 1
    second = desk.json(f"escalate {NAME} --to outbox")
    assert (second["total"], second["missed"]) == (1, 2)
    assert second["campaign"] != first["campaign"]


def test_another_list_finds_them_by_id(desk: Desk) -> None:
    sent(desk, ann="550 5.2.1 disabled")
    (desk.root / "other.csv").write_text("id,email\nc9,nine@shop.example\nc1,ann@home.example\nc2,li@home.example\n")
    made = desk.json(f"escalate {NAME} --to outbox --audience other.csv")
    assert made["total"] == 1
    desk(f"send {made['campaign']} --yes")
    (file,) = desk.root.glob("outbox/*.eml")
    assert b"ann@home.example" in file.read_bytes()


def test_a_public_notice_where_one_by_one_is_impracticable(desk: Desk) -> None:
    sent(desk, ann="550 5.2.1 disabled")
    assert desk.json(f"escalate {NAME} --to website")["channel"] == "website"


def test_a_person_is_forgotten_and_the_numbers_stay(desk: Desk) -> None:
    sent(desk, ann="550 5.2.1 disabled", li="swallow")
    before = desk.json(f"status {NAME}", code=1)
    assert desk.json("erase c2 --name Ada") == {"erased": 1}
    assert desk.json("erase ann@shop.example") == {"erased": 1}
    desk("erase ann@shop.example", code=1)
    desk("erase nobody", code=1)
    after = desk.json(f"status {NAME}", code=1)
    assert after["deliveries"] == before["deliveries"]
    assert after["adds_up"]
    with sqlite3.connect(desk.root / ".policytool/ledger.db") as database:
        rows = database.execute("SELECT recipient, length(address) FROM deliveries ORDER BY number").fetchall()
    database.close()
    assert rows == [("erased", 0), ("erased", 0), ("c3", 16)]
    # Nobody could write to them any more.
    desk(f"escalate {NAME} --to outbox", code=1)
    assert desk.json(f"settle {NAME} --resend", code=1)["settled"] == 0
    assert desk.json(f"settle {NAME} --accept", code=1)["settled"] == 1


def test_somebody_who_waits_leaves_the_queue_when_erased(desk: Desk) -> None:
    desk("plan --version 2.0 --audience people.csv --channel outbox")
    assert desk.json("erase c1") == {"erased": 1}
    done = desk.json("send privacy-policy-2.0-outbox --yes")
    assert (done["state"], done["deliveries"]["accepted"], done["deliveries"]["suppressed"]) == ("finished", 2, 1)


def test_nothing_is_sent_in_quiet_hours(desk: Desk) -> None:
    desk("plan --version 2.0 --audience people.csv --channel outbox")
    always = '[notices]\ntimezone = "Asia/Shanghai"\n[notices.limits.outbox]\nquiet = "00:00-23:59"\n'
    desk.settings(always)
    file = desk.root / "policytool.toml"
    desk("send privacy-policy-2.0-outbox --yes", code=1)
    assert "quiet hours of outbox last until 23:59" in desk.err
    assert not list(desk.root.glob("outbox/*"))
    file.write_text(file.read_text().replace("00:00-23:59", "").replace("Asia/Shanghai", "Mars/Crater"))
    desk("send privacy-policy-2.0-outbox --yes", code=2)
    assert "Mars/Crater" in desk.err
    file.write_text(file.read_text().replace("Mars/Crater", ""))
    assert desk.json("send privacy-policy-2.0-outbox --yes")["state"] == "finished"
