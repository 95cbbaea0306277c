"""How fast notices leave, beside Postfix's own load generator and a plain smtplib loop, in one run on one machine.

    python -m benchmarks.notices --recipients 100000
    python -m benchmarks.notices --sendgrid --recipients 1000000

Everything goes to Postfix's smtp-sink (Debian: postfix), which takes messages and throws them away. The campaign runs
as a user runs it: `policytool notify plan` and `notify send`, with the durable ledger. With --sendgrid the notices go
to a stand-in for SendGrid on this machine instead, which takes every request.
"""

from __future__ import annotations

import argparse
import os
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from benchmarks import sendgrid_server
from tests.notices_sending import POLICYTOOL, Sending

SAMPLE = 2000
"""Messages of the plain loop, which is too slow for all of them."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One line of the table."""

    what: str
    recipients: int
    seconds: float
    memory: int = 0
    """Peak in MB."""

    @property
    def rate(self) -> float:
        return self.recipients / self.seconds


def main() -> None:
    """Measure and print the table."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--recipients", type=int, help="100,000; with --sendgrid 50,000")
    wanted.add_argument("--connections", type=int, default=4, help="of smtp-source and of policytool")
    wanted.add_argument("--sendgrid", action="store_true", help="the channel sendgrid instead of mail servers")
    given = wanted.parse_args()
    if given.sendgrid:
        _sendgrid(given.recipients or 50_000)
    else:
        _smtp(given.recipients or 100_000, given.connections)


def _smtp(recipients: int, connections: int) -> None:
    for program in ("smtp-sink", "smtp-source"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is missing: install Debian's postfix")
    with tempfile.TemporaryDirectory() as scratch, _sink() as port:
        sending = Sending.make(Path(scratch), people=recipients, port=port, connections=connections)
        plan, campaign = _plan(sending, recipients)
        example = _example(sending)
        source = _source(port, recipients, len(example), connections)
        send = _program("policytool notify send", sending, recipients, "send", campaign, "--yes")
        loop = _loop(port, example)
        _show([source, loop, plan, send])
        status = sending.status(campaign)
        ledger = sum(file.stat().st_size for file in (sending.root / ".policytool").glob("ledger.db*"))
        against = f"{send.rate / source.rate:.0%} of smtp-source, {send.rate / loop.rate:.1f} x the loop"
        print(f"\nnotify send: {against}")
        print(f"ledger: {ledger / recipients:.0f} bytes a recipient; message: {len(example):,} bytes")
        print(f"{status['state']}: {status['deliveries']['accepted']:,} of {status['total']:,} accepted")


def _sendgrid(recipients: int) -> None:
    os.environ["SENDGRID_API_KEY"] = "SG.benchmark"
    with tempfile.TemporaryDirectory() as scratch, sendgrid_server.serving() as (port, server):
        sending = Sending.make(Path(scratch), people=recipients, port=25)
        settings = sending.root / "policytool.toml"
        settings.write_text(f'{settings.read_text()}\n[notices.sendgrid]\napi = "http://127.0.0.1:{port}"\n')
        plan, campaign = _plan(sending, recipients, "sendgrid")
        send = _program("policytool notify send", sending, recipients, "send", campaign, "--yes")
        _show([plan, send])
        server.send("how many?")
        status = sending.status(campaign)
        ledger = sum(file.stat().st_size for file in (sending.root / ".policytool").glob("ledger.db*"))
        print(f"\nledger: {ledger / recipients:.0f} bytes a recipient; taken by the server: {server.recv():,}")
        print(f"{status['state']}: {status['deliveries']['accepted']:,} of {status['total']:,} accepted")


@contextmanager
def _sink() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    user = ["-u", "nobody"] if os.getuid() == 0 else []
    command = ["smtp-sink", *user, f"127.0.0.1:{port}", "1000"]
    process = subprocess.Popen(command)  # noqa: S603 - fixed
    try:
        while not _listens(port):
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _plan(sending: Sending, recipients: int, channel: str = "smtp") -> tuple[Measured, str]:
    words = ["plan", "--version", "2.0", "--channel", channel, "--audience", str(sending.audience)]
    return _program("policytool notify plan", sending, recipients, *words), f"privacy-policy-2.0-{channel}"


def _program(what: str, sending: Sending, recipients: int, *arguments: str) -> Measured:
    begun = time.perf_counter()
    command = [str(POLICYTOOL), "notify", *arguments]
    process = subprocess.Popen(command, cwd=sending.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    assert process.stderr is not None
    said = process.stderr.read().decode()
    process.stderr.close()
    if process.returncode:
        sys.exit(said)
    return Measured(what=what, recipients=recipients, seconds=seconds, memory=used.ru_maxrss // 1024)


def _example(sending: Sending) -> bytes:
    """One message of the campaign."""
    sending.run("preview", "privacy-policy-2.0-smtp")
    return next((sending.root / "artefacts" / "notices").rglob("en.eml")).read_bytes()


def _source(port: int, recipients: int, size: int, connections: int) -> Measured:
    """Messages of the same size over connections that are kept open."""
    amount = ["-s", str(connections), "-m", str(recipients), "-l", str(size)]
    command = ["smtp-source", "-d", *amount, f"127.0.0.1:{port}"]
    seconds = _timed(lambda: subprocess.run(command, check=True))  # noqa: S603 - fixed
    return Measured(what="Postfix smtp-source", recipients=recipients, seconds=seconds)


def _loop(port: int, example: bytes) -> Measured:
    """What a script does: one connection, each message built by Python's email package."""
    text = example.decode()

    def run() -> None:
        with smtplib.SMTP("127.0.0.1", port) as server:
            for number in range(SAMPLE):
                message = EmailMessage()
                message["From"] = "privacy@shop.example"
                message["To"] = f"User {number} <user{number}@example.com>"
                message["Subject"] = "What changes for you"
                message.set_content(text[: len(text) // 2])
                message.add_alternative(text[len(text) // 2 :], subtype="html")
                server.send_message(message)

    return Measured(what="smtplib, each message built", recipients=SAMPLE, seconds=_timed(run))


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _show(lines: list[Measured]) -> None:
    print(f"{'':32}{'recipients':>12}{'seconds':>10}{'a second':>10}{'peak MB':>9}")
    for one in lines:
        memory = str(one.memory or "")
        print(f"{one.what:32}{one.recipients:>12,}{one.seconds:>10.1f}{one.rate:>10,.0f}{memory:>9}")


if __name__ == "__main__":
    main()
