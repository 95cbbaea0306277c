"""The clause that lets revisions apply from their posting, against a promise of notice beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytool.release.model import Problem
from policytool.release.promises import before_effect, lead_time, speech
from policytool.release.promises.model import Case, Statement, problem
from policytool.release.promises.reading import stated
from policytool.significance.sentences import Sentence
from policytool.text.model import Document

_EFFECT = r"(?:tak(?:e|es|ing) effect|effective|in(?:to)? (?:force|effect)|appl(?:y|ies)|binding)"
_POSTING = r"(?:post(?:ing|ed)?|publication|publish(?:ed|ing)?|upload(?:ed|ing)?)"
_ON = re.compile(
    rf"\b{_EFFECT}\b[^.;]{{0,40}}?\b(?:immediately|upon|on|from|as of|as soon as|when|once|at the time of)\b"
    rf"[^.;]{{0,40}}?\b{_POSTING}\b"
    rf"|\b(?:upon|once|as soon as|from the (?:date|day|moment|time) (?:of|on which|that|when)|immediately after)\b"
    rf"[^.;]{{0,30}}?\b{_POSTING}\b[^.;]{{0,60}}?\b{_EFFECT}\b"
    r"|(?:自|从|于|一经|一旦)[^，。；]{0,12}(?:发布|公布|公告|张贴|刊登)(?:之日|当日|当天|之时|时|后?立即|后?即|之时起)?起?[^，。；]{0,6}"
    r"(?:生效|施行|适用|执行|有效)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:later (?:day|date)|unless|other(?:wise)?\b[^.;]{0,20}\b(?:stated|specified|indicated)"
    r"|(?:days?|weeks?|months?) (?:after|following|from)|not before|no earlier than|first version"
    r"|not\b[^.;]{0,30}\beffect|legal requirements?|required by law|comply with)\b"
    r"|更晚|较晚|另有|另行|除外|起(?:的)?(?:第)?\s*[\d一二三五七十]+\s*个?(?:自然|工作)?(?:日|天|周|个月)|满\s*[\d一二三五七十]+",
    re.IGNORECASE,
)


def read(document: Document) -> tuple[Statement, ...]:
    """The sentences by which revisions apply from posting and from no other day."""
    return stated(document, _promises)


def problems(case: Case) -> Iterator[Problem]:
    """Each such sentence of the draft, with the first promise of the draft that it contradicts."""
    notice = (*before_effect.read(case.draft), *lead_time.read(case.draft))
    for statement in read(case.draft):
        other = next((promise for promise in notice if _contradict(statement, promise)), None)
        if other is not None:
            yield problem(
                statement,
                f"the policy contradicts itself: revisions apply on posting by {statement.quote}; but notice before"
                f" effect is promised in {other.quote}",
                "Say in the first that a revision may name its day: “or from a later day if it names one”.",
                blocks=False,
            )


def _contradict(posting: Statement, promise: Statement) -> bool:
    """A rule for significant revisions alone is an exception to a general one, not its contradiction."""
    return promise.scope in ("all", posting.scope) and posting.text != promise.text


def _promises(sentence: Sentence) -> Statement | None:
    text = sentence.text
    if not (_ON.search(text) and speech.about_revisions(sentence)) or _LATER.search(text):
        return None
    return Statement(clause=sentence.clause, text=text, scope=speech.scope(sentence))
