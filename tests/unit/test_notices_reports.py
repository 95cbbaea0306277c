"""Reports of providers: forged, stale, duplicated, out of order, about strangers; and mail that came back."""

from __future__ import annotations

import base64
import itertools
import json
import mailbox
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sendgrid.helpers.eventwebhook import EventWebhook
from twilio.request_validator import RequestValidator

from policytool.config import EventSettings, NoticeSettings, Settings, WebhookSettings
from policytool.errors import SettingsError
from policytool.notices.events import bounces
from policytool.notices.events.app import app
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.model import Answer, Campaign, Totals
from policytool.notices.ledger.model import Recipient as Row
from policytool.notices.signature import SharedKeys
from tests.unit.test_notices_ledger import wanted

KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
TOKEN = "0123456789abcdef"
SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()
NUMBERS = itertools.count(1)


@dataclass(kw_only=True)
class Post:
    """Campaign 'people' with four recipients in hand or accepted, and a real server that takes reports."""

    ledger: Ledger
    campaign: Campaign
    port: int = 0
    now: float = field(default_factory=time.time)

    def delivery(self, number: int) -> str:
        return self.ledger.secret.delivery(self.campaign.id, number)

    def states(self) -> dict[str, int]:
        return {state: number for state, number in self.ledger.standing(self.campaign).counts.items() if number}

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def sendgrid(self, *events: dict[str, Any], key: ec.EllipticCurvePrivateKey = KEY, age: float = 0) -> int:
        body = json.dumps(events).encode() + b"\r\n"
        return self.post("/sendgrid", body, signed(body, key, str(int(self.now - age))))[0]

    def webhook(self, body: bytes, *, name: str = "", secret: str = SECRET, age: float = 0) -> int:
        second, name = int(self.now - age), name or f"r{next(NUMBERS)}"
        signature = SharedKeys.read(secret, "it").sign(name, second, body)
        headers = {"webhook-id": name, "webhook-timestamp": str(second), "webhook-signature": signature}
        return self.post("/webhook", body, headers)[0]

    def twilio(self, form: dict[str, str], *, query: str = "", token: str = TOKEN) -> int:
        url = f"https://events.shop.example/twilio{query}"
        signature = RequestValidator(token).compute_signature(url, form)
        body = urllib.parse.urlencode(form).encode()
        return self.post(f"/twilio{query}", body, {"X-Twilio-Signature": signature})[0]


def signed(body: bytes, key: ec.EllipticCurvePrivateKey, timestamp: str) -> dict[str, str]:
    signature = base64.b64encode(key.sign(timestamp.encode() + body, ec.ECDSA(SHA256()))).decode()
    name = "X-Twilio-Email-Event-Webhook-"
    return {f"{name}Signature": signature, f"{name}Timestamp": timestamp, "Content-Type": "application/json"}


def event(kind: str, delivery: str, **more: str) -> dict[str, Any]:
    known = {"event": kind, "sg_event_id": f"e{next(NUMBERS)}", "email": "x@shop.example", "timestamp": 1700000000}
    return {**known, "delivery": delivery, **more}


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("POLICYTOOL_WEBHOOK_SECRET", SECRET)
    events = EventSettings(url="https://events.shop.example/", sendgrid_key=PUBLIC, max_bytes=20_000)
    notices = NoticeSettings(webhook=WebhookSettings(url="https://app.shop.example/"))
    settings = Settings(root=tmp_path, events=events, notices=notices)
    with open_ledger(settings) as ledger:
        campaign = in_hand(ledger)
        post = Post(ledger=ledger, campaign=campaign)
        with serving(app(ledger, settings, clock=lambda: post.now)) as port:
            post.port = port
            yield post


def numbers(ledger: Ledger) -> list[Row]:
    return [Row(number=n, recipient=f"c{n}", address=ledger.secret.address(f"+861380000000{n}")) for n in range(2, 6)]


def in_hand(ledger: Ledger) -> Campaign:
    """2 and 3 accepted, 4 unknown, 5 queued."""
    plan = wanted(channel="sms")
    campaign = ledger.plan(plan, numbers(ledger), lambda: Totals(total=4, rejected=0, languages={}))
    with ledger.running(campaign) as runner:
        ledger.claim(runner, campaign, after=-1, size=3)
        answers = [
            Answer(number=2, state="accepted"),
            Answer(number=3, state="accepted"),
            Answer(number=4, state="unknown"),
        ]
        ledger.record(campaign, answers, by="runner", source="sendgrid")
    return campaign


