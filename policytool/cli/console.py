"""How the command line speaks: results on stdout, the story on stderr, plain where there is no terminal."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

from policytool.errors import PolicytoolError


def out() -> Console:
    """The console for results. Colour and width follow the terminal and NO_COLOR."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    """The console for the story: progress, hints, errors."""
    return Console(file=sys.stderr, highlight=False, soft_wrap=not sys.stderr.isatty())


def tell(message: str, style: str = "") -> None:
    """One line of the story, never read as markup."""
    err().print(Text(message, style=style))


def failure(message: str) -> None:
    tell(message, "bold red")


def error(problem: PolicytoolError) -> None:
    """An error as a lawyer reads it: where, what is wrong, what to do next."""
    line = Text()
    if problem.where:
        line.append(f"{problem.where}: ", style="bold")
    line.append(problem.message, style="red")
    err().print(line)
    if problem.todo:
        err().print(Text(problem.todo))


def print_json(value: Any) -> None:
    """One JSON object on stdout and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def interactive() -> bool:
    """Whether a person can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()
