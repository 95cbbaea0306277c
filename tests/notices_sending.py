"""A project with a significant version 2.0, an audience, and `policytool` as a program that can be killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.website_project import shop

POLICYTOOL = Path(sys.executable).with_name("policytool")


@dataclass(frozen=True, kw_only=True)
class Sending:
    """The project, as an operator at a terminal has it."""

    root: Path

    @classmethod
    def make(
        cls, root: Path, *, people: int, port: int, ledger: str = "", timeout: float = 10.0, connections: int = 1
    ) -> Sending:
        """Version 2.0 released, `people` recipients in people.csv, the mail server on `port`."""
        shop(root)
        sending = cls(root=root)
        settings = root / "policytool.toml"
        more = '\n[notices]\nsender = "Example Shop <privacy@shop.example>"\n'
        more += f'[notices.smtp]\nhost = "127.0.0.1"\nport = {port}\ntimeout = {timeout}\nconnections = {connections}\n'
        more += f'[ledger]\nurl = "{ledger}"\n' if ledger else ""
        settings.write_text(settings.read_text() + more)
        sending.people(f"user{number}@example.com" for number in range(people))
        return sending

    @property
    def audience(self) -> Path:
        return self.root / "people.csv"

    def people(self, addresses: Iterable[str]) -> None:
        """Write the audience; every third reads Chinese."""
        lines = (f"c{n},{one},User {n},{'en' if n % 3 else 'zh'}\n" for n, one in enumerate(addresses))
        with self.audience.open("w") as file:
            file.write("id,email,name,language\n")
            file.writelines(lines)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`policytool notify …` at work."""
        command = [str(POLICYTOOL), "notify", *arguments]
        return subprocess.Popen(command, cwd=self.root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def worker(self, *arguments: str) -> subprocess.Popen[str]:
        """`policytool worker …` at work."""
        command = [str(POLICYTOOL), "worker", *arguments]
        return subprocess.Popen(command, cwd=self.root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments: str, code: int | None = 0) -> str:
        """What `policytool notify …` writes to stdout; `code` is the exit code it must have, None for any."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=240)
        assert code is None or process.returncode == code, f"exit code {process.returncode}\n{out}\n{err}"
        return out

    def plan(self, *options: str, channel: str = "smtp") -> str:
        """The id of a new campaign of everybody in the audience."""
        words = ["plan", "--policy", "privacy-policy", "--version", "2.0", "--channel", channel]
        made = json.loads(self.run(*words, "--audience", str(self.audience), *options, "--json"))
        return str(made["campaign"])

    def status(self, campaign: str) -> dict[str, Any]:
        """What `notify status` says to programs."""
        found: dict[str, Any] = json.loads(self.run("status", campaign, "--json", code=None))
        return found
