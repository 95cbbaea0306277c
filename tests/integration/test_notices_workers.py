"""Several workers on one PostgreSQL: no delivery twice, whoever dies, whenever."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.notices_postgres import postgres
from tests.notices_sending import Sending
from tests.notices_servers import Server, mail_server, once

pytest.importorskip("procrastinate", reason="the workers extra is not installed")
PEOPLE = 800
KILLS = 3


@pytest.fixture(scope="module")
def database() -> Iterator[Callable[[], str]]:
    with postgres() as new:
        yield new


def sending(root: Path, server: Server, database: Callable[[], str], people: int = PEOPLE) -> tuple[Sending, str]:
    made = Sending.make(root, people=people, port=server.port, ledger=database())
    return made, made.plan()


def finish(workers: list[subprocess.Popen[str]]) -> None:
    for worker in workers:
        _, err = worker.communicate(timeout=120)
        assert worker.returncode == 0, err


def test_workers_need_postgresql(tmp_path: Path) -> None:
    with mail_server() as server:
        made = Sending.make(tmp_path, people=3, port=server.port)
        process = made.start("send", made.plan(), "--workers", "--yes")
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert "PostgreSQL" in err
        assert not server.got


def test_three_workers_tell_everybody_once(tmp_path: Path, database: Callable[[], str]) -> None:
    with mail_server() as server:
        made, campaign = sending(tmp_path, server, database)
        for _ in range(2):
            made.run("send", campaign, "--workers", "--yes")
        assert not server.got
        finish([made.worker("--until-empty") for _ in range(3)])
        status = made.status(campaign)
        assert status["state"] == "finished"
        assert status["deliveries"]["accepted"] == PEOPLE
        assert len(server.got) == len(server.recipients()) == PEOPLE


def test_workers_die_at_any_time(tmp_path: Path, database: Callable[[], str]) -> None:
    chance = random.Random(815)
    with mail_server() as server:
        made, campaign = sending(tmp_path, server, database)
        made.run("send", campaign, "--workers", "--yes")
        workers = [made.worker() for _ in range(2)]
        for _ in range(KILLS):
            wanted = min(len(server.got) + chance.randrange(20, PEOPLE // (2 * KILLS)), PEOPLE - 50)
            while len(server.got) < wanted:
                time.sleep(0.001)
            dead = workers.pop(0)
            dead.kill()
            dead.communicate()
            workers.append(made.worker())
        for worker in workers:
            worker.kill()
            worker.communicate()
        # The queue may have lost batches with their workers: the ledger knows who is left.
        made.run("send", campaign, "--workers", "--yes", code=None)
        finish([made.worker("--until-empty")])
        counts, told = made.status(campaign)["deliveries"], server.recipients()
        assert sum(counts.values()) == PEOPLE
        assert set(told.values()) == {1}
        assert counts["queued"] == counts["sending"] == 0
        assert counts["accepted"] + counts["unknown"] == PEOPLE
        assert PEOPLE - len(told) <= counts["unknown"]


def test_a_worker_stops_in_good_order_and_another_goes_on(tmp_path: Path, database: Callable[[], str]) -> None:
    with mail_server() as server:
        made, campaign = sending(tmp_path, server, database)
        made.run("send", campaign, "--workers", "--yes")
        worker = made.worker()
        while len(server.got) < 100:
            time.sleep(0.001)
        worker.send_signal(signal.SIGTERM)
        _, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err
        status = made.status(campaign)
        assert status["deliveries"]["unknown"] == status["deliveries"]["sending"] == 0
        made.run("send", campaign, "--workers", "--yes")
        finish([made.worker("--until-empty")])
        assert len(server.got) == len(server.recipients()) == PEOPLE


def test_what_is_put_off_is_tried_again(tmp_path: Path, database: Callable[[], str]) -> None:
    with mail_server(once(user1="451 4.7.1 later")) as server:
        made, campaign = sending(tmp_path, server, database, people=4)
        made.run("send", campaign, "--workers", "--yes")
        worker = made.worker()
        while len(server.got) < 4:
            time.sleep(0.05)
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=60)
        assert made.status(campaign)["deliveries"]["accepted"] == 4


def test_a_worker_says_why_nothing_leaves(tmp_path: Path, database: Callable[[], str]) -> None:
    with mail_server() as server:
        made, campaign = sending(tmp_path, server, database, people=4)
    made.run("send", campaign, "--workers", "--yes")
    worker = made.worker()
    assert worker.stderr is not None
    while "cannot be used" not in (line := worker.stderr.readline()):
        assert line, "it ended without a word"
    worker.send_signal(signal.SIGTERM)
    _, err = worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert "Traceback" not in err
    assert made.status(campaign)["deliveries"]["queued"] == 4


def test_a_paused_campaign_is_left_alone(tmp_path: Path, database: Callable[[], str]) -> None:
    with mail_server() as server:
        made, campaign = sending(tmp_path, server, database, people=4)
        made.run("send", campaign, "--workers", "--yes")
        made.run("pause", campaign)
        finish([made.worker("--until-empty")])
        assert not server.got
        made.run("resume", campaign)
        made.run("send", campaign, "--workers", "--yes")
        finish([made.worker("--until-empty")])
        assert len(server.got) == 4
