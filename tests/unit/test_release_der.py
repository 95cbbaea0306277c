"""Certificates of a time stamp put into the order of DER, and nothing else touched, whatever the bytes are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policytool.release.der import sorted_certificates


def element(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def answer(*certificates: bytes) -> bytes:
    """The shape of a TimeStampResp around `certificates`."""
    signed = element(
        0x30, element(2, b"\3") + element(0x31, b"") + element(0x30, b"") + element(0xA0, b"".join(certificates))
    )
    token = element(0x30, element(6, b"oid") + element(0xA0, signed))
    return element(0x30, element(0x30, element(2, b"\0")) + token)


SHORT, LONG = element(0x30, b"a" * 10), element(0x30, b"b" * 300)


def test_certificates_are_sorted_and_the_rest_stays() -> None:
    assert sorted_certificates(answer(LONG, SHORT)) == answer(SHORT, LONG)
    assert sorted_certificates(answer(SHORT, LONG)) == answer(SHORT, LONG)
    assert sorted_certificates(answer()) == answer()


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_what_is_no_time_stamp_is_given_back(data: bytes) -> None:
    assert len(sorted_certificates(data)) == len(data)


@given(st.integers(min_value=0, max_value=400), st.binary(min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_a_damaged_one_never_raises(at: int, junk: bytes) -> None:
    whole = answer(LONG, SHORT)
    damaged = whole[:at] + junk + whole[at + len(junk) :]
    assert sorted(sorted_certificates(damaged)) == sorted(damaged)


def test_one_that_is_cut_off_never_raises() -> None:
    whole = answer(LONG, SHORT)
    for end in range(len(whole)):
        assert sorted_certificates(whole[:end]) == whole[:end]
