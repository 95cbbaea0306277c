"""The examples of the manual: ```console blocks, where "$ " begins a command and other lines are what it prints."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(kw_only=True)
class Example:
    """One command with the lines that the manual says it prints."""

    page: str
    command: str
    prints: list[str] = field(default_factory=list)


def examples(page: Path) -> list[Example]:
    """Every command of a page in its order."""
    blocks = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return [
        Example(page=page.name, command=command, prints=prints)
        for block in blocks
        for command, prints in commands(block)
    ]


def commands(block: str) -> list[tuple[str, list[str]]]:
    """Each command of a block with the lines below it; a backslash at the end of a line continues it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("$ "):
            found.append((line[2:].strip(), []))
        elif line.strip():
            found[-1][1].append(line.strip())
    return found


def arguments(command: str) -> list[str] | None:
    """The arguments of a `policytool` command; None for other programs."""
    words = shlex.split(command, comments=True)
    words = words[: next((at for at, word in enumerate(words) if word in {"|", ">", "&&", ";"}), len(words))]
    return words[1:] if words[:1] == ["policytool"] else None


def agrees(said: str, printed: str) -> bool:
    """Whether a line of the manual stands in what was printed; "…" stands for anything, runs of spaces for one."""
    parts = [re.escape(" ".join(part.split())) for part in said.split("…")]
    return re.search(r"[^\n]*".join(parts).replace(r"\ ", " "), _level(printed)) is not None


def _level(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines())
