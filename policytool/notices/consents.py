"""Who agreed to which version: a list that the company keeps, read for one person at a time.

The list is never copied: it holds personal data, and stays outside git and outside the ledger.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policytool.archive.model import Version
from policytool.config import Settings
from policytool.errors import AudienceError
from policytool.notices.audience import USUAL
from policytool.notices.csv_source import CsvSource, rows
from policytool.notices.source import Source, columns, opened

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "key", "编号"),
    "version": ("version", "accepted", "acceptedversion", "版本", "接受版本"),
    "day": ("day", "date", "日期"),
    "answer": ("answer", "答复"),
}
"""What a column may be called; capitals, spaces, hyphens and underscores make no difference."""
_YES = frozenset({"", "yes", "y", "true", "1", "agreed", "是", "同意"})
_NO = frozenset({"no", "n", "false", "0", "refused", "withdrawn", "否", "不同意", "撤回"})


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one person answered to one version."""

    line: int
    version: Version
    day: datetime.date | None
    """None where the list names none: the answer then counts from the posting of the version."""
    agrees: bool

    @property
    def since(self) -> datetime.date:
        return self.day or self.version.published


def answers(where: str, settings: Settings, key: str, versions: Sequence[Version]) -> tuple[Answer, ...]:
    """Every answer of the person called `key` in the list that `where` names, the oldest first.

    Raises AudienceError with the line where one of these answers cannot be read; other people's lines do not matter.
    """
    source, known = opened(where, settings), {str(one.number): one for one in versions}
    names = columns(where, settings, USUAL).names
    own = {"id": names.get("key", ""), "version": names.get("accepted", "")}
    found = [_answer(where, line, cells, known) for line, cells in _of(source, where, key, own)]
    return tuple(sorted(found, key=lambda answer: (answer.since, answer.line)))


def agreed(found: Sequence[Answer], day: datetime.date) -> Answer | None:
    """The answer by which the person agreed to the highest version up to `day`; None for the silent.

    The last answer to a version counts: who withdraws a consent is bound as if it had never been given.
    """
    last = {answer.version.number: answer for answer in found if answer.since <= day}
    return max((one for one in last.values() if one.agrees), key=lambda one: one.version.number, default=None)


def _of(source: Source, where: str, key: str, own: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    if not isinstance(source, CsvSource):
        raise AudienceError("this list cannot be read for its consents", path=where)
    lines = rows(source.path)
    head = next(lines, (1, []))[1]
    places = {column: at for column in COLUMNS for at, cell in enumerate(head) if _named(cell, column, own)}
    lacking = [column for column in ("id", "version") if column not in places]
    if lacking:
        todo = "Name the columns id, version, day and answer; the first two are needed."
        raise AudienceError(f"there is no column {' and no column '.join(lacking)}", path=where, line=1, todo=todo)
    for line, cells in lines:
        if len(cells) == len(head) and cells[places["id"]].strip() == key:
            yield line, {column: cells[at].strip() for column, at in places.items()}


def _answer(where: str, line: int, cells: Mapping[str, str], known: Mapping[str, Version]) -> Answer:
    version, day, said = known.get(cells["version"]), cells.get("day", ""), cells.get("answer", "").casefold()
    if version is None:
        todo = f"Released: {', '.join(known)}."
        raise AudienceError(f"there is no version {cells['version'][:20]!r}", path=where, line=line, todo=todo)
    if said not in _YES | _NO:
        todo = "Write yes or no; an empty cell means yes."
        raise AudienceError(f"{said[:20]!r} is neither yes nor no", path=where, line=line, todo=todo)
    answer = Answer(line=line, version=version, day=_day(where, line, day), agrees=said in _YES)
    if answer.day is not None and answer.day < version.published:
        message = f"this answer of {day} is older than version {version.number}, posted on {version.published}"
        raise AudienceError(message, path=where, line=line, todo="Correct the day or the version.")
    return answer


def _day(where: str, line: int, text: str) -> datetime.date | None:
    try:
        return datetime.datetime.fromisoformat(text).date() if text else None
    except ValueError as error:
        todo = "Write YEAR-MONTH-DAY, such as 2026-11-28; a time may follow."
        raise AudienceError(f"{text[:30]!r} is no day", path=where, line=line, todo=todo) from error


def _named(heading: str, column: str, own: Mapping[str, str]) -> bool:
    wanted = own.get(column)
    return _level(heading) == _level(wanted) if wanted else _level(heading) in COLUMNS[column]


def _level(heading: str) -> str:
    return re.sub(r"[\s_-]", "", heading).casefold()
