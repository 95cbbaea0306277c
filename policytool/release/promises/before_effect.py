"""The promise of notice before a revision takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytool.release.model import Problem
from policytool.release.promises import speech
from policytool.release.promises.model import Case, Statement, problem
from policytool.release.promises.reading import binding, stated
from policytool.significance.sentences import Sentence
from policytool.text.model import Document

_BEFORE = re.compile(
    r"\b(?:before|prior to|ahead of|in advance of)\b[^.;]{0,80}?"
    r"\b(?:tak(?:e|es|ing) effect|effective|in(?:to)? (?:force|effect)|appl(?:y|ies)|effective date|binding"
    r"|implement(?:ed|ing|ation)?)\b"
    r"|\bbefore (?:we )?(?:make|making)\b[^.;]{0,40}\b(?:changes?|revisions?|amendments?)\b"
    r"|(?:生效|施行|实施)(?:日期?)?(?:之)?前|(?:生效|施行|实施)(?:日期?)?(?:至少|不少于)?\d+[个]?(?:自然|工作)?(?:日|天)(?:之)?前",
    re.IGNORECASE,
)
_USERS_TURN = re.compile(
    r"\b(?:you|users?) (?:may|can|must|should|have to|need to)\b|您(?:可以|应当|须|需要)", re.IGNORECASE
)


def read(document: Document) -> tuple[Statement, ...]:
    """The sentences that promise notice before effect."""
    return stated(document, _promises)


def problems(case: Case) -> Iterator[Problem]:
    """Effect on the day of posting, or settings that ask for it."""
    for statement in binding(case, read):
        conduct = case.conduct
        if statement.covers(conduct.significance) and conduct.published <= conduct.effective <= conduct.noticed:
            yield problem(
                statement,
                f"the version would take effect on {conduct.effective}, not later than its posting, but a notice before"
                f" effect is promised in {statement.quote}",
                conduct.todo,
                blocks=not conduct.emergency,
            )
            return
    yield from _settings(case)


def _settings(case: Case) -> Iterator[Problem]:
    for statement in read(case.draft):
        significant, minor = case.conduct.lead_days
        key, days = ("minor", minor) if statement.covers("minor") else ("significant", significant)
        if days == 0:
            yield problem(
                statement,
                f"release.lead_days_{key} = 0 asks for effect on posting, but a notice before effect is promised in"
                f" {statement.quote}",
                "Releases keep a day between. Set it to 1 or more, so that settings and policy say the same.",
                blocks=False,
            )
            return


def _promises(sentence: Sentence) -> Statement | None:
    text = sentence.text
    if not (_BEFORE.search(text) and speech.tells(text) and speech.about_revisions(sentence)):
        return None
    if speech.leaves_open(text) or _USERS_TURN.search(text):
        return None
    return Statement(clause=sentence.clause, text=text, scope=speech.scope(sentence))
