"""What servers and providers say is kept without anybody's address."""

from __future__ import annotations

import pytest

from policytool.notices.channels.discretion import clean, discreet
from policytool.notices.ledger.secret import Secret


@pytest.mark.parametrize(
    ("words", "address", "kept"),
    [
        ("250 2.0.0 Ok: queued as 4AB12", "ann.lee@shop.example", "250 2.0.0 Ok: queued as 4AB12"),
        ("550 5.1.1 <ann.lee@shop.example>: unknown", "ann.lee@shop.example", "550 5.1.1 <(address)>: unknown"),
        ("550 <eve@evil.example> knows Ann.Lee", "ann.lee@shop.example", "550 <(address)> knows (name)"),
        ("550 no mailbox ann.lee here", "ann.lee@shop.example", "550 no mailbox (name) here"),
        ("550 annex closed", "ann@shop.example", "550 annex closed"),
        ("250 ok", "ok@shop.example", "250 ok"),
        ("400 +4915112345001 is not valid", "+4915112345001", "400 (number) is not valid"),
        ("400 number 49 (151) 123-45001, please", "+4915112345001", "400 number (number), please"),
        ("550 5.1.1 21 15", "+4915112345001", "550 5.1.1 21 15"),
        ("422 no c1", "c1", "422 no c1"),
        ("line\r\nbreak\x00 ann@shop.example", "x@y.example", "line break (address)"),
        ("x" * 300, "ann@shop.example", "x" * 200),
    ],
)
def test_words_are_kept_without_the_address(words: str, address: str, kept: str) -> None:
    assert discreet(words, address) == kept


def test_clean_words_stay_as_they_are() -> None:
    assert clean("  250   ok ") == "250 ok"


@pytest.mark.parametrize("key", ["ann@shop.example", "+4915112345001", "Ann Lee\n1 Hill Road\nLondon"])
def test_an_address_of_any_kind_never_stands_for_a_recipient(key: str) -> None:
    assert Secret(bytes(32)).recipient(key).startswith("h-")


@pytest.mark.parametrize("key", ["1001", "c1", "4915112345001", "DE-17/2", "客户1"])
def test_an_id_does(key: str) -> None:
    assert Secret(bytes(32)).recipient(key) == key
