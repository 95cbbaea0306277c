"""Audiences: what is read, what is listed as unusable, and what stops the reading."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from policytool.errors import AudienceError
from policytool.notices.audience import Person, Rejected, fingerprint, people, unique


def read(tmp_path: Path, text: str | bytes) -> list[Person | Rejected]:
    path = tmp_path / "audience.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(unique(path))


def test_a_list_is_read_as_it_stands(tmp_path: Path) -> None:
    found = read(tmp_path, "id,email,name,language\n7,ann@shop.example,Ann,en\n8,li@shop.example,李雷,zh-CN\n")
    assert found == [
        Person(line=2, key="7", address="ann@shop.example", name="Ann", language="en"),
        Person(line=3, key="8", address="li@shop.example", name="李雷", language="zh-CN"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffemail;name\r\nann@shop.example;Ann\r\n",
        "name,E-Mail\nAnn,ann@shop.example",
        '"name","email"\n"Ann","ann@shop.example"\n\n',
        "key;email;city;name\nann@shop.example; ann@shop.example ;Rome, Italy;Ann\n",
    ],
)
def test_spreadsheets_write_csv_in_many_ways(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == [Person(line=2, key="ann@shop.example", address="ann@shop.example", name="Ann")]


@pytest.mark.parametrize(
    "address",
    ["o'neill+shop@sub.shop.example", "a@b.example", "ANN@SHOP.EXAMPLE", "x_y-z@shop.co.example", "ann@localhost"],
)
def test_unusual_addresses_are_kept(tmp_path: Path, address: str) -> None:
    (found,) = read(tmp_path, f"email\n{address}\n")
    assert isinstance(found, Person)
    assert found.address == address


def test_a_domain_in_other_scripts_is_sent_in_ascii(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "email\nann@bücher.example\n")
    assert isinstance(found, Person)
    assert found.address == "ann@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "row",
    [
        "",
        "ann",
        "ann@",
        "@shop.example",
        "ann@shop",
        "ann@shop..example",
        ".ann@shop.example",
        "ann@-shop.example",
        "ann@10.0.0.1",
        "ann bob@shop.example",
        "ann@shop.example>",
        '"ann@shop.example\nBcc: all@shop.example"',
        "ann@shop.example\tx",
        "änn@shop.example",
        "a" * 65 + "@shop.example",
        "ann@" + "a." * 130 + "example",
    ],
)
def test_broken_addresses_are_listed_with_their_line(tmp_path: Path, row: str) -> None:
    found = read(tmp_path, f"id,email\n1,ok@shop.example\n2,{row}\n3,last@shop.example\n")
    assert [type(one) for one in found] == [Person, Rejected, Person]
    assert found[1].line == 3
    assert "@" not in found[1].reason.replace("the @", "")  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["Ann\r\nBcc: x@y.example", "Ann\nX", "Ann\x00", "Ann\x1b[2J", "Ann\u2028X"])
def test_names_that_could_forge_a_header_are_listed(tmp_path: Path, name: str) -> None:
    (found,) = read(tmp_path, f'email,name\nann@shop.example,"{name}"\n')
    assert found == Rejected(line=2, reason="line breaks or control characters in the name")


def test_doubles_are_listed_with_the_first_line(tmp_path: Path) -> None:
    found = read(tmp_path, "id,email\n1,ann@shop.example\n2,bob@shop.example\n1,cy@shop.example\n4,ANN@Shop.Example\n")
    assert found[2:] == [
        Rejected(line=4, reason="the same key as line 2"),
        Rejected(line=5, reason="the same address as line 2"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"", 1),
        (b"\n\n", 1),
        (b"name,phone\nAnn,1\n", 1),
        (b"email,mail\na@b.example,c@d.example\n", 1),
        (b"email,name\nann@shop.example,Ann\nbob@shop.example,J\xf6rg\n", 3),
        (b'email,name\nann@shop.example,"Ann\nbob@shop.example,Bob\n', 2),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_line(tmp_path: Path, text: bytes, line: int) -> None:
    with pytest.raises(AudienceError) as refused:
        read(tmp_path, text)
    assert refused.value.line == line
    assert refused.value.path == tmp_path / "audience.csv"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    for read_it in (fingerprint, lambda path: list(people(path))):
        with pytest.raises(AudienceError, match="cannot be read"):
            read_it(tmp_path / "none.csv")


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "audience.csv"
    with path.open("w") as file:
        file.write("id,email\n")
        file.writelines(f"{n},user{n}@shop.example\n" for n in range(40_000))
    tracemalloc.start()
    assert sum(1 for _ in unique(path)) == 40_000
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
