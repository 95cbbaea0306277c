"""Recipients from a database: copied once and then frozen, from a SELECT that cannot change anything."""

from __future__ import annotations

import sqlite3
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from policytool.config import AudienceSettings, NoticeSettings, Settings, load
from policytool.errors import AudienceError, PolicytoolError, SettingsError
from policytool.notices.audience import USUAL, Columns, Problem, Recipient, distinct
from policytool.notices.source import columns, opened
from policytool.notices.sql_source import copied
from tests.notices_desk import Desk, desk, story
from tests.notices_postgres import Postgres, postgres

__all__ = ["desk", "story"]
ROWS = [
    (1, "ada@shop.example", "Ada", "en", "EU", "1.0"),
    (2, "li@shop.example", '李雷, "the first"', "zh", "CN", None),
    (3, None, "Nobody", "en", "EU", "1.0"),
    (4, "ADA@shop.example", "Ada\nagain", "en", "EU", "2.0"),
    (5, "bo@shop.example", "100 % Bo", "en", "EU", "2.0"),
]
MAKE = (
    "CREATE TABLE customers"
    " (number INTEGER, mail VARCHAR(200), name VARCHAR(200), lang VARCHAR(9), region VARCHAR(9), accepted VARCHAR(9))"
)
QUERY = "SELECT number, mail, name, lang, region, accepted FROM customers ORDER BY number -- all; of them"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as made:
        yield made


def shop(folder: Path) -> str:
    """A database in a file, as its address stands in settings."""
    with sqlite3.connect(folder / "shop.db") as connection:
        connection.execute(MAKE)
        connection.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?)", ROWS)
    connection.close()
    return "sqlite:///shop.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return shop(tmp_path)
    made: str = request.getfixturevalue("server")()
    engine = create_engine(make_url(made).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.exec_driver_sql(MAKE)
        connection.exec_driver_sql("INSERT INTO customers VALUES (%s, %s, %s, %s, %s, %s)", ROWS)  # type: ignore[arg-type]
    engine.dispose()
    return made


def customers(url: str, query: str = QUERY, **more: object) -> AudienceSettings:
    names = {"key": "number", "email": "mail", "language": "lang"}
    return AudienceSettings.model_validate({"url": url, "query": query, "columns": names, **more})


def test_rows_become_people_and_problems(tmp_path: Path, url: str) -> None:
    settings = Settings(root=tmp_path, notices=NoticeSettings(audiences={"customers": customers(url)}))
    source = opened("customers", settings)
    found = list(distinct(source.people(columns("customers", settings, USUAL), "email")))
    people = [(one.key, one.address, one.name, one.language) for one in found if isinstance(one, Recipient)]
    assert people == [
        ("1", "ada@shop.example", "Ada", "en"),
        ("2", "li@shop.example", '李雷, "the first"', "zh"),
        ("5", "bo@shop.example", "100 % Bo", "en"),
    ]
    assert [one.kind for one in found if isinstance(one, Problem)] == ["address", "name"]


def test_the_copy_is_for_its_owner_alone_and_the_same_for_the_same_rows(tmp_path: Path, url: str) -> None:
    first, second = (copied("customers", customers(url), tmp_path) for _ in range(2))
    assert first == second
    assert first.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in first.parent.iterdir()) == [".gitignore", first.name]
    assert (first.parent / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    "query",
    ["SELECT number, mail FROM customers WHERE name LIKE '%Bo'", "WITH x AS (SELECT 1 AS id) SELECT id FROM x;"],
)
def test_signs_of_the_language_are_left_alone(tmp_path: Path, url: str, query: str) -> None:
    assert len(copied("customers", customers(url, query), tmp_path).read_text().splitlines()) == 2


def test_a_select_in_a_file_of_its_own(tmp_path: Path, url: str) -> None:
    (tmp_path / "customers.sql").write_text(f"/* who has an account; */\n{QUERY}\n;\n")
    wanted = customers(url, "customers.sql")
    assert copied("customers", wanted, tmp_path) == copied("customers", customers(url), tmp_path)
    with pytest.raises(AudienceError, match="cannot be read"):
        copied("customers", customers(url, "nobody.sql"), tmp_path)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM customers",
        "SELECT 1; DELETE FROM customers",
        "WITH gone AS (DELETE FROM customers RETURNING mail) SELECT mail FROM gone",
        "SELECT mail INTO other FROM customers",
        "SELECT mail FROM customers FOR UPDATE",
        "/* SELECT */ DROP TABLE customers",
        "PRAGMA writable_schema=1",
        "'SELECT'",
    ],
)
def test_what_is_not_one_select_is_refused(tmp_path: Path, url: str, query: str) -> None:
    with pytest.raises(AudienceError, match="not one SELECT") as refused:
        copied("customers", customers(url, query), tmp_path)
    assert refused.value.todo


def test_the_database_itself_refuses_a_change(server: Postgres, tmp_path: Path) -> None:
    url = server()
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE log (at INTEGER)")
        body = "BEGIN DELETE FROM log; RETURN 1; END"
        connection.exec_driver_sql(f"CREATE FUNCTION sly() RETURNS INTEGER LANGUAGE plpgsql AS $${body}$$")
    engine.dispose()
    with pytest.raises(AudienceError, match="read-only transaction"):
        copied("customers", customers(url, "SELECT sly() AS id"), tmp_path)


def test_what_the_database_says_is_told_without_addresses(tmp_path: Path, url: str) -> None:
    query = "SELECT mail FROM nobody" if url.startswith("sqlite") else "SELECT mail::int FROM customers"
    with pytest.raises(AudienceError, match="the audience customers cannot be read") as told:
        copied("customers", customers(url, query), tmp_path)
    assert "@shop" not in str(told.value)


