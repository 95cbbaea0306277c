"""A plain text, pasted or typed, to drafts of clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from policytool.text.adopt import enumerations, marks, sequences, titles
from policytool.text.adopt.levels import ItemLevels
from policytool.text.adopt.lines import Line, width_of
from policytool.text.adopt.lines import read as read_lines
from policytool.text.adopt.model import Doubt
from policytool.text.adopt.sequences import Chain
from policytool.text.drafts import BULLET, Draft
from policytool.text.model import Run

_ASKS = re.compile(r"(?:how|what|when|where|why|who|which|your|our)\b", re.IGNORECASE)
_CONTACT = re.compile(r"(?:how (?:to|can you|do you) )?contact(?:ing)?(?: us)?\W*\Z|(?:如何)?联系我们\Z", re.IGNORECASE)
_LEAD_IN = re.compile(r"[:：]\s*\Z")
_LIST_END = re.compile(r"(?:[;；,，]|[;,]\s*(?:and|or)|；?[和或及])\s*\Z")


def read(text: str) -> tuple[list[Draft], list[Doubt]]:
    """The drafts of `text`, and what was doubtful. No word is lost, none is added but bullets."""
    return _Reader(read_lines(text)).run()


class _Reader:
    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._chains = sequences.chains(lines)
        self._title = _title(lines, self._chains)
        self._listed = _unmarked_lists(lines, self._chains)
        self._bare = _bare_headings(lines, self._chains, self._listed, self._title)
        self._capitals = _two_ranks(lines, self._bare)
        self._inner = _within(self._bare, self._chains)
        self._numbered = 0
        self._last = 1
        """Level of the last heading; the next is at most one deeper."""
        self._levels = ItemLevels()
        self.drafts: list[Draft] = []
        self.doubts: list[Doubt] = []

    def run(self) -> tuple[list[Draft], list[Doubt]]:
        skip = False
        for place, line in enumerate(self._lines):
            if skip:
                skip = False
                continue
            chain = self._chains.get(place)
            if place == self._title:
                self._heading(line, "", line.text, 1)
            elif chain is not None and chain.heading:
                skip = self._numbered_heading(place, line, chain)
            elif chain is not None or marks.mark(line.text) is not None:
                skip = self._item(place, line)
            elif place in self._bare:
                self._heading(line, "", line.text, self._bare_level(line))
            elif place in self._listed:
                self._unmarked(place, line)
            else:
                self._paragraph(place, line)
        return self.drafts, self.doubts

    # Headings

    def _heading(self, line: Line, marker: str, text: str, level: int) -> None:
        self._levels.restart()
        level = self._last = min(level, self._last + 1, 6)
        self._add(line, "heading", level, marker, text)

    def _numbered_heading(self, place: int, line: Line, chain: Chain) -> bool:
        mark = chain.members[place]
        level = min(1 + chain.depth, 6)
        after = self._lines[place + 1] if place + 1 < len(self._lines) else None
        alone = not mark.rest and after is not None and after.gap == 0 and place + 1 not in self._chains
        text = after.text if alone and after is not None and titles.titleish(after.text) else mark.rest
        if not text:
            self._paragraph(place, line)
            return False
        self._numbered = level - 1 if mark.written.endswith((")", "）")) and level > 2 else level
        self._heading(line, mark.written, text, level)
        return text != mark.rest

    def _bare_level(self, line: Line) -> int:
        if titles.capitals(line.text) or _CONTACT.match(line.text):
            return 2
        if self._numbered and self._inner:
            return self._numbered + 1
        if self._numbered:
            return 2
        return 3 if self._capitals else 2

    # Items and paragraphs

    def _item(self, place: int, line: Line) -> bool:
        chain = self._chains.get(place)
        mark = chain.members[place] if chain is not None else marks.mark(line.text)
        after = self._lines[place + 1] if place + 1 < len(self._lines) else None
        if mark is None or (not mark.rest and (after is None or marks.mark(after.text) is not None)):
            self._paragraph(place, line)
            return False
        text = mark.rest or (after.text if after is not None else "")
        level = self._levels.level(mark, self._lines, place)
        self._add(line, "item", level, BULLET if mark.bullet else mark.written, "")
        self._fill(text, level)
        return not mark.rest

    def _unmarked(self, place: int, line: Line) -> None:
        if place - 1 not in self._listed:
            self._levels.interrupt()
            what = "These lines after a colon were read as a list. Check where the list ends."
            self.doubts.append(Doubt(line=line.number, what=what))
        self._add(line, "item", self._levels.unmarked(line), BULLET, line.text)

    def _paragraph(self, place: int, line: Line) -> None:
        level = self._levels.continued(self._lines, place)
        self._add(line, "paragraph", level, "", "")
        self._fill(line.text, level)
        if not level:
            self._levels.interrupt()

    def _fill(self, text: str, level: int) -> None:
        """Give the last draft its text; numbered parts inside it become items of their own."""
        lead, parts = enumerations.split(text)
        draft = self.drafts[-1]
        draft.runs = (Run(text=lead),)
        for marker, part in parts:
            self._add_at(draft.line, "item", level + 1, marker, part)

    def _add(self, line: Line, kind: str, level: int, marker: str, text: str) -> None:
        self._add_at(line.number, kind, level, marker, text)

    def _add_at(self, number: int, kind: str, level: int, marker: str, text: str) -> None:
        runs = (Run(text=text),)
        self.drafts.append(
            Draft(kind=kind, level=level, quote=0, marker=marker, runs=runs, line=number)  # type: ignore[arg-type]
        )


def _title(lines: Sequence[Line], chains: dict[int, Chain]) -> int | None:
    """The place of the text's own title: among the first lines, a title that names a policy."""
    for place, line in enumerate(lines[:20]):
        if place in chains and chains[place].heading:
            return None
        if (
            place not in chains
            and titles.POLICY.search(line.text)
            and titles.titleish(line.text)
            and not line.text.endswith("?")
        ):
            return place
    if not lines or 0 in chains or not titles.titleish(lines[0].text):
        return None
    return 0 if lines[0].ruled or titles.capitals(lines[0].text) else None


