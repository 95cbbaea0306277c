"""`policytool notify bounces`: a real message sent, sent back by its return path, and read from a mailbox."""

from __future__ import annotations

import mailbox
import re
from email import message_from_bytes

from tests.notices_desk import Desk, desk, story
from tests.notices_servers import mail_server
from tests.unit.test_notices_reports import dsn

__all__ = ["desk", "story"]


def test_what_comes_back_is_read_once_and_counted(desk: Desk) -> None:
    with mail_server() as server:
        desk.settings(
            '[notices]\nsender = "Shop <privacy@shop.example>"\n[notices.smtp]\n'
            f'port = {server.port}\nreturn_path = "bounces+{{delivery}}@shop.example"\n'
        )
        campaign = desk.json("plan --version 2.0 --audience people.csv --channel smtp")["campaign"]
        assert desk.json(f"send {campaign} --yes")["state"] == "finished"
    sent = {one.recipient: one for one in server.got}
    assert re.fullmatch(r"bounces\+1-2-[0-9a-f]{12}@shop\.example", sent["ann@shop.example"].sender)
    box = mailbox.mbox(desk.root / "returned")
    box.add(dsn("", to=sent["ann@shop.example"].sender))
    box.add(dsn(str(message_from_bytes(sent["bo@shop.example"].content)["X-Policytool-Delivery"]), status="5.2.2"))
    box.add(dsn("privacy-policy-2.0-smtp-2-0123456789ab"))
    box.add(b"Subject: I am away\n\nUntil Monday.\n")
    box.close()
    assert desk.json("bounces returned") == {"messages": 4, "reports": 3, "new": 3, "moved": 2, "foreign": 1}
    assert desk.json("bounces returned") == {"messages": 4, "reports": 3, "new": 0, "moved": 0, "foreign": 0}
    status = desk.json(f"status {campaign}", code=1)
    assert (status["deliveries"]["accepted"], status["deliveries"]["bounced"]) == (1, 2)
    again = desk.json("plan --version 2.0 --audience people.csv --channel smtp --again moved")
    assert (again["total"], again["suppressed"]) == (3, 1)
    desk("bounces nowhere", code=2)
    assert "mailbox cannot be read" in desk.err
