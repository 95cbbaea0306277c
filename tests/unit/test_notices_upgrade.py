"""A ledger of an older policytool is brought up to date when it is opened: every row is kept, or nothing happens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from policytool.config import LedgerSettings, Settings
from policytool.errors import LedgerError
from policytool.notices.ledger.database import transaction
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.schema import VERSION, metadata
from policytool.notices.ledger.secret import Secret
from tests.notices_postgres import postgres

FIRST = Path(__file__).parents[1] / "cases" / "ledger-1.sql"


@pytest.fixture(scope="module")
def databases() -> Iterator[Callable[[], str]]:
    with postgres() as new:
        yield new


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A project whose ledger has the first format."""
    script, folder = FIRST.read_text(), tmp_path / ".policytool"
    folder.mkdir()
    if request.param == "sqlite":
        url, name = f"sqlite:///{folder}/ledger.db", "ledger"
    else:
        url = request.getfixturevalue("databases")().replace("postgresql:", "postgresql+psycopg:")
        name = url.rpartition("?")[0].rpartition("/")[2]
        script = script.replace("BLOB", "BYTEA").replace("WITHOUT ROWID", "")
        script = script.replace("number INTEGER NOT NULL,\n    id", "number SERIAL,\n    id")
        script = script.replace("number INTEGER NOT NULL,\n    token", "number SERIAL,\n    token")
    (folder / f"{name}.key").write_bytes(b"k" * 32)
    engine = create_engine(url)
    with engine.begin() as connection:
        for command in script.split(";\n"):
            if command.strip():
                connection.exec_driver_sql(command)
        row = f"('key', '{Secret(b'k' * 32).fingerprint}')"
        connection.exec_driver_sql(f"INSERT INTO policytool_ledger VALUES {row}")
    engine.dispose()
    return Settings(root=tmp_path, ledger=LedgerSettings(url=url))


def same_as_new(ledger: Ledger) -> bool:
    with ledger.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata) == []


def test_rows_are_kept_and_the_tables_are_those_of_a_new_ledger(settings: Settings) -> None:
    for opened in range(2):
        with open_ledger(settings) as ledger:
            (campaign,) = ledger.campaigns()
            standing = ledger.standing(campaign)
            counts = {state: number for state, number in standing.counts.items() if number}
            assert counts == {"accepted": 1, "unknown": 1, "queued": 1}
            assert (standing.state, campaign.rejected) == ("paused", 1)
            assert ledger.contents(campaign) == {"en": b"hello"}
            assert ledger.listed(campaign, "unknown", 5)[0][1:] == (
                "c2",
                "the sending program died before the answer came",
            )
            assert ledger.lift(b"fedcba9876543210") == (opened == 0)
            assert same_as_new(ledger)


def test_a_new_ledger_has_the_tables_that_the_program_knows(tmp_path: Path) -> None:
    with open_ledger(Settings(root=tmp_path)) as ledger:
        assert same_as_new(ledger)
        assert set(inspect(ledger.engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_several_programs_open_an_old_ledger_at_once(settings: Settings) -> None:
    found: list[str] = []
    start = threading.Barrier(3)

    def attempt() -> None:
        start.wait()
        with open_ledger(settings) as mine:
            found.extend(one.id for one in mine.campaigns())

    threads = [threading.Thread(target=attempt) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["privacy-policy-2.0-smtp"] * 3


def test_nothing_is_upgraded_under_the_feet_of_a_send(settings: Settings) -> None:
    engine = create_engine(settings.ledger.url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE runners SET ended = NULL, heartbeat = {int(time.time())}")
    with pytest.raises(LedgerError, match="is sending now"), open_ledger(settings):
        pass
    with engine.begin() as connection:
        assert inspect(connection).get_table_names().count("steps") == 0
        connection.exec_driver_sql("UPDATE runners SET heartbeat = 1700000000")
    engine.dispose()
    with open_ledger(settings) as ledger, transaction(ledger.engine) as connection:
        version = connection.exec_driver_sql("SELECT value FROM policytool_ledger WHERE name = 'schema'").scalar()
        assert version == str(VERSION)