def _unmarked_lists(lines: Sequence[Line], chains: dict[int, Chain]) -> set[int]:
    """Lines that are a list without marks: short ones after a colon, or lines that end with semicolons."""
    found: set[int] = set()
    place = 0
    while place < len(lines):
        if not _LEAD_IN.search(lines[place].text) or titles.furniture(lines[place].text):
            place += 1
            continue
        run = _run_after(lines, place, chains)
        found.update(run if len(run) > 1 else [])
        place += len(run) + 1
    return found


def _run_after(lines: Sequence[Line], lead: int, chains: dict[int, Chain]) -> list[int]:
    run: list[int] = []
    gap = lines[lead + 2].gap if lead + 2 < len(lines) else 0
    for place in range(lead + 1, len(lines)):
        line = lines[place]
        other = place in chains or marks.mark(line.text) is not None or _LEAD_IN.search(line.text) or line.ruled
        if other or (run and line.gap != gap):
            break
        if _LIST_END.search(line.text):
            run.append(place)
            continue
        if run and _LIST_END.search(lines[run[-1]].text):
            return [*run, place]
        short = width_of(line.text) <= 70 and line.text[-1] not in ".。!?？！"
        heading = gap and run and (titles.question(line.text) or titles.capitals(line.text) or _ASKS.match(line.text))
        if not short or heading or titles.furniture(line.text) or _definition(line.text):
            break
        run.append(place)
    return _without_last_title(lines, run, gap)


def _without_last_title(lines: Sequence[Line], run: list[int], gap: int) -> list[int]:
    """The last short line before running text is a heading when it alone is written like one."""
    if len(run) > 2 and gap and run[-1] + 1 < len(lines) and titles.capitalised(lines[run[-1]].text):
        others = [titles.capitalised(lines[place].text) for place in run[:-1]]
        return run[:-1] if not any(others) else run
    return run


def _definition(text: str) -> bool:
    return bool(re.search(r"[:：]\s*\S", text))


def _bare_headings(lines: Sequence[Line], chains: dict[int, Chain], listed: set[int], title: int | None) -> set[int]:
    """Lines without a number that are headings: titles with text below them, not one of a row of short lines."""
    candidates = [
        place
        for place, line in enumerate(lines)
        if place not in chains and place not in listed and place != title and marks.mark(line.text) is None
        and (line.ruled or titles.titleish(line.text))
    ]  # fmt: skip
    texts = Counter(lines[place].text.casefold() for place in candidates)
    rows = _rows(candidates)
    found: set[int] = set()
    for place in reversed(candidates):
        line = lines[place]
        if title is not None and place < title:
            continue
        if line.ruled or (_no_row(lines, place, rows[place], texts) and _stands_out(lines, place, chains, found)):
            found.add(place)
    return found


def _no_row(lines: Sequence[Line], place: int, row: range, texts: Counter[str]) -> bool:
    """Whether the line is none of a row of short lines, as menus, lists and contents are."""
    if place == row[-1]:
        return len(row) < 4 or lines[place].gap > 0
    if len(row) > 9 or texts[lines[place].text.casefold()] > 1:
        return False
    return len(row) < 3 or len({lines[other].gap for other in row[1:]}) > 1


def _rows(candidates: Sequence[int]) -> dict[int, range]:
    """For each candidate the row of those next to one another that it stands in."""
    rows: dict[int, range] = {}
    start = 0
    for end in range(1, len(candidates) + 1):
        if end == len(candidates) or candidates[end] != candidates[end - 1] + 1:
            row = range(candidates[start], candidates[end - 1] + 1)
            rows.update(dict.fromkeys(row, row))
            start = end
    return rows


def _stands_out(lines: Sequence[Line], place: int, chains: dict[int, Chain], found: set[int]) -> bool:
    """Whether something worth a heading follows, and nothing before asks for this line."""
    if place + 1 >= len(lines):
        return False
    line, after = lines[place], lines[place + 1]
    strong = titles.question(line.text) or titles.capitals(line.text)
    if place and line.gap == 0 and not _free(lines[place - 1], after, strong=strong):
        return False
    if place + 1 in chains or place + 1 in found or marks.mark(after.text) is not None or titles.question(line.text):
        return True
    block = place + 2 < len(lines) and line.gap and after.gap and lines[place + 2].gap == 0
    if block or width_of(after.text) > 60:
        return True
    return not (titles.titleish(after.text) or titles.furniture(after.text))


def _free(before: Line, after: Line, *, strong: bool) -> bool:
    """Whether a line glued to the one before it may still be a heading."""
    if after.gap or before.text[-1] in ",，;；、" or (_LEAD_IN.search(before.text) and not strong):
        return False
    return marks.mark(before.text) is None or strong or after.text[-1] in ".。:：?" or before.text[-1] in ".。"


def _within(bare: set[int], chains: dict[int, Chain]) -> bool:
    """Whether headings without a number stand below numbered ones: not where they all follow the last of these."""
    numbered = [place for place, chain in chains.items() if chain.heading and chain.depth == 1]
    return any(min(numbered) < place < max(numbered) for place in bare) if numbered else False


def _two_ranks(lines: Sequence[Line], bare: set[int]) -> bool:
    """Whether headings in capitals stand above others: the first is in capitals, and both kinds occur."""
    written = [titles.capitals(lines[place].text) for place in sorted(bare)]
    return bool(written) and written[0] and not all(written)
