"""The SMTP channel against servers that misbehave: what nobody took may be tried again, what is unclear may not."""

from __future__ import annotations

import datetime
import re
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from policytool.config import SmtpSettings
from policytool.errors import ChannelError, SettingsError
from policytool.notices.channels.smtp import SmtpChannel
from policytool.notices.model import Outgoing, Result
from tests.notices_servers import Behaviour, Server, accept, by_recipient, mail_server, once

SENDER = "privacy@shop.example"


@pytest.fixture(params=[False, True], ids=["plain", "pipelining"])
def pipelining(request: pytest.FixtureRequest) -> bool:
    """Whether the server offers to take several commands at once."""
    return bool(request.param)


def message(name: str, number: int = 1) -> Outgoing:
    """A message to `name`."""
    content = f"Subject: News\r\nX-Policytool-Delivery: d-{number}\r\n\r\nFor {name}\r\n".encode()
    return Outgoing(number=number, delivery=f"d-{number}", address=f"{name}@shop.example", content=content)


def messages(names: str) -> list[Outgoing]:
    return [message(name, number) for number, name in enumerate(names.split(), start=1)]


def channel(port: int, **settings: object) -> SmtpChannel:
    values = {"host": "127.0.0.1", "port": port, "timeout": 0.5, **settings}
    return SmtpChannel(settings=SmtpSettings.model_validate(values), sender=SENDER)


def sent(names: str, behave: Behaviour, *, pipelining: bool, connections: int = 1) -> tuple[dict[str, Result], Server]:
    """Result for each name, and the server."""
    outgoing = messages(names)
    with mail_server(behave, pipelining=pipelining) as server:
        way = channel(server.port, connections=connections)
        results = list(way.send(outgoing))
        way.close()
    assert sorted(result.number for result in results) == [one.number for one in outgoing]
    return {outgoing[result.number - 1].address.partition("@")[0]: result for result in results}, server


def test_everybody_is_told_once_over_one_connection(pipelining: bool) -> None:
    results, server = sent("ann bob cy di eve", accept, pipelining=pipelining)
    assert {result.outcome for result in results.values()} == {"accepted"}
    assert set(server.recipients().values()) == {1}
    assert len(server.got) == 5
    assert server.connections == 1
    assert {one.sender for one in server.got} == {SENDER}


def test_several_connections_share_the_work(pipelining: bool) -> None:
    names = " ".join(f"user{number}" for number in range(60))
    results, server = sent(names, accept, pipelining=pipelining, connections=4)
    assert {result.outcome for result in results.values()} == {"accepted"}
    assert set(server.recipients().values()) == {1}
    assert len(server.got) == 60
    assert server.connections == 4


def test_a_server_that_allows_fewer_connections_is_used_with_those(pipelining: bool) -> None:
    with mail_server(pipelining=pipelining, most=2) as server:
        way = channel(server.port, connections=5)
        results = list(way.send(messages(" ".join(f"user{number}" for number in range(30)))))
        way.close()
    assert [result.outcome for result in results] == ["accepted"] * 30
    assert len(server.got) == 30


def test_messages_that_come_back_tell_whose_they_were(pipelining: bool) -> None:
    with mail_server(pipelining=pipelining) as server:
        way = channel(server.port, return_path="bounces+{delivery}@shop.example")
        assert len(list(way.send(messages("ann bob")))) == 2
        way.close()
    assert [one.sender for one in server.got] == ["bounces+d-1@shop.example", "bounces+d-2@shop.example"]


@pytest.mark.parametrize(
    "path", ["bounces", "{delivery}@", "b@shop.example>\r\nDATA", "b+{delivery}{delivery}@x.example"]
)
def test_a_wrong_return_path_is_a_wrong_setting(path: str) -> None:
    with pytest.raises(SettingsError, match="return_path") as caught:
        channel(25, return_path=path)
    assert caught.value.todo


def test_one_connection_serves_several_batches(pipelining: bool) -> None:
    with mail_server(pipelining=pipelining) as server:
        way = channel(server.port)
        for batch in ("ann bob", "cy", "di eve"):
            assert all(result.outcome == "accepted" for result in way.send(messages(batch)))
        way.close()
        assert server.connections == 1
        assert len(server.got) == 5


