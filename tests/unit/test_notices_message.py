"""Addressed messages: whatever a name holds, one header stays one header and every part can be read."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytool.errors import NoticeRefused, SettingsError
from policytool.notices.mail import Template, build
from tests.notices_values import notice

SENDER = "Datenschutz Müller <privacy@shop.example>"
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "X-Policytool-Delivery",
    "Content-Language",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
]


BUILT = {language: Template.cut(build(notice(language), sender=SENDER)) for language in ("en", "zh")}


def addressed(name: str, language: str = "en") -> tuple[bytes, EmailMessage]:
    content = BUILT[language].addressed(address="ann@shop.example", name=name, delivery="c-2-0abc")
    message = message_from_bytes(content, policy=policy.default)
    assert list(message) == HEADERS
    for part in message.walk():
        assert not part.defects
        assert not any(value.defects for value in part.values())
    assert max(len(line) for line in content.split(b"\r\n")) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")
    return content, message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_message_holds_what_was_composed(language: str) -> None:
    composed = notice(language)
    _, message = addressed("", language)
    place = "\N{OBJECT REPLACEMENT CHARACTER}greeting\N{OBJECT REPLACEMENT CHARACTER}"
    assert str(message["Subject"]) == composed.subject
    assert body(message, "plain") == composed.text.replace(place, composed.greeting)
    assert body(message, "html") == composed.html.replace(place, composed.greeting)
    assert message["From"].addresses[0].display_name == "Datenschutz Müller"
    assert message["Message-ID"] == "<c-2-0abc@shop.example>"
    assert message["X-Policytool-Delivery"] == "c-2-0abc"
    assert message["Content-Language"] == language
    assert message["Date"].datetime.year >= 2026


@pytest.mark.parametrize("name", ["Ann", "O'Neill", "李雷", "Jörg Müller-Lüdenscheidt", "Ann Bob-Smith", "A" * 42])
def test_people_are_greeted_by_name(name: str) -> None:
    _, message = addressed(name)
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == (name, "ann@shop.example")
    assert body(message, "plain").startswith(f"Dear {name},\n")
    assert f">Dear {name.replace(chr(39), '&#x27;')},<" in body(message, "html")


HOSTILE = [
    "Ann\r\nBcc: all@shop.example",
    "Ann\nX: y",
    "Ann\x00\x1b[2J",
    "Ann\u2028\u0085Bcc: x@y.example",
    'Ann" <evil@shop.example>, "',
    "=?utf-8?q?=0D=0ABcc:_x?=",
    "{{ 7 * 7 }} {% raw %}",
    "==POLICYTOOL-GREETING-HTML==",
    "=3D=\r\n=0A",
    "<script>alert(1)</script>",
    "\u202eecilA",
    ".\r\n.\r\nMAIL FROM:<x@y.example>",
    "😀" * 60,
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_can_forge_anything(name: str, language: str) -> None:
    content, message = addressed(name, language)
    (to,) = message["To"].addresses
    assert to.addr_spec == "ann@shop.example"
    assert message["Bcc"] is None
    assert "49" not in body(message, "plain").split("\n")[0]
    assert "<script" not in body(message, "html")
    assert "\u202e" not in body(message, "plain")
    assert b"\r\n.\r\n" not in content


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_name_gives_a_sound_message(name: str) -> None:
    _, message = addressed(name)
    assert message["To"].addresses[0].addr_spec == "ann@shop.example"
    assert "What it means for you" in body(message, "plain")
    assert body(message, "html").rstrip().endswith("</html>")


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: x@y.example", "a@b.example>", "", "ä@b.example", "a b@c.example"]
)
def test_no_address_can_forge_anything(address: str) -> None:
    with pytest.raises((NoticeRefused, ValueError)):
        BUILT["en"].addressed(address=address, name="", delivery="c-2-0abc")


def test_a_policy_can_forge_no_place() -> None:
    summary = "==POLICYTOOL-GREETING-TEXT== policytool-delivery-stands-here Thu, 01 Jan 1970 00:00:00 +0000"
    template = Template.cut(build(notice(summary=summary), sender=SENDER))
    content = template.addressed(address="ann@shop.example", name="Ann", delivery="c-2-0abc")
    message = message_from_bytes(content, policy=policy.default)
    assert summary in body(message, "plain")
    assert summary in body(message, "html")


@pytest.mark.parametrize("sender", ["", "Privacy", "a@b.example\r\nBcc: x@y.example", "Privacy <a@b>"])
def test_an_unusable_sender_is_a_setting_to_correct(sender: str) -> None:
    with pytest.raises(SettingsError, match=r"notices\.sender"):
        build(notice(), sender=sender)


@pytest.mark.parametrize("page", ["https://shop.example", f"https://shop.example/{'notices/' * 12}?from=mail&lang=en"])
def test_mail_programs_are_led_to_the_page_where_people_choose(page: str) -> None:
    form = Template.cut(build(notice(), sender=SENDER, settings_url=page))
    content = form.addressed(address="ann@shop.example", name="Ann", delivery="c-2-0abc")
    assert b"<" + page.encode() + b">\r\n" in content
    message = message_from_bytes(content, policy=policy.default)
    assert message["List-Unsubscribe"].strip() == f"<{page}>"
    assert message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "page",
    [
        "http://shop.example/",
        "mailto:privacy@shop.example",
        "https://shop.example/>, <https://evil.example/",
        "https://shop.example/\r\nBcc: eve@evil.example",
        "https://shop.example/ x",
        "https://läden.example/",
        "https://",
        f"https://shop.example/{'x' * 901}",
    ],
)
def test_a_page_that_cannot_stand_in_a_header_is_a_setting_to_correct(page: str) -> None:
    with pytest.raises(SettingsError, match="settings_url"):
        build(notice(), sender=SENDER, settings_url=page)
