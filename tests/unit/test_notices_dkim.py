"""Signatures of mail: what another library verifies, and no longer once a word was changed."""

from __future__ import annotations

import base64
import datetime
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from policytool.config import DkimSettings, NoticeSettings, SmtpSettings
from policytool.errors import SettingsError
from policytool.notices.audience import Recipient
from policytool.notices.channels.dkim import Signer
from policytool.notices.channels.smtp import SmtpChannel
from policytool.notices.ledger.model import Campaign
from policytool.notices.mail import Template, build
from tests.notices_servers import mail_server
from tests.notices_values import notice

KEY = rsa.generate_private_key(65537, 2048)
SENDER = "Datenschutz Müller <privacy@mail.shop.example>"
FORMS = {
    language: Template.cut(
        build(
            notice(language),
            sender=SENDER,
            reply_to="office@shop.example",
            settings_url="https://shop.example/account/notices",
        )
    )
    for language in ("en", "zh")
}
SIGNER = Signer(domain="shop.example", selector="policytool", key=KEY)


def campaign(name: str = "privacy-policy-2.0-smtp") -> Campaign:
    return Campaign(
        number=12,
        id=name,
        policy="privacy-policy",
        version="2.0",
        channel="smtp",
        significance="significant",
        effective=datetime.date(2026, 12, 23),
        record_sha256="b" * 64,
        audience_path="people.csv",
        audience_sha256="a" * 64,
        columns={},
        total=5,
        rejected=0,
        reason="",
        planned=datetime.datetime.now(tz=datetime.UTC),
    )


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def dns(name: bytes, timeout: int = 5) -> bytes:
    """What stands in the DNS of the domain, as the manual says."""
    assert name == b"policytool._domainkey.shop.example."
    public = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def verified(message: bytes) -> bool:
    return bool(dkim.verify(message, dnsfunc=dns))


def addressed(language: str = "en", name: str = "Ann") -> bytes:
    return FORMS[language].addressed(address="ann@shop.example", name=name, delivery="d-1")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["", "Ann", "王小明", "A. " * 60])
def test_another_library_verifies_the_signature(language: str, name: str) -> None:
    message = addressed(language, name)
    signed = SIGNER.signed(message)
    assert verified(signed)
    assert max(map(len, signed.split(b"\r\n"))) <= 998
    assert signed.endswith(message)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_whatever_a_person_is_called(name: str) -> None:
    assert verified(SIGNER.signed(addressed(name=name)))


@pytest.mark.parametrize("ending", [b"", b"\r\n", b"\r\n\r\n\r\n"])
def test_however_a_message_ends(ending: bytes) -> None:
    signed = SIGNER.signed(addressed().rstrip(b"\r\n") + ending)
    assert verified(signed if signed.endswith(b"\r\n") else signed + b"\r\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Dear Ann", b"Dear Eve"),
        (b"Subject: ", b"Subject: Ignore: "),
        (b"ann@shop.example", b"eve@shop.example"),
        (b"X-Policytool-Delivery: d-1", b"X-Policytool-Delivery: d-2"),
        (b"https://shop.example/account/notices", b"https://evil.example/account/notices"),
        (b"MIME-Version", b"From: Eve <eve@evil.example>\r\nMIME-Version"),
        (b"MIME-Version", b"Subject: Hello\r\nMIME-Version"),
    ],
)
def test_nothing_signed_can_be_changed_or_added(old: bytes, new: bytes) -> None:
    signed = SIGNER.signed(addressed())
    assert old in signed
    assert not verified(signed.replace(old, new, 1))


def test_mail_arrives_signed(tmp_path: Path) -> None:
    (tmp_path / "dkim.pem").write_bytes(pem(KEY))
    with mail_server(pipelining=True) as server:
        wanted = NoticeSettings(
            sender=SENDER,
            smtp=SmtpSettings(host="127.0.0.1", port=server.port),
            dkim=DkimSettings(domain="Shop.example", key_file="dkim.pem"),
        )
        channel = SmtpChannel.of(wanted, tmp_path, campaign())
        people = [Recipient(line=n, key=f"c{n}", address=f"user{n}@x.example", name=f"User {n}") for n in range(5)]
        outgoing = [FORMS["zh"].outgoing(one, number=one.line, delivery=f"d-{one.line}") for one in people]
        assert [result.outcome for result in channel.send(outgoing)] == ["accepted"] * 5
        channel.close()
        assert [verified(one.content) for one in server.got] == [True] * 5


@pytest.mark.parametrize("delivery", ["{}-1000000-0123456789ab", "test-{}-zh-Hant-01234567"])
def test_a_return_path_has_room_for_the_longest_id(tmp_path: Path, delivery: str) -> None:
    name = "terms-of-sale-and-delivery-of-goods-to-consumers-12.10-smtp-3"
    wanted = NoticeSettings(smtp=SmtpSettings(return_path="bounces+{delivery}@shop.example"))
    path = SmtpChannel.of(wanted, tmp_path, campaign(name)).return_path(delivery.format(name))
    assert path == f"bounces+{delivery.format(12)}@shop.example"


def test_without_a_domain_nothing_is_signed(tmp_path: Path) -> None:
    assert Signer.of(NoticeSettings(sender=SENDER), tmp_path) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"domain": "shop.example; x=1"}, "domain: this is not a domain"),
        ({"domain": "other.example"}, "domain: it does not sign for mail.shop.example"),
        ({"domain": "op.example"}, "domain: it does not sign for"),
        ({"selector": ""}, "selector"),
        ({"selector": "a;b"}, "selector"),
        ({"key_file": "missing.pem"}, "key_file: it cannot be read"),
        ({"key_file": "text.pem"}, "key_file: this is not a private key"),
        ({"key_file": "curve.pem"}, "key_file: this key cannot sign mail"),
    ],
)
def test_unusable_settings_are_told(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    (tmp_path / "dkim.pem").write_bytes(pem(KEY))
    (tmp_path / "text.pem").write_text("no key")
    (tmp_path / "curve.pem").write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    values = {"domain": "shop.example", "key_file": "dkim.pem", **changed}
    with pytest.raises(SettingsError, match=f"notices.dkim.{said}") as refused:
        Signer.of(NoticeSettings(sender=SENDER, dkim=DkimSettings(**values)), tmp_path)
    assert refused.value.todo
