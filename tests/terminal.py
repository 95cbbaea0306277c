"""The command line in a pseudo-terminal, as a person sits before it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path


def at_a_terminal(folder: Path, arguments: list[str], answers: list[str]) -> tuple[int, str]:
    """Exit code and screen of `policytool` in a pseudo-terminal, with these lines typed."""
    main, side = pty.openpty()
    command = [sys.executable, "-c", "from policytool.cli.main import main; main()", *arguments]
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "100", "NO_COLOR": "1"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=side, stdout=side, stderr=side) as process:
        os.close(side)
        os.write(main, "".join(f"{line}\n" for line in answers).encode())
        screen = b""
        while True:
            try:
                part = os.read(main, 65_536)
            except OSError:
                break
            if not part:
                break
            screen += part
    os.close(main)
    return process.returncode, screen.decode()