def test_bytes_are_no_address(tmp_path: Path) -> None:
    with pytest.raises(AudienceError, match="'mail' holds bytes"):
        copied("customers", customers(shop(tmp_path), "SELECT x'00ff' AS mail"), tmp_path)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(AudienceError, match="no such database"):
        copied("customers", customers("sqlite:///none.db"), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "more", "error"),
    [
        ("postgresql://reader:s3cret@127.0.0.1/shop", {}, "holds a password"),
        ("postgresql://reader@127.0.0.1:1/shop", {}, "cannot be read"),
        ("postgresql://reader@127.0.0.1:1/shop", {"password_env": "NO_SUCH_VARIABLE"}, "NO_SUCH_VARIABLE is not set"),
        ("oracle://reader@127.0.0.1/shop", {}, "needs"),
        ("nonsense://x", {}, "no database"),
        ("x", {}, "no database"),
    ],
)
def test_unusable_places_are_told(tmp_path: Path, url: str, more: dict[str, str], error: str) -> None:
    with pytest.raises(PolicytoolError, match=error) as refused:
        copied("customers", customers(url, **more), tmp_path)
    assert refused.value.todo
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    "table",
    [
        "",
        'file = "a.csv"\nurl = "sqlite:///a.db"\nquery = "SELECT 1"',
        'url = "sqlite:///a.db"',
        'query = "SELECT 1"',
        'file = "a.csv"\ncolumns = {street = "Street"}',
    ],
)
def test_an_audience_is_a_file_or_a_select(tmp_path: Path, table: str) -> None:
    (tmp_path / "policytool.toml").write_text(f"[notices.audiences.customers]\n{table}\n")
    with pytest.raises(SettingsError, match=r"notices\.audiences\.customers"):
        load(tmp_path)


def test_memory_stays_flat(tmp_path: Path) -> None:
    query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) SELECT i AS id FROM n"
    wanted = customers(shop(tmp_path), query)
    copied("customers", wanted, tmp_path)
    tracemalloc.start()
    assert copied("customers", wanted, tmp_path).stat().st_size > 200_000
    assert tracemalloc.get_traced_memory()[1] < 1_500_000
    tracemalloc.stop()


def test_a_campaign_from_a_database_stays_frozen_while_the_table_changes(desk: Desk) -> None:
    shop(desk.root)
    desk.settings(
        '\n[notices.audiences.customers]\nurl = "sqlite:///shop.db"\n'
        f'query = """{QUERY}"""\ncolumns = {{ key = "number", email = "mail", language = "lang" }}\n'
    )
    words = "plan --version 2.0 --audience customers --channel outbox --segment region=EU --problems out.csv"
    made = desk.json(words)
    assert (made["total"], made["left_out"]) == (2, {"address": 1, "name": 1})
    listed = (desk.root / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert listed[0] == "channel,line,problem,reason"
    assert [line.split(",")[:3] for line in listed[1:]] == [["outbox", "4", "address"], ["outbox", "5", "name"]]
    with sqlite3.connect(desk.root / "shop.db") as connection:
        connection.execute("UPDATE customers SET mail = 'new@shop.example' WHERE number = 1")
    connection.close()
    desk(f"send {made['campaign']} --yes")
    assert desk.json(f"status {made['campaign']}")["deliveries"]["accepted"] == 2
    mails = [one.read_text() for one in (desk.root / "outbox").glob("*.eml")]
    assert sum("ada@shop.example" in one for one in mails) == 1
    assert not any("new@shop.example" in one for one in mails)


def test_a_named_file_brings_its_headings_along(desk: Desk) -> None:
    (desk.root / "export.csv").write_text("Kundennummer;Anschrift\n17;ada@shop.example\n17;bo@shop.example\n")
    desk.settings(
        '\n[notices.audiences.shop]\nfile = "export.csv"\ncolumns = { email = "Anschrift", key = "Kundennummer" }\n'
    )
    told = desk("plan --version 2.0 --audience shop --channel outbox")
    assert "1 recipient by outbox" in told
    assert "1 line of export.csv is left out: 1 named twice." in told
    desk("send privacy-policy-2.0-outbox --yes")


def test_the_listing_is_kept_where_nobody_is_left(desk: Desk) -> None:
    desk.people.write_text("email\nbroken\n")
    desk("plan --version 2.0 --audience people.csv --channel outbox --problems out.csv", code=1)
    assert "this is not a mail address" in (desk.root / "out.csv").read_text()
    desk("plan --version 2.0 --audience people.csv --channel outbox --problems missing/out.csv", code=2)
    assert "cannot be listed" in desk.err


def test_suppressed_people_are_listed_by_their_line(desk: Desk) -> None:
    desk("suppress ann@shop.example --reason 'asked by letter'")
    told = desk("plan --version 2.0 --audience people.csv --channel outbox --problems out.csv")
    assert "1 person of these must not be written to, and will not be: suppressed." in " ".join(told.split())
    rows = (desk.root / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[1].startswith("outbox,2,suppressed,")
    assert "ann@" not in rows[1]


def test_what_is_given_goes_before_the_settings() -> None:
    wanted = customers("sqlite:///x.db")
    settings = Settings(notices=NoticeSettings(audiences={"customers": wanted}))
    assert columns("customers", settings, Columns(names={"email": "other"})).names["email"] == "other"
    assert columns("people.csv", settings, USUAL) == USUAL
