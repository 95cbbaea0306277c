"""Version numbers, and which version binds on a day."""

from __future__ import annotations

import datetime
from datetime import date
from itertools import product

import pytest

from policytool.archive import record as records
from policytool.archive.model import Version, VersionNumber, in_force, standing, standings
from policytool.archive.record import NoticePlan, Record, SignOff, TextEntry
from policytool.errors import ArchiveError, UnknownVersion

WHEN = datetime.datetime(2026, 1, 2, 9, 30, tzinfo=datetime.UTC)


def version(number: str, effective: date) -> Version:
    record = Record(
        policy="privacy-policy",
        version=number,
        published=date(2026, 1, 1),
        effective=effective,
        recorded=WHEN,
        texts={"en": TextEntry(path="policy_docs/privacy-policy.md", blob="a" * 40, sha256="b" * 64, title="T")},
        previous=None,
        assessment=None,
        sign_off=SignOff(name="Ada", mail="a@b.c", when=WHEN, significance="minor", decision="confirmed"),
        notice_plan=NoticePlan(),
        summary={},
        tool="0",
    )
    return Version(number=VersionNumber.parse(number), record=record, record_sha256="")


@pytest.mark.parametrize(
    "text", ["", "1", "1.", ".1", "1.2.3", "v1.0", "-1.0", "1.-1", "١.٢", "1.0\n", " 1.0", "--all"]
)
def test_what_is_no_version_number(text: str) -> None:
    with pytest.raises(UnknownVersion):
        VersionNumber.parse(text)


def test_numbers_are_ordered_as_numbers() -> None:
    numbers = [VersionNumber.parse(text) for text in ("10.0", "1.10", "2.0", "1.9")]
    assert [str(number) for number in sorted(numbers)] == ["1.9", "1.10", "2.0", "10.0"]


def test_a_significant_revision_raises_major_and_a_minor_one_minor() -> None:
    number = VersionNumber.parse("1.4")
    assert str(number.raised(significant=True)) == "2.0"
    assert str(number.raised(significant=False)) == "1.5"


def test_nothing_is_in_force_before_the_first_version_takes_effect() -> None:
    versions = (version("1.0", date(2026, 3, 1)),)
    assert in_force(versions, date(2026, 2, 28)) is None
    assert standing(versions[0], versions, date(2026, 2, 28)) == "upcoming"


def test_a_version_binds_from_its_day_of_effect_until_the_next_one_does() -> None:
    old, new = versions = (version("1.0", date(2026, 1, 1)), version("2.0", date(2028, 2, 29)))
    assert in_force(versions, date(2028, 2, 28)) == old
    assert standing(new, versions, date(2028, 2, 28)) == "upcoming"
    assert in_force(versions, date(2028, 2, 29)) == new
    assert standing(old, versions, date(2028, 2, 29)) == "superseded"


def test_of_two_versions_that_take_effect_on_one_day_the_higher_number_binds() -> None:
    low, high = versions = (version("1.9", date(2026, 1, 1)), version("1.10", date(2026, 1, 1)))
    assert in_force(versions, date(2026, 1, 1)) == high
    assert standing(low, versions, date(2025, 12, 31)) == "superseded"


def test_where_all_versions_stand_is_where_each_does() -> None:
    days = [date(2026, 1, day) for day in range(1, 5)]
    for effective in product(days[1:], repeat=4):
        versions = tuple(version(f"1.{place}", day) for place, day in enumerate(effective))
        for day in days:
            assert standings(versions, day) == {one.number: standing(one, versions, day) for one in versions}


def test_a_record_reads_back_as_it_was_written() -> None:
    record = version("1.0", date(2026, 1, 1)).record
    assert records.from_json(records.to_json(record), name="1.0.json") == record


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b'{"policy": 1}'])
def test_a_damaged_record_names_its_file(data: bytes) -> None:
    with pytest.raises(ArchiveError, match=r"policy_docs/x\.json.*damaged"):
        records.from_json(data, name="policy_docs/x.json")
