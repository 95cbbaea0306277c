"""The promise to tell users a stated number of days before the service ends."""

from __future__ import annotations

import re

from policytool.release.promises import speech
from policytool.release.promises.lead_time import HAN, NUMBER, calendar_days
from policytool.release.promises.model import Statement
from policytool.release.promises.reading import stated
from policytool.significance.sentences import Sentence
from policytool.text.model import Document

_END = re.compile(
    r"\b(?:stop|stops|cease|ceases|discontinue|discontinues|terminate|terminates|close|closes|end|ends|shut down"
    r"|shuts down|wind up)\b[^.;]{0,40}\b(?:services?|operations?|business|shop|store|app|website|platform)\b"
    r"|\b(?:services?|operations?|business|shop|store|app|website|platform)\b[^.;]{0,40}"
    r"\b(?:stops?|ceases?|ends?|closes?|(?:is|are|be) (?:discontinued|terminated|closed|ended|stopped|shut down))\b"
    r"|(?:停止|终止|中止|关闭|结束)(?:运营|经营|提供)?[^，。；]{0,8}(?:服务|运营|经营|业务|产品|平台)"
    r"|(?:服务|运营|业务|产品|平台)[^，。；]{0,6}(?:停止|终止|关闭|停运|结束)",
    re.IGNORECASE,
)
_INVERTED = re.compile(r"\AShould\b")
"""Should the service end: a condition, which leaves nothing open."""
_BEFORE = (
    re.compile(
        rf"\b{NUMBER}(?:\s*\(\d+\))?[\s-]+(?P<working>calendar |business |working )?(?P<unit>day|week|month)"
        r"(?:['’]?s)?['’]?\s+(?:before|prior|in advance|beforehand|ahead|(?:advance |prior |written )?notice)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:提前|预先|至少|不少于|之?前)[^，。；]{{0,4}}?\s*{HAN}"),
    re.compile(rf"{HAN}(?:之)?前"),
)


def read(document: Document) -> tuple[Statement, ...]:
    """The sentences that state how long before the end of the service users are told, in calendar days."""
    return stated(document, _promises)


def _promises(sentence: Sentence) -> Statement | None:
    text = _INVERTED.sub("If", sentence.text)
    if not (_END.search(text) and speech.tells(text)) or speech.leaves_open(text):
        return None
    found = next((match for pattern in _BEFORE if (match := pattern.search(text))), None)
    days = calendar_days(found) if found else 0
    return Statement(clause=sentence.clause, text=sentence.text, days=days) if days else None