def test_a_message_arrives_byte_for_byte(pipelining: bool) -> None:
    body = b"Subject: Dots\r\n\r\n.\r\n..\r\n.a\r\nb.\r\n\r\n.\r\nQUIT\r\nRSET\r\n"
    outgoing = [Outgoing(number=n, delivery="d", address="ann@shop.example", content=body) for n in (1, 2)]
    with mail_server(pipelining=pipelining) as server:
        way = channel(server.port)
        assert [result.outcome for result in way.send(outgoing)] == ["accepted", "accepted"]
        way.close()
        assert [one.content for one in server.got] == [body, body]


@pytest.mark.parametrize(
    ("deed", "outcome", "kept"),
    [
        ("550 5.1.1 nobody@shop.example is unknown here", "failed", 0),
        ("451 4.7.1 try again later", "deferred", 0),
        ("421 4.3.2 closing", "deferred", 0),
        ("close", "deferred", 0),
        ("stall", "deferred", 0),
        ("content 554 5.7.1 refused", "failed", 0),
        ("content 452 4.3.1 disk full", "deferred", 0),
        ("content 421 4.3.2 closing", "deferred", 0),
        ("content close", "unknown", 0),
        ("swallow", "unknown", 1),
        ("content stall", "unknown", 1),
    ],
)
@pytest.mark.parametrize(
    ("names", "connections"), [("odd ann bob", 1), ("ann odd bob", 1), ("ann bob odd cy di", 3), ("odd", 1)]
)
def test_what_a_server_does_to_one_harms_no_other(
    deed: str, outcome: str, kept: int, names: str, connections: int, pipelining: bool
) -> None:
    results, server = sent(names, by_recipient(odd=deed), pipelining=pipelining, connections=connections)
    assert results.pop("odd").outcome == outcome
    assert {result.outcome for result in results.values()} <= {"accepted"}
    assert server.recipients()["odd@shop.example"] == kept
    assert all(server.recipients()[f"{name}@shop.example"] == 1 for name in results)


def test_what_stands_in_answers_is_kept_without_addresses(pipelining: bool) -> None:
    deed = "550 5.1.1 <odd@shop.example>: Recipient address rejected: odd@shop.example"
    results, _ = sent("odd", by_recipient(odd=deed), pipelining=pipelining)
    assert results["odd"].detail.startswith("550 5.1.1 ")
    assert "@" not in results["odd"].detail
    assert "rejected" in results["odd"].detail


@pytest.mark.parametrize("deed", ["close", "stall"])
def test_a_connection_lost_before_the_message_is_made_anew(deed: str, pipelining: bool) -> None:
    results, server = sent("ann odd bob", once(odd=deed), pipelining=pipelining)
    assert {result.outcome for result in results.values()} == {"accepted"}
    assert set(server.recipients().values()) == {1}
    assert server.connections == 2


def test_an_idle_connection_that_the_server_closed_is_made_anew(pipelining: bool) -> None:
    with mail_server(pipelining=pipelining, timeout=0.2) as server:
        way = channel(server.port)
        assert [result.outcome for result in way.send(messages("ann"))] == ["accepted"]
        _wait_until_closed(way)
        assert [result.outcome for result in way.send(messages("bob"))] == ["accepted"]
        way.close()
        assert server.connections == 2
        assert set(server.recipients().values()) == {1}


def _wait_until_closed(way: SmtpChannel) -> None:
    (lane,) = way._lanes
    assert lane.server.sock is not None
    lane.server.sock.settimeout(10)
    while lane.server.sock.recv(1, socket.MSG_PEEK):
        lane.server.sock.recv(1000)


def test_a_server_that_never_answers_stops_the_sending_early(pipelining: bool) -> None:
    taken: list[int] = []
    with mail_server(lambda recipient, before: "swallow", pipelining=pipelining) as server:
        way = channel(server.port)
        results: list[Result] = []
        with pytest.raises(ChannelError) as caught:
            results.extend(_each(way.send(_noting(messages("a b c d e f g h i j k l m n o p"), taken)), results))
        way.close()
    assert caught.value.todo
    assert 0 < len(taken) < 16
    assert sorted(result.number for result in results) == taken
    assert sum(result.outcome == "unknown" for result in results) == len(server.got)


