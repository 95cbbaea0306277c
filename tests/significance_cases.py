"""The cases of significance, written as tables that a lawyer can read and add to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases" / "significance"
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One revision of one section of the base policy, and what must be said of it."""

    what: str
    file: str
    old: str
    new: str
    verdict: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """A case that is judged wrongly today, and why."""

    file: str
    what: str
    said: str
    cause: str


def read(verdict: str) -> list[Case]:
    """The cases of every file whose verdict is `verdict`."""
    files = [file for file in sorted(FOLDER.glob("*.md")) if file.name not in ("base.md", "known.md", "lists.md")]
    return [case for file in files for case in map(_case_of(file.name), _rows(file)) if case.verdict == verdict]


def known() -> list[Known]:
    """The cases that known.md lists as judged wrongly."""
    return [Known(file=row[0], what=row[1], said=row[2], cause=row[3]) for row in _rows(FOLDER / "known.md")]


def _rows(file: Path) -> list[list[str]]:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [
        [cell.strip().replace("\\|", "|").replace("<br>", "\n") for cell in _CELL.split(line)[1:-1]]
        for line in lines[1:]
    ]


def _case_of(file: str) -> Callable[[list[str]], Case]:
    return lambda row: _case(file, row)


def _case(file: str, row: list[str]) -> Case:
    what, section, old, new, verdict, kinds = row
    return Case(
        what=what,
        file=file,
        old=_policy(section, old),
        new=_policy(section, new),
        verdict=verdict,
        kinds=tuple(kinds.replace(",", " ").split()),
    )


def _policy(section: str, text: str) -> str:
    """The base policy with `text` at the end of its section; a Chinese section makes a short policy of its own."""
    if not section.isascii():
        intro = "# 芬山园艺隐私声明\n\n本声明说明我们如何处理您的个人信息。\n\n"
        return f"{intro}## {section}\n\n请阅读以下内容。\n\n{text}\n"
    base = (FOLDER / "base.md").read_text(encoding="utf-8")
    heading = f"## {section}\n"
    before, after = base.split(heading)
    body, *rest = after.split("\n## ", 1)
    return f"{before}{heading}{body.rstrip()}\n\n{text}\n" + "".join(f"\n## {part}" for part in rest)
