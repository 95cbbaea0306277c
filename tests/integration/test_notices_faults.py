"""The disk is full, the ledger is locked, the database restarts, the clock jumps: nobody lost, nobody told twice."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from policytool.config import Settings, load
from policytool.errors import LedgerError
from policytool.notices.ledger.database import transaction
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.model import Answer
from policytool.notices.ledger.schema import runners
from tests.notices_postgres import Postgres, postgres
from tests.notices_sending import POLICYTOOL, Sending
from tests.notices_servers import Server, mail_server
from tests.unit.test_notices_ledger import planned

PEOPLE = 600


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


def accounted(sending: Sending, campaign: str, server: Server) -> dict[str, int]:
    """The numbers, once they are proved: everybody told once at most, and whoever was not told is listed."""
    counts: dict[str, int] = sending.status(campaign)["deliveries"]
    told = server.recipients()
    assert set(told.values()) == {1}
    assert sum(counts.values()) == PEOPLE
    assert counts["sending"] == 0
    assert counts["accepted"] <= len(told) <= counts["accepted"] + counts["unknown"]
    return counts


def test_a_full_disk(tmp_path: Path) -> None:
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=PEOPLE, port=server.port)
        campaign = sending.plan()
        size = (tmp_path / ".policytool/ledger.db").stat().st_size

        def narrow() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))

        command = [str(POLICYTOOL), "notify", "send", campaign, "--yes"]
        failed = subprocess.run(command, cwd=tmp_path, preexec_fn=narrow, capture_output=True, text=True, check=False)
        assert failed.returncode == 2, failed.stderr
        assert "the ledger cannot be" in failed.stderr
        assert "Traceback" not in failed.stderr
        counts = accounted(sending, campaign, server) if server.got else sending.status(campaign)["deliveries"]
        assert counts["queued"] > 0
        sending.run("send", campaign, "--yes", code=None)
        assert accounted(sending, campaign, server)["queued"] == 0


def test_a_ledger_that_another_program_locks(tmp_path: Path) -> None:
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=PEOPLE, port=server.port)
        campaign = sending.plan()
        process = sending.start("send", campaign, "--yes")
        while not server.got:
            time.sleep(0.001)
        other = sqlite3.connect(tmp_path / ".policytool/ledger.db", isolation_level=None, timeout=20)
        other.execute("BEGIN IMMEDIATE")
        while process.poll() is None and len(server.got) < 5:
            time.sleep(0.01)
        time.sleep(0.5)
        other.execute("ROLLBACK")
        other.close()
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert accounted(sending, campaign, server)["accepted"] == PEOPLE


def test_a_ledger_that_stays_locked_ends_the_sending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policytool.notices.ledger.database.BUSY", 0.2)
    with open_ledger(Settings(root=tmp_path)) as ledger:
        campaign = planned(ledger)
        other = sqlite3.connect(tmp_path / ".policytool/ledger.db", isolation_level=None)
        with pytest.raises(LedgerError, match="locked"), ledger.running(campaign) as runner:  # noqa: PT012
            taken = [row.number for row in ledger.claim(runner, campaign, after=-1, size=2)]
            other.execute("BEGIN IMMEDIATE")
            answers = [Answer(number=number, state="accepted", detail="250 ok") for number in taken]
            ledger.step(runner, campaign, answers, [], after=-1, size=2)
        other.execute("ROLLBACK")
        other.close()
        counts = ledger.standing(campaign).counts
        assert (counts["unknown"], counts["queued"], counts["sending"]) == (2, 3, 0)


def test_postgresql_restarts_under_workers(tmp_path: Path, database: Postgres) -> None:
    pytest.importorskip("procrastinate", reason="the workers extra is not installed")
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=PEOPLE, port=server.port, ledger=database())
        campaign = sending.plan()
        sending.run("send", campaign, "--workers", "--yes")
        workers = [sending.worker("--until-empty") for _ in range(2)]
        while len(server.got) < 60:
            time.sleep(0.001)
        database.restart()
        for worker in workers:
            _, err = worker.communicate(timeout=120)
            assert worker.returncode in {0, 2}, err
            assert err.count("database does not answer") <= 1
            assert "Traceback" not in err
        accounted(sending, campaign, server)
        sending.run("send", campaign, "--workers", "--yes", code=None)
        _, err = sending.worker("--until-empty").communicate(timeout=120)
        counts = accounted(sending, campaign, server)
        assert counts["queued"] == counts["failed"] == 0, err


def test_postgresql_restarts_in_the_middle(tmp_path: Path, database: Postgres) -> None:
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=PEOPLE, port=server.port, ledger=database())
        campaign = sending.plan()
        process = sending.start("send", campaign, "--yes")
        while len(server.got) < 60:
            time.sleep(0.001)
        database.restart()
        _, err = process.communicate(timeout=120)
        assert process.returncode in {0, 2}, err
        assert "Traceback" not in err
        accounted(sending, campaign, server)
        sending.run("send", campaign, "--yes", code=None)
        counts = accounted(sending, campaign, server)
        assert counts["queued"] == counts["failed"] == 0


@pytest.mark.parametrize("jump", [-86_400, 86_400])
def test_a_clock_that_jumps_makes_nobody_dead(tmp_path: Path, jump: int) -> None:
    with open_ledger(Settings(root=tmp_path)) as ledger:
        campaign = planned(ledger)
        with ledger.running(campaign) as runner:
            ledger.claim(runner, campaign, after=-1, size=2)
            _jumped(ledger, jump)
            standing = ledger.standing(campaign)
            assert (standing.running, standing.counts["unknown"]) == (True, 0)
            runner.beat()
            ledger.step(runner, campaign, [], [2, 3], after=-1, size=0)


def _jumped(ledger: Ledger, seconds: int) -> None:
    """As if the database's clock had been set to another day meanwhile."""
    with transaction(ledger.engine) as connection:
        connection.execute(update(runners).values(heartbeat=runners.c.heartbeat - seconds))


def test_two_lists_that_share_people_tell_each_once(tmp_path: Path) -> None:
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=300, port=server.port)
        other = tmp_path / "other.csv"
        rest = sending.audience.read_text().splitlines()
        more = [f"n{number},new{number}@example.com,,en" for number in range(100)]
        other.write_text("\n".join([rest[0], *rest[150:], *more]) + "\n")
        words = ["plan", "--version", "2.0", "--channel", "smtp", "--json", "--audience"]
        both = [sending.start(*words, str(path)) for path in (sending.audience, other)]
        codes = [process.wait(timeout=60) for process in both]
        for process in both:
            process.communicate()
        assert sorted(codes) in ([0, 0], [0, 1])
        for path, code in zip((sending.audience, other), codes, strict=True):
            if code:
                sending.run(*words, str(path))
        with open_ledger(load(tmp_path)) as ledger:
            names = [one.id for one in ledger.campaigns()]
        for name in names:
            sending.run("send", name, "--yes")
        assert len(names) == 2
        assert len(server.got) == len(server.recipients()) == 400
