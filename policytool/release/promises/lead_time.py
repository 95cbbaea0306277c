"""The promise of a lead time: notice a stated number of days before effect."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from policytool.release.model import Problem
from policytool.release.promises import speech
from policytool.release.promises.model import Case, Statement, problem
from policytool.release.promises.reading import binding, stated
from policytool.significance.model import Significance
from policytool.significance.sentences import Sentence
from policytool.text.model import Document

_WORDS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "five": 5, "seven": 7, "ten": 10, "fourteen": 14, "fifteen": 15,
    "twenty": 20,
    "twenty-one": 21, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90,
    "一": 1, "两": 2, "三": 3, "五": 5, "七": 7, "十": 10,
    "十四": 14, "十五": 15, "二十": 20, "三十": 30, "六十": 60, "九十": 90,
}  # fmt: skip
_UNITS = {"day": 1, "week": 7, "month": 31, "日": 1, "天": 1, "周": 7, "星期": 7, "个月": 31}
NUMBER = r"(?P<number>\d{1,3}|" + "|".join(sorted((w for w in _WORDS if w.isascii()), key=len, reverse=True)) + ")"
_EFFECT = (
    r"(?:tak(?:e|es|ing) effect|effective|in(?:to)? (?:force|effect)|appl(?:y|ies)|implement(?:ed|ing|ation)?|binding)"
)
_ENGLISH = re.compile(
    rf"\b{NUMBER}(?:\s*\(\d+\))?[\s-]+(?P<working>calendar |business |working )?(?P<unit>day|week|month)"
    r"(?:['’]?s)?['’]?\s+"
    rf"(?:(?:before|prior to|ahead of|in advance of)\b[^.;]{{0,60}}?\b{_EFFECT}\b|in advance\b|beforehand\b"
    r"|ahead of time\b|(?:prior|advance)\b|(?:written )?notice\b)",
    re.IGNORECASE,
)
_AFTER_POSTING = re.compile(
    rf"\b{_EFFECT}\b[^.;]{{0,30}}?\b{NUMBER}(?:\s*\(\d+\))?[\s-]+(?P<working>calendar |business |working )?"
    r"(?P<unit>day|week|month)s?\s+(?:after|from|following)\b[^.;]{0,40}?\b(?:post(?:ed|ing|s)?|publi\w+|noti\w+)\b",
    re.IGNORECASE,
)
HAN = r"(?P<number>\d{1,3}|[一二两三五六七九十]{1,3})\s*个?(?P<working>自然|工作)?(?P<unit>日|天|周|星期|个月|月)"
_CHINESE = (
    re.compile(rf"(?:发布|公布|公告)[^，。；]{{0,8}}(?:满|起|后)(?:的)?第?\s*{HAN}[^，。；]{{0,4}}(?:生效|施行|实施)"),
    re.compile(rf"(?:提前|预先)(?:至少|不少于)?\s*{HAN}"),
    re.compile(
        rf"(?:生效|施行|实施)(?:日期?)?(?:之)?前?(?:至少|不少于)?\s*{HAN}(?:之)?前?(?=[^，。；]*(?:通知|告知|公告|发布|公布|公示))"
    ),
)


def read(document: Document) -> tuple[Statement, ...]:
    """The sentences that state a lead time for revisions, in calendar days."""
    return stated(document, _promises)


def promised_days(statements: tuple[Statement, ...], significance: Significance) -> int:
    """The longest lead time among `statements` for such a revision; 0 where none is promised."""
    return max((statement.days for statement in statements if statement.covers(significance)), default=0)


def problems(case: Case) -> Iterator[Problem]:
    """Dates that come before the promised lead time has passed, or settings that ask for less."""
    for statement in binding(case, read):
        conduct = case.conduct
        given = max((conduct.effective - conduct.noticed).days, 0)
        if not statement.covers(conduct.significance) or conduct.effective < conduct.published:
            continue
        if given < statement.days:
            yield problem(
                statement,
                f"users would have {given} days before the version takes effect, but {statement.days} are promised in"
                f" {statement.quote}",
                conduct.todo,
                blocks=not conduct.emergency,
            )
            return
    yield from _settings(case)


def _settings(case: Case) -> Iterator[Problem]:
    significant, minor = case.conduct.lead_days
    for statement in read(case.draft):
        key, days = ("minor", minor) if statement.covers("minor") else ("significant", significant)
        if days < statement.days:
            yield problem(
                statement,
                f"release.lead_days_{key} = {days}, but {statement.days} days are promised in {statement.quote}",
                f"Releases keep the promise. Set it to {statement.days}, so that settings and policy say the same.",
                blocks=False,
            )
            return


def _promises(sentence: Sentence) -> Statement | None:
    text = sentence.text
    days = _days(text)
    if not (days and speech.tells(text) and speech.about_revisions(sentence)):
        return None
    if speech.leaves_open(text):
        return None
    return Statement(clause=sentence.clause, text=text, scope=speech.scope(sentence), days=days)


def _days(text: str) -> int:
    """Calendar days; a working day counts so that weekends are covered."""
    patterns = (_ENGLISH, _AFTER_POSTING, *_CHINESE)
    found = next((match for pattern in patterns if (match := pattern.search(text))), None)
    return calendar_days(found) if found else 0


def calendar_days(found: re.Match[str]) -> int:
    """The days that `NUMBER` or `HAN` matched, a working day counted so that weekends are covered; 0 for none."""
    written = found["number"].lower()
    number = int(written) if written.isdigit() else _WORDS.get(written, 0)
    unit = found["unit"].lower()
    days = number * _UNITS.get("个月" if unit == "月" else unit, 1)
    working = (found["working"] or "").strip().lower() in ("business", "working", "工作")
    return days + 2 * math.ceil(days / 5) if working else days
