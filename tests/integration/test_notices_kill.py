"""Sending programs are killed, doubled and interrupted: nobody is told twice on their own, nobody is lost silently."""

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
from tests.notices_servers import Server, by_recipient, mail_server

PEOPLE = 600
KILLS = 8


@pytest.fixture(scope="module")
def database() -> Iterator[Callable[[], str]]:
    """Gives the URL of an empty PostgreSQL database each time it is called."""
    with postgres() as new:
        yield new


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest) -> str:
    """The ledger's URL; empty for the default."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("database")())


def test_killed_again_and_again(tmp_path: Path, ledger: str) -> None:
    chance = random.Random(4711)
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=PEOPLE, port=server.port, ledger=ledger)
        campaign = sending.plan()
        for _ in range(KILLS):
            _killed_after(sending.start("send", campaign, "--yes"), server, chance.randrange(5, PEOPLE // 12))
        sending.run("send", campaign, "--yes", code=None)
        _nobody_lost_nobody_doubled(sending.status(campaign), server)
        _settled(sending, campaign, server)


def _killed_after(process: subprocess.Popen[str], server: Server, messages: int) -> None:
    """Kill -9 as soon as the server has got so many more."""
    wanted = len(server.got) + messages
    while process.poll() is None and len(server.got) < wanted:
        time.sleep(0.001)
    process.kill()
    process.communicate()


def _nobody_lost_nobody_doubled(status: dict[str, object], server: Server) -> None:
    counts = status["deliveries"]
    assert isinstance(counts, dict)
    told = server.recipients()
    assert status["total"] == sum(counts.values()) == PEOPLE
    assert set(told.values()) == {1}
    assert counts["queued"] == counts["sending"] == counts["failed"] == 0
    assert counts["accepted"] + counts["unknown"] == PEOPLE
    # Whoever was not told is among the unknown, and so are at most those who were in hand at a kill.
    assert PEOPLE - len(told) <= counts["unknown"]
    assert counts["unknown"] > 0, "no kill hit the sending: the test has proved nothing"
    assert status["state"] == "unsettled"


def _settled(sending: Sending, campaign: str, server: Server) -> None:
    """A person has the unknown sent again: everybody was told, and twice at most those who were unknown."""
    unknown = sending.status(campaign)["deliveries"]["unknown"]
    told = len(server.got)
    sending.run("settle", campaign, "--resend", code=None)
    sending.run("send", campaign, "--yes")
    status = sending.status(campaign)
    assert status["state"] == "finished"
    assert status["deliveries"]["accepted"] == PEOPLE
    assert len(server.recipients()) == PEOPLE
    assert len(server.got) == told + unknown
    assert len({one.delivery for one in server.got}) == PEOPLE, "sent again under the same delivery id"


def test_two_operators_press_the_button_at_once(tmp_path: Path, ledger: str) -> None:
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=PEOPLE, port=server.port, ledger=ledger)
        campaign = sending.plan()
        both = [sending.start("send", campaign, "--yes") for _ in range(2)]
        for process in both:
            process.communicate(timeout=240)
        sending.run("send", campaign, "--yes")
        status = sending.status(campaign)
        assert status["state"] == "finished"
        assert status["deliveries"]["accepted"] == PEOPLE
        assert len(server.got) == len(server.recipients()) == PEOPLE


def test_two_operators_plan_at_once(tmp_path: Path, ledger: str) -> None:
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=50, port=server.port, ledger=ledger)
        words = ["plan", "--version", "2.0", "--channel", "smtp", "--audience", str(sending.audience), "--json"]
        both = [sending.start(*words) for _ in range(2)]
        told = [process.communicate(timeout=240) for process in both]
        assert sorted(process.returncode for process in both) == [0, 1]
        (refused,) = (err for process, (_, err) in zip(both, told, strict=True) if process.returncode)
        assert "planned" in refused


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=PEOPLE, port=server.port)
        campaign = sending.plan()
        process = sending.start("send", campaign, "--yes")
        while process.poll() is None and len(server.got) < 20:
            time.sleep(0.001)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 130, err
        status = sending.status(campaign)
        assert status["deliveries"]["unknown"] == status["deliveries"]["sending"] == 0
        assert status["deliveries"]["accepted"] == len(server.got) < PEOPLE
        assert status["deliveries"]["queued"] == PEOPLE - len(server.got)
        sending.run("send", campaign, "--yes")
        assert len(server.got) == len(server.recipients()) == PEOPLE


def test_faults_of_the_server_end_where_they_belong(tmp_path: Path) -> None:
    deeds = {
        "user3": "550 5.1.1 unknown",
        "user7": "content 554 5.7.1 refused",
        "user11": "swallow",
        "user13": "content close",
    }
    with mail_server(by_recipient(**deeds)) as server:
        sending = Sending.make(tmp_path, people=40, port=server.port)
        campaign = sending.plan()
        sending.run("send", campaign, "--yes", code=1)
        status = sending.status(campaign)
        assert status["state"] == "unsettled"
        counts = {state: number for state, number in status["deliveries"].items() if number}
        assert counts == {"accepted": 36, "failed": 2, "unknown": 2}
        assert server.recipients()["user11@example.com"] == 1
        sending.run("settle", campaign, "--accept", code=1)
        status = sending.status(campaign)
        assert status["state"] == "finished"
        assert status["deliveries"]["accepted"] == 38
        assert len(server.got) == 37


def test_a_server_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=PEOPLE, port=server.port, timeout=2)
        campaign = sending.plan()
        process = sending.start("send", campaign, "--yes")
        while process.poll() is None and len(server.got) < 30:
            time.sleep(0.001)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2, err
    assert "send again" in err
    assert "Traceback" not in err
    first = server.recipients()
    with mail_server() as server:
        settings = sending.root / "policytool.toml"
        lines = settings.read_text().splitlines()
        settings.write_text("\n".join(f"port = {server.port}" if line[:4] == "port" else line for line in lines))
        sending.run("send", campaign, "--yes", code=None)
        counts = sending.status(campaign)["deliveries"]
        told = first + server.recipients()
        assert set(told.values()) == {1}
        assert counts["accepted"] + counts["unknown"] == PEOPLE
        assert PEOPLE - len(told) <= counts["unknown"] <= 1


def test_another_audience_is_refused(tmp_path: Path) -> None:
    with mail_server() as server:
        sending = Sending.make(tmp_path, people=40, port=server.port)
        campaign = sending.plan()
        frozen = sending.audience.read_bytes()
        sending.audience.write_bytes(frozen.replace(b"user7@", b"eve@"))
        process = sending.start("send", campaign, "--yes")
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert "frozen" in err
        assert not server.got
        sending.audience.write_bytes(frozen)
        sending.run("send", campaign, "--yes")
        assert len(server.got) == 40
