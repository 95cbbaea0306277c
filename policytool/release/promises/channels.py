"""The promise of certain channels for the notice of a significant change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytool.release.model import Problem
from policytool.release.promises import speech
from policytool.release.promises.model import Case, Statement, problem
from policytool.release.promises.reading import stated
from policytool.significance.sentences import Sentence
from policytool.text.model import Document

_WEBSITE = (
    r"\b(?:on (?:our|the|this) (?:site|pages?|homepage)|banner|pop-?up|website|special (?:notice|tip)s?)\b"
    r"|网站|页面|弹窗|首页|横幅|特别提示"
)
_MEANS = {
    "e-mail": (
        r"\be-?mail(?:s|ing|ed)?\b(?! address)|电子邮件|电邮|邮件(?!地址)|电子邮箱(?!地址)",
        frozenset({"smtp", "outbox", "sendgrid"}),
    ),
    "text message": (r"\b(?:text messages?|SMS|by text)\b|短信", frozenset({"sms", "twilio"})),
    "letter": (r"\b(?:by letter|by post|postal mail|letters?)\b|信函|信件", frozenset({"letter"})),
    "telephone": (r"\b(?:by (?:tele)?phone|telephone call|call you)\b|电话", frozenset({"telephone"})),
    "push message": (r"\bpush (?:message|notification|notice)s?\b|推送", frozenset({"push"})),
    "notice on the website": (_WEBSITE, frozenset({"website"})),
}
"""A channel in words → how texts name it, and the settings' names for it."""
_ANY = re.compile(
    r"\b(?:for example|e\.g|such as|among other(?:s| things)?|or|includ(?:e|es|ing)|one or more|at least one|etc"
    r"|appropriate)\b|例如|如[^果何]|或|等|包括|其中",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\b(?:contact us|write to us|e-?mail us|reach us)\b|联系我们", re.IGNORECASE)


def read(document: Document) -> tuple[Statement, ...]:
    """The sentences that name channels for the notice of significant changes."""
    return stated(document, _promises)


def problems(case: Case) -> Iterator[Problem]:
    """Channels promised in the draft that the settings do not use for a significant revision."""
    planned = {"website", *case.conduct.channels}
    for statement in read(case.draft):
        named = means(statement.text)
        missing = [name for name in named if not planned & _MEANS[name][1]]
        enough = len(missing) < len(named) and _ANY.search(statement.text) is not None
        if missing and not enough:
            listed = " or ".join(missing) if _ANY.search(statement.text) else " and ".join(missing)
            yield problem(
                statement,
                f"notices.channels = {', '.join(case.conduct.channels) or 'none'}, without {listed}, which is promised"
                f" for significant changes in {statement.quote}",
                "Add the channel to notices.channels, or make sure that these notices go out another way.",
                blocks=False,
            )


def means(text: str) -> list[str]:
    """The channels that `text` names, in words."""
    return [name for name, (pattern, _) in _MEANS.items() if re.search(pattern, text, re.IGNORECASE)]


def _promises(sentence: Sentence) -> Statement | None:
    text = sentence.text
    if speech.scope(sentence) != "significant" or not means(text) or _CONTACT.search(text):
        return None
    if not (speech.tells(text) and speech.about_revisions(sentence)) or speech.leaves_open(text):
        return None
    return Statement(clause=sentence.clause, text=text, scope="significant")
