"""The cases of significance, written as tables that a lawyer can read and add to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases" / "significance"
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One revision of one section of the base policy, and what must be said of it."""

    what: str
    old: str
    new: str
    verdict: str
    kinds: tuple[str, ...]


def read(name: str) -> list[Case]:
    """The cases of the file `name`."""
    rows = [line for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [_case(line) for line in rows[1:]]


def _case(line: str) -> Case:
    cells = [cell.strip().replace("\\|", "|").replace("<br>", "\n") for cell in _CELL.split(line)[1:-1]]
    what, section, old, new, verdict, kinds = cells
    return Case(
        what=what,
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