class serving:  # noqa: N801
    """A real server for the time of the block; gives its port."""

    def __init__(self, application: Any) -> None:
        config = uvicorn.Config(application, host="127.0.0.1", port=0, log_level="error", lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> int:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    def __exit__(self, *error: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)


def test_what_is_not_verified_changes_nothing_and_is_told_nothing(post: Post) -> None:
    before = post.states()
    stranger = ec.generate_private_key(ec.SECP256R1())
    delivered = event("delivered", post.delivery(2))
    body = json.dumps([delivered]).encode()
    assert post.sendgrid(delivered, key=stranger) == 403
    assert post.sendgrid(delivered, age=3600) == 403
    assert post.sendgrid(delivered, age=-3600) == 403
    good = signed(body, KEY, str(int(post.now)))
    assert post.post("/sendgrid", body.replace(b"delivered", b"processed"), good) == (403, b"")
    for spoilt in (
        {},
        {**good, "X-Twilio-Email-Event-Webhook-Signature": "no base64 ö".encode("latin-1").decode("latin-1")},
    ):
        assert post.post("/sendgrid", body, spoilt) == (403, b"")
    for timestamp in ("", "soon", "1" * 40, "-5"):
        assert post.post("/sendgrid", body, {**good, "X-Twilio-Email-Event-Webhook-Timestamp": timestamp}) == (403, b"")
    form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    assert post.twilio(form, query=f"?delivery={post.delivery(2)}", token="another") == 403
    assert post.post("/twilio", b"MessageSid=SM1", {}) == (403, b"")
    assert post.states() == before


def test_our_check_agrees_with_sendgrids_own(post: Post) -> None:
    body = json.dumps([event("delivered", post.delivery(2))])
    headers = signed(body.encode(), KEY, str(int(post.now)))
    signature, timestamp = list(headers.values())[:2]
    assert EventWebhook(PUBLIC).verify_signature(body, signature, timestamp)
    assert post.post("/sendgrid", body.encode(), headers)[0] == 204
    assert post.states()["delivered"] == 1


def test_duplicates_count_once(post: Post) -> None:
    bounce = event("bounce", post.delivery(2), reason="550 5.1.1 no such user ann@shop.example", status="5.1.1")
    for _ in range(23):
        assert post.sendgrid(bounce, bounce) == 204
    assert post.states() == {"queued": 1, "accepted": 1, "bounced": 1, "unknown": 1}
    assert post.ledger.listed(post.campaign, "bounced", 9) == [(2, "c2", "5.1.1 550 5.1.1 no such user (address)")]
    with pytest.raises(LookupError):
        _entries(post.ledger, 2)[2]


def _entries(ledger: Ledger, number: int) -> list[str]:
    from sqlalchemy import select

    from policytool.notices.ledger.schema import attempts

    with ledger.engine.connect() as connection:
        query = select(attempts.c.state).where(attempts.c.number == number).order_by(attempts.c.serial)
        return list(connection.execute(query).scalars())


@pytest.mark.parametrize("order", list(itertools.permutations(("processed", "delivered", "bounce"))))
def test_any_order_ends_the_same(post: Post, order: tuple[str, ...]) -> None:
    for kind in order:
        assert post.sendgrid(event(kind, post.delivery(4))) == 204
    assert post.states() == {"queued": 1, "accepted": 2, "bounced": 1}


def test_reports_settle_what_was_unknown_and_save_a_second_message(post: Post) -> None:
    post.sendgrid(event("delivered", post.delivery(4)))
    assert "unknown" not in post.states()
    post.sendgrid(event("delivered", post.delivery(5)))
    assert "queued" not in post.states()


def test_strangers_and_forged_ids_are_answered_and_ignored(post: Post) -> None:
    before = post.states()
    good = post.delivery(2)
    for delivery in (
        "",
        "nonsense",
        f"{good[:-1]}{'0' if good[-1] != '0' else '1'}",
        good.replace("-2-", "-3-"),
        "x" * 5000,
    ):
        assert post.sendgrid(event("delivered", delivery)) == 204
    assert post.sendgrid(event("open", good), event("click", good), event("group_unsubscribe", good)) == 204
    assert post.sendgrid({"event": "delivered"}, {"event": 7}) == 204
    assert post.states() == before


def test_malformed_and_huge_bodies(post: Post) -> None:
    for body in (b"", b"{", b'{"event": "delivered"}', b'["x"]', b"\xff\xfe"):
        assert post.post("/sendgrid", body, signed(body, KEY, str(int(post.now))))[0] == 400
    huge = b"[" + b" " * 30_000 + b"]"
    assert post.post("/sendgrid", huge, signed(huge, KEY, str(int(post.now))))[0] == 413
    assert post.post("/elsewhere", b"", {})[0] == 404


def test_a_hard_bounce_keeps_the_address_from_being_written_to_again(post: Post) -> None:
    post.sendgrid(event("bounce", post.delivery(2), status="5.1.1", reason="no such user"))
    post.sendgrid(event("bounce", post.delivery(3), status="5.2.2", reason="mailbox full"))
    assert post.ledger.lift(post.ledger.secret.address("+8613800000002"))
    assert not post.ledger.lift(post.ledger.secret.address("+8613800000003"))


def test_twilio_status_and_stop(post: Post) -> None:
    query = f"?delivery={post.delivery(2)}"
    for status in ("delivered", "sent", "delivered"):
        assert post.twilio({"MessageSid": "SM1", "MessageStatus": status}, query=query) == 204
    assert post.states()["delivered"] == 1
    failed = {"MessageSid": "SM2", "MessageStatus": "undelivered", "ErrorCode": "30005", "To": "+8613800000003"}
    assert post.twilio(failed, query=f"?delivery={post.delivery(3)}") == 204
    assert post.states()["bounced"] == 1
    assert post.twilio({"MessageSid": "SM3", "From": "+8613800000005", "Body": " stop ", "To": "+1500"}) == 204
    assert post.twilio({"MessageSid": "SM4", "From": "+8613800000004", "Body": "please do not stop"}) == 204
    with post.ledger.running(post.campaign):
        assert post.states()["suppressed"] == 1
    assert not post.ledger.lift(post.ledger.secret.address("+8613800000004"))


def test_whoever_answers_stop_to_a_text_message_may_still_be_called(post: Post) -> None:
    ledger = post.ledger
    landline = {"MessageSid": "SM5", "MessageStatus": "undelivered", "ErrorCode": "30006", "To": "+8613800000003"}
    assert post.twilio(landline, query=f"?delivery={post.delivery(3)}") == 204
    assert post.twilio({"MessageSid": "SM6", "From": "+8613800000005", "Body": "STOP"}) == 204
    suppressed = {}
    for channel in ("telephone", "sms"):
        plan = replace(wanted(channel=channel), version="3.0")
        made = ledger.plan(plan, numbers(ledger), lambda: Totals(total=4, rejected=0, languages={}))
        suppressed[channel] = [row[0] for row in ledger.listed(made, "suppressed", 9)]
    assert suppressed == {"telephone": [], "sms": [3, 5]}
    ledger.suppress({ledger.secret.address("+8613800000005"): "asked by letter"})
    with ledger.running(ledger.campaign("privacy-policy-3.0-telephone")):
        assert ledger.standing(ledger.campaign("privacy-policy-3.0-telephone")).counts["suppressed"] == 1
    assert ledger.lift(ledger.secret.address("+8613800000005"))
    assert not ledger.lift(ledger.secret.address("+8613800000005"))


def told(post: Post, number: int, state: object, **more: object) -> bytes:
    data = {"delivery": post.delivery(number), "state": state, **more}
    return json.dumps({"type": "delivery.report", "data": data}).encode()


def test_the_company_s_own_program_reports_too(post: Post) -> None:
    assert post.webhook(told(post, 2, "delivered"), name="r-1") == 204
    assert post.webhook(told(post, 2, "bounced"), name="r-1") == 204  # the same report again says nothing new
    assert post.webhook(told(post, 4, "delivered", detail="ann@shop.example opened the app")) == 204
    assert post.states() == {"accepted": 1, "delivered": 2, "queued": 1}
    assert post.webhook(told(post, 3, "bounced", gone=True)) == 204
    assert post.states() == {"bounced": 1, "delivered": 2, "queued": 1}
    assert post.webhook(json.dumps({"type": "policy.notice", "data": {}}).encode()) == 204


def test_its_reports_are_verified_fresh_and_well_formed(post: Post) -> None:
    other = "whsec_" + base64.b64encode(bytes(range(32))).decode()
    before, good = post.states(), told(post, 2, "delivered")
    assert post.webhook(good, secret=other) == 403
    assert post.webhook(good, age=601) == post.webhook(good, age=-601) == 403
    assert post.post("/webhook", good, {}) == (403, b"")
    for malformed in (b"", b"[]", b"{}", b'{"type": 1}', told(post, 2, "opened"), told(post, 2, ["x"]), b"\xff"):
        assert post.webhook(malformed) == 400
    assert post.webhook(told(post, 2, "delivered", detail=5)) == 400
    assert post.states() == before


def test_a_ledger_that_cannot_be_written_makes_the_provider_come_again(post: Post) -> None:
    with post.ledger.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE events")
        connection.commit()
    assert post.sendgrid(event("delivered", post.delivery(2))) == 503


def test_a_server_without_providers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)
    with open_ledger(Settings(root=tmp_path)) as ledger:
        for key in ("", "nonsense", base64.b64encode(b"nothing").decode()):
            with pytest.raises(SettingsError):
                app(ledger, Settings(root=tmp_path, events=EventSettings(sendgrid_key=key)))