def test_a_server_that_refuses_every_message_stops_the_sending_early(pipelining: bool) -> None:
    taken: list[int] = []
    names = " ".join(f"user{number}" for number in range(200))
    with mail_server(lambda recipient, before: "content 554 5.7.1 spam", pipelining=pipelining) as server:
        way = channel(server.port)
        results: list[Result] = []
        with pytest.raises(ChannelError, match="554"):
            results.extend(_each(way.send(_noting(messages(names), taken)), results))
        way.close()
    assert len(taken) < 100
    assert sorted(result.number for result in results) == taken
    assert not server.got


def _noting(outgoing: list[Outgoing], taken: list[int]) -> Iterator[Outgoing]:
    for one in outgoing:
        taken.append(one.number)
        yield one


def _each(found: Iterator[Result], results: list[Result]) -> list[Result]:
    for result in found:
        results.append(result)
    return []


def test_where_nobody_listens_nothing_is_taken() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    taken: list[int] = []
    with pytest.raises(ChannelError, match=str(port)) as caught:
        list(channel(port).send(_noting(messages("ann"), taken)))
    assert caught.value.todo
    assert taken == []


def test_what_talks_no_smtp_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(ChannelError):
        list(channel(mute.getsockname()[1]).send(messages("ann")))


class Password:
    """Knows one user."""

    def __call__(self, server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data == LoginPassword(b"tool", b"secret"), handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_the_password_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"authenticator": Password(), "auth_required": True, "auth_require_tls": False}
    login = {"user": "tool", "password_env": "SHOP_PASSWORD"}
    with mail_server(**options) as server:  # type: ignore[arg-type]
        with pytest.raises(ChannelError, match="SHOP_PASSWORD"):
            list(channel(server.port, **login).send(messages("ann")))
        monkeypatch.setenv("SHOP_PASSWORD", "wrong")
        with pytest.raises(ChannelError, match="535") as caught:
            list(channel(server.port, **login).send(messages("ann")))
        assert "wrong" not in str(caught.value)
        monkeypatch.setenv("SHOP_PASSWORD", "secret")
        way = channel(server.port, **login)
        assert [result.outcome for result in way.send(messages("ann"))] == ["accepted"]
        way.close()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody signed, with its key in the same file."""
    x509 = pytest.importorskip("cryptography.x509", reason="makes the certificate")
    from ipaddress import ip_address

    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "server.pem"
    path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(pem))
    return path


def test_starttls_with_a_certificate_that_is_trusted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, pipelining: bool
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with mail_server(pipelining=pipelining, tls_context=context, require_starttls=True) as server:
        with pytest.raises(ChannelError, match=re.compile("certificate", re.IGNORECASE)):
            list(channel(server.port, security="starttls").send(messages("ann")))
        assert not server.got
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        way = channel(server.port, security="starttls")
        assert [result.outcome for result in way.send(messages("ann bob cy"))] == ["accepted"] * 3
        way.close()


def test_the_password_travels_encrypted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("SHOP_PASSWORD", "secret")
    login = {"user": "tool", "password_env": "SHOP_PASSWORD", "security": "starttls", "connections": 2}
    options = {"tls_context": context, "require_starttls": True, "authenticator": Password(), "auth_required": True}
    with mail_server(pipelining=True, **options) as server:
        way = channel(server.port, **login)
        assert [result.outcome for result in way.send(messages("ann bob cy di"))] == ["accepted"] * 4
        way.close()
        monkeypatch.setenv("SHOP_PASSWORD", "wrong")
        with pytest.raises(ChannelError, match="535"):
            list(channel(server.port, **login).send(messages("eve")))
    assert len(server.got) == 4


def test_a_server_without_starttls_gets_nothing() -> None:
    with mail_server() as server:
        with pytest.raises(ChannelError):
            list(channel(server.port, security="starttls").send(messages("ann")))
        assert not server.got
