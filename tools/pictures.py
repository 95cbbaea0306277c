"""Takes the README's pictures from the real thing: this repository's own policy, site and terminal output.

Run after `policytool build --today 2026-11-25` (one version in force, one upcoming) with the tests' packages:
.venv/bin/python tools/pictures.py. The SVG's fonts from another host are left out.
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
COLUMNS = 100


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server for `folder`, for the time of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def photograph(address: str, page: str, name: str, *, height: int) -> None:
    """A picture of the page's top at the width of a desktop."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1100, "height": height})
        tab.goto(f"{address}/{page}")
        tab.screenshot(path=IMAGES / name)
        browser.close()


def terminal(arguments: list[str], name: str, *, lines: int) -> None:
    """The first lines of what the command prints in a terminal, as a picture."""
    shown = in_terminal([str(Path(sys.executable).with_name("policytool")), *arguments]).splitlines()
    kept = [*shown[:lines], "…"] if len(shown) > lines else shown
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ policytool " + " ".join(arguments), style="bold"))
    for line in kept:
        console.print(Text.from_ansi(line))
    picture = re.sub(r"@font-face\s*{[^}]*}", "", console.export_svg(title="policytool"))
    (IMAGES / name).write_text(picture, encoding="utf-8")


def in_terminal(command: list[str]) -> str:
    """What `command` writes to a terminal of COLUMNS columns."""
    main, sub = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color", "PAGER": "cat"}
    with subprocess.Popen(command, stdout=sub, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment):  # noqa: S603
        os.close(sub)
        output = b""
        with contextlib.suppress(OSError):
            while piece := os.read(main, 65536):
                output += piece
    os.close(main)
    return output.decode().replace("\r\n", "\n")


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    with served(ROOT / "site") as site:
        photograph(site, "privacy-policy/2.0/changes/", "revision.png", height=1250)
    terminal(["compare", "1.1", "2.0", "--policy", "privacy-policy"], "compare.svg", lines=40)