DSN = """\
From: MAILER-DAEMON@mx.example
To: {to}
Message-ID: <{number}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ann@shop.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <ann@shop.example> unknown

--b
Content-Type: {kind}

{returned}
--b--
"""


def dsn(
    delivery: str, *, action: str = "failed", status: str = "5.1.1", to: str = "privacy@shop.example", **kind: str
) -> bytes:
    """A notification as Postfix writes it."""
    returned = (
        f"From: privacy@shop.example\nX-Policytool-Delivery: {delivery}\nSubject: x\n\nhello\n" if delivery else "\n"
    )
    known = {"kind": "message/rfc822", **kind}
    text = DSN.format(to=to, number=next(NUMBERS), action=action, status=status, returned=returned, **known)
    return text.encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_mail_that_came_back_is_a_report(post: Post, kind: str) -> None:
    report = bounces.report(dsn(post.delivery(2), kind=kind))
    assert report is not None
    assert (report.state, report.gone, report.detail) == ("bounced", True, "5.1.1 550 5.1.1 <(address)> unknown")
    assert post.ledger.report([report, report]).moved == 1
    assert post.states()["bounced"] == 1


@pytest.mark.parametrize("before", ["bounces+", "bounces-", "b.2_1-", ""])
@pytest.mark.parametrize("short", [True, False])
def test_the_return_path_names_the_delivery_where_nothing_came_back(post: Post, before: str, short: bool) -> None:
    delivery = post.delivery(3)
    if short:
        delivery = delivery.replace(post.campaign.id, str(post.campaign.number))
    report = bounces.report(dsn("", to=f"{before}{delivery}@shop.example"))
    assert report is not None
    taken = post.ledger.report([report])
    assert (taken.moved, taken.foreign) == (1, 0)
    assert post.states()["bounced"] == 1


