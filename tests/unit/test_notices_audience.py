"""Every line of an audience is a recipient or a problem that names its line; nobody vanishes."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from policytool.errors import AudienceError, UsageError
from policytool.notices.audience import Columns, Problem, Recipient, distinct
from policytool.notices.csv_source import CsvSource
from policytool.notices.model import AddressKind
from policytool.notices.segment import Segment


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "people.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def found(folder: Path, text: str | bytes, **columns: str) -> list[Recipient | Problem]:
    return list(distinct(CsvSource(path=written(folder, text)).people(Columns(names=columns), "email")))


def told(folder: Path, text: str | bytes, **columns: str) -> list[Recipient]:
    entries = found(folder, text, **columns)
    assert not [entry for entry in entries if isinstance(entry, Problem)]
    return [entry for entry in entries if isinstance(entry, Recipient)]


def rejected(folder: Path, line: str, *, head: str = "email,name,language,id") -> Problem:
    (entry,) = found(folder, f"{head}\n{line}\n")
    assert isinstance(entry, Problem), entry
    assert entry.line == 2
    return entry


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheet_programs_write_is_read(tmp_path: Path, start: str, separator: str, end: str) -> None:
    rows = [
        ["id", "email", "name", "language"],
        ["c1", "ada@shop.example", "Ada", "en"],
        ["c2", "bo@shop.example", "博", "zh"],
    ]
    text = start + end.join(separator.join(row) for row in rows) + end
    assert told(tmp_path, text) == [
        Recipient(line=2, key="c1", address="ada@shop.example", name="Ada", language="en"),
        Recipient(line=3, key="c2", address="bo@shop.example", name="博", language="zh"),
    ]


def test_an_address_alone_is_enough(tmp_path: Path) -> None:
    assert told(tmp_path, "E-Mail\nada@shop.example") == [
        Recipient(line=2, key="ada@shop.example", address="ada@shop.example")
    ]


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien",
        "{{ name }}",
        "{% for %}",
        "<b>",
        "Bcc: x@y.example",
        "Ada, Countess",
        'A "B" C',
        "محمد",
        "👩‍⚖️",
        "%s",
        "\\n",
        "=1+1",
    ],
)
def test_names_are_words_and_nothing_else(tmp_path: Path, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    assert [one.name for one in told(tmp_path, f"email,name\nada@shop.example,{quoted}\n")] == [name]


def test_headings_may_be_named(tmp_path: Path) -> None:
    text = "Kundennummer;Anrede;Mailadresse Kunde\n17;Frau Ada;ada@shop.example\n"
    assert told(tmp_path, text, email="mailadresse kunde", name="Anrede", key="Kundennummer") == [
        Recipient(line=2, key="17", address="ada@shop.example", name="Frau Ada")
    ]


def test_empty_lines_and_spaces_around_values_do_no_harm(tmp_path: Path) -> None:
    text = "email , name\n\n ada@shop.example , Ada \n,\n\nbo@shop.example,\n"
    assert [(one.line, one.address, one.name) for one in told(tmp_path, text)] == [
        (3, "ada@shop.example", "Ada"),
        (6, "bo@shop.example", ""),
    ]


def test_a_line_after_a_cell_of_several_lines_keeps_its_number(tmp_path: Path) -> None:
    text = 'email,name,note\nada@shop.example,Ada,"two\nlines"\nbo@shop.example,Bo,\n'
    assert [(one.line, one.name) for one in told(tmp_path, text)] == [(2, "Ada"), (4, "Bo")]


def test_international_domains_become_ascii(tmp_path: Path) -> None:
    text = "email\nada@bücher.example\nbo@faß.example\ncy@例子.example\ndi@shop.example\u200b\n"
    assert [one.address for one in told(tmp_path, text)] == [
        "ada@xn--bcher-kva.example",
        "bo@xn--fa-hia.example",
        "cy@xn--fsqu00a.example",
        "di@shop.example",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@shop.example",
        "ada@shop",
        "ada shop@shop.example",
        "ada@shop.example bo@shop.example",
        "ada@shop.example;bo@shop.example",
        "Ada <ada@shop.example>",
        "<ada@shop.example>",
        "ada@shop..example",
        "ada@-shop.example",
        ".ada@shop.example",
        "ada.@shop.example",
        "a..da@shop.example",
        "ada@shop.example.",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        '"ada lovelace"@shop.example',
        "ädä@shop.example",
        "a" * 65 + "@shop.example",
        "ada@" + "a" * 64 + ".example",
        "ada@" + "a." * 130 + "example",
        "ada@sh\u00adop.example\x00",
        "mailto:ada@shop.example",
    ],
)
def test_broken_addresses_are_problems_that_do_not_repeat_them(tmp_path: Path, address: str) -> None:
    entry = rejected(tmp_path, f'"{address.replace(chr(34), chr(34) * 2)}",Ada,en,c1')
    assert entry.kind == "address"
    assert "shop" not in entry.reason


@pytest.mark.parametrize(
    "forged", ["ada@shop.example\r\nBcc: eve@evil.example", "ada@shop.example\nRCPT TO:<eve@evil.example>"]
)
def test_an_address_cannot_bring_a_header_along(tmp_path: Path, forged: str) -> None:
    assert rejected(tmp_path, f'"{forged}",Ada,en,c1').kind == "address"


@pytest.mark.parametrize("mark", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1b", "\x85", "\u2028", "\u2029"])
def test_a_name_cannot_bring_a_header_along(tmp_path: Path, mark: str) -> None:
    assert rejected(tmp_path, f'ada@shop.example,"Ada{mark}Bcc: eve@evil.example",en,c1').kind == "name"


def test_other_broken_cells_are_problems(tmp_path: Path) -> None:
    assert rejected(tmp_path, f"ada@shop.example,{'A' * 201},en,c1").kind == "name"
    assert rejected(tmp_path, 'ada@shop.example,Ada,en,"c\n1"').kind == "key"
    assert rejected(tmp_path, "ada@shop.example,Ada,English!,c1").kind == "language"
    assert rejected(tmp_path, "ada@shop.example,Lovelace, Ada,en,c1").kind == "columns"
    assert rejected(tmp_path, "ada@shop.example").kind == "columns"
    assert rejected(tmp_path, '"ada"@shop.example,Ada,en,c1').kind == "columns"


def test_a_broken_line_does_not_take_its_neighbours_along(tmp_path: Path) -> None:
    text = 'email,name\nada@shop.example,Ada\n"x"y,Eve\nnobody,\nbo@shop.example,Bo\n'
    entries = found(tmp_path, text)
    assert [(entry.line, type(entry)) for entry in entries] == [
        (2, Recipient),
        (3, Problem),
        (4, Problem),
        (5, Recipient),
    ]


def test_duplicates_are_problems_that_name_the_first_line(tmp_path: Path) -> None:
    text = "id,email\n1,ada@shop.example\n2,bo@shop.example\n3,Ada@Shop.Example\n2,cy@shop.example\n4,di@shop.example\n"
    entries = found(tmp_path, text)
    assert [entry.line for entry in entries if isinstance(entry, Recipient)] == [2, 3, 6]
    assert [(entry.line, entry.kind, entry.reason) for entry in entries if isinstance(entry, Problem)] == [
        (4, "duplicate", "the same address as line 2"),
        (5, "duplicate", "the same key as line 3"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("\n\n", 1, "empty"),
        ("name,language\nAda,en\n", 1, "no column 'email'"),
        ("ada@shop.example\nbo@shop.example\n", 1, "no column 'email'"),
        ("email,mail\na@b.example,c@d.example\n", 1, "several columns"),
        (b"email,name\nada@shop.example,Ada\nbo@shop.example,B\xf6\n", 3, "not UTF-8"),
        ("email,name\nada@shop.example,Ada\n".encode("utf-16"), None, "UTF-16"),
        (b"PK\x03\x04 and so on", None, "spreadsheet"),
        ('email,name\nada@shop.example,Ada\nbo@shop.example,"Bo\ncy@shop.example,Cy\n', 3, "run together"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_what_to_do(
    tmp_path: Path, text: str | bytes, line: int | None, words: str
) -> None:
    with pytest.raises(AudienceError, match=words) as caught:
        found(tmp_path, text)
    assert caught.value.path == tmp_path / "people.csv"
    assert caught.value.line == line
    assert caught.value.todo


def test_a_quote_that_is_never_closed_is_found_in_a_long_file(tmp_path: Path) -> None:
    text = 'email,name\nada@shop.example,"Ada\n' + "bo@shop.example,Bo\n" * 20_000
    with pytest.raises(AudienceError, match="run together") as caught:
        found(tmp_path, text)
    assert caught.value.line == 2


def test_a_missing_file_and_a_missing_named_column_are_told(tmp_path: Path) -> None:
    with pytest.raises(AudienceError, match="cannot be read"):
        list(CsvSource(path=tmp_path / "nobody.csv").people(Columns(), "email"))
    with pytest.raises(AudienceError, match="cannot be read"):
        CsvSource(path=tmp_path).fingerprint()
    with pytest.raises(AudienceError, match="no column 'Anrede'"):
        found(tmp_path, "email,name\nada@shop.example,Ada\n", name="Anrede")


def fingerprint(folder: Path, who: str) -> str:
    return CsvSource(path=written(folder, f"email\n{who}@shop.example\n")).fingerprint()


def test_one_changed_letter_changes_the_fingerprint(tmp_path: Path) -> None:
    before = fingerprint(tmp_path, "ada")
    assert fingerprint(tmp_path, "ada") == before
    assert fingerprint(tmp_path, "ida") != before


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = written(tmp_path, "id,email\n" + "".join(f"{n},user{n}@shop.example\n" for n in range(40_000)))
    tracemalloc.start()
    assert (
        sum(isinstance(entry, Recipient) for entry in distinct(CsvSource(path=path).people(Columns(), "email")))
        == 40_000
    )
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def entries(folder: Path, text: str, kind: AddressKind, *segments: str) -> list[Recipient | Problem]:
    columns = Columns(segments=tuple(Segment.read(one) for one in segments))
    assert Columns.kept_as(columns.kept) == columns
    return list(distinct(CsvSource(path=written(folder, text)).people(columns, kind)))


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("+86 139 1234 5678", "+8613912345678"),
        ("0044 (20) 7946-0000", "+442079460000"),
        ("+1.202.555.0143", "+12025550143"),
        ("13912345678", None),
        ("+0 12345678", None),
        ("+49", None),
        ("+4930123456789012", None),
        ("+49301234567x9", None),
        ("+４９３０１２３４５６", None),
        ("", None),
    ],
)
def test_phone_numbers_are_international_or_a_problem(tmp_path: Path, number: str, read: str | None) -> None:
    (entry,) = entries(tmp_path, f"id,phone\nc1,{number}\n", "phone")
    assert (entry.address if isinstance(entry, Recipient) else None) == read
    if isinstance(entry, Problem):
        assert entry.kind == "address"
        assert not number or number not in entry.reason


def test_letters_need_a_name_and_a_household_may_get_several(tmp_path: Path) -> None:
    text = 'name,postal\nAda,"1 Hill Road\nLondon"\nBob,1 Hill Road | London\nAda,1 Hill Road|London\n'
    text += ",1 Hill Road\nEve,x\n"
    first, second, third, fourth, fifth = entries(tmp_path, text, "postal")
    assert isinstance(first, Recipient)
    assert first.address == "Ada\n1 Hill Road\nLondon"
    assert isinstance(second, Recipient)
    assert second.address == "Bob\n1 Hill Road\nLondon"
    kinds = [entry.kind for entry in (third, fourth, fifth) if isinstance(entry, Problem)]
    assert kinds == ["duplicate", "name", "address"]


def test_a_person_without_an_id_is_the_same_on_every_channel(tmp_path: Path) -> None:
    text = "email,phone\nada@shop.example,+8613912345678\n,+8613912345679\n"
    assert [entry.key for entry in entries(tmp_path, text, "phone") if isinstance(entry, Recipient)] == [
        "ada@shop.example",
        "+8613912345679",
    ]


def test_a_list_without_the_channel_s_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AudienceError, match="no column 'phone'"):
        entries(tmp_path, "email\nada@shop.example\n", "phone")
    with pytest.raises(AudienceError, match="no column 'region'"):
        entries(tmp_path, "email\nada@shop.example\n", "email", "region=EU")


PEOPLE = """email,language,region,accepted
a@shop.example,en,EU,1.0
b@shop.example,zh-CN,CN,2.0
c@shop.example,ZH,cn,
broken,zh,UK,1.0
"""


@pytest.mark.parametrize(
    ("segments", "kept"),
    [
        ((), "abc!"),
        (("region=EU",), "a"),
        (("region=EU, CN",), "abc"),
        (("language=zh",), "bc!"),
        (("language!=zh",), "a"),
        (("accepted!=2.0",), "ac!"),
        (("accepted=",), "c"),
        (("region=cn", "accepted=2.0"), "b"),
        (("region=US",), ""),
    ],
)
def test_segments_choose_people(tmp_path: Path, segments: tuple[str, ...], kept: str) -> None:
    found = entries(tmp_path, PEOPLE, "email", *segments)
    assert "".join(one.address[0] if isinstance(one, Recipient) else "!" for one in found) == kept


@pytest.mark.parametrize("text", ["", "region", "region=a=b", "email=a@shop.example", "=EU", "region>1"])
def test_what_is_not_a_segment_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not a segment"):
        Segment.read(text)