def test_a_forged_return_path_is_foreign(post: Post) -> None:
    for forged in (f"{post.campaign.number}-3-0123456789ab", "99-3-0123456789ab", "x-0123456789ab"):
        report = bounces.report(dsn("", to=f"bounces+{forged}@shop.example"))
        assert report is None or post.ledger.report([report]).foreign == 1
    assert "bounced" not in post.states()


@pytest.mark.parametrize(("action", "state"), [("delayed", None), ("delivered", "delivered"), ("relayed", None)])
def test_what_did_not_fail_is_no_bounce(post: Post, action: str, state: str | None) -> None:
    report = bounces.report(dsn(post.delivery(2), action=action, status="2.0.0"))
    assert report is not None
    assert (report.state, report.gone) == (state, False)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: I am away\nAuto-Submitted: auto-replied\n\nX-Policytool-Delivery: a-2-000000000000\n",
        dsn(""),
        dsn("not-an-id"),
        dsn("a-2-000000000000", action="exploded"),
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n",
    ],
)
def test_other_mail_is_no_report(raw: bytes) -> None:
    assert bounces.report(raw) is None


def test_mailboxes_of_every_kind(tmp_path: Path) -> None:
    raw = [dsn(f"a-{n}-000000000000") for n in range(3)]
    box = mailbox.mbox(tmp_path / "box")
    folder = mailbox.Maildir(tmp_path / "folder")
    for one in raw:
        box.add(one)
        folder.add(one)
    box.close()
    (tmp_path / "one.eml").write_bytes(raw[0])
    for name, count in (("box", 3), ("folder", 3), ("one.eml", 1)):
        found = [bounces.report(one) for one in bounces.messages(tmp_path / name)]
        assert len({one.delivery for one in found if one}) == count
