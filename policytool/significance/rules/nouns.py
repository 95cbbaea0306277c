"""What the sentences call a term: the words around it that belong to it, so that explanations can name it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policytool.significance.lexicon import Match
from policytool.significance.sentences import Sentence

_BREAKS = frozenset(
    "and or to for from with when where if that which who whom whose we you they it in on at of by as is are was were"
    " be been may might will would can could shall should must not no such including include includes used use uses"
    " using collect collects collected collecting receive receives received record records obtain obtained about via"
    " through while so because under within provided provide based also only like into than then do does have has"
    " between both share shared shares disclose disclosed please see during before after over per among across"
    " without".split()
)
"""Words that belong to no noun."""
_LEFT = re.compile(r"(?:^|[\s(“\"])(\w[\w’'/-]*)\s+$")
_RIGHT = re.compile(r"\s+(\w[\w’'/-]*)")
_LISTED = re.compile(r"(?:^|[,;:(•–-]|\b(?:and|or|including|include|includes|as|of|collect|receive|obtain))\s*$")
"""What stands before a member of a list."""
_LEADS = frozenset("a an the your their his her its our any other certain some these".split())
_NO_GIFT = re.compile(
    r"\b(?:pursuant|response|subject|according|prior|due|respect|addition|relation)\s*$", re.IGNORECASE
)
_MOST = 4
"""Words before the term that are walked through for the beginning of what it belongs to."""
_GIVEN = re.compile(
    r"\b(?:with|to)\s+(?P<who>(?:(?!(?:that|which|who|whom|whose|if|when|where|to|with|from|for|by|is|are|may|will|can)\b)"
    r"\w[\w’'&/-]*,?\s+){0,8})$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"(?:\b(?:we|us|they|partners|providers)\b[^.;]{0,60}?\b(?:share|disclose|provide|transfer|send|sell|pass|give|release)s?\b"
    r"|\bsharing\b|\b(?:be|is|are|being) (?:shared|disclosed|provided|transferred|sent|sold|passed|given|released)\b)"
    r"[^.;]*$",
    re.IGNORECASE,
)
_REFUSES = re.compile(r"\b(?:restrict|limit|stop|opt|object|refuse|prevent)\w*\b", re.IGNORECASE)
_POINTS = re.compile(r"(?:these|those|such|this|that|them)\b", re.IGNORECASE)
"""Words by which receivers are pointed to that an earlier sentence names."""
_ZH_GIVEN = re.compile(r"[向与和给][^，。；]{0,12}$")
_LONGEST = 70


def says(found: Iterable[tuple[Sentence, Match]]) -> tuple[str, ...]:
    """What explanations call the terms: as written, with what belongs to them, without the capital of a sentence's
    beginning."""
    return _apart(_written(s, x) for s, x in found)


def receivers(found: Iterable[tuple[Sentence, Match]]) -> tuple[str, ...]:
    """Those to whom information goes, as the sentences write them after "with" or "to"; empty where one of the terms
    is no such."""
    told = [_receiver(s, match) for s, match in found]
    return _apart(told) if all(told) else ()


def _apart(told: Iterable[str]) -> tuple[str, ...]:
    """Each once, and none that another one has in it."""
    names = list(dict.fromkeys(" ".join(name.split()) for name in told))
    return tuple(name for name in names if not any(name != other and name in other for other in names))


def _written(sentence: Sentence, match: Match) -> str:
    start, end = _span(sentence, match)
    start, end = _begin(sentence.text, start), _end(sentence.text, end)
    text = sentence.text[start:end]
    begins = not sentence.text[:start].strip(' \t\n-*•“"(')
    return text[0].lower() + text[1:] if begins and text[1:].islower() else text


def _receiver(sentence: Sentence, match: Match) -> str:
    start, end = _span(sentence, match)
    before = sentence.text[:start]
    if _ZH_GIVEN.search(before):
        return sentence.text[start:end]
    given = _GIVEN.search(before)
    if given is None or _NO_GIFT.search(before[: given.start()]) or _REFUSES.search(before):
        return ""
    if not _GIVES.search(before[: given.start()]):
        return ""
    end = _end(sentence.text, end)
    text = sentence.text[given.start("who") : end].strip()
    if _POINTS.match(text):
        return ""
    return text if len(text) <= _LONGEST else sentence.text[start:end]


def _span(sentence: Sentence, match: Match) -> tuple[int, int]:
    return sentence.words[match.start].start, sentence.words[match.end - 1].end


def _begin(text: str, start: int) -> int:
    """Where what belongs to the term begins: with "your" in "your home address", with "home" in a list."""
    at = start
    for _ in range(_MOST):
        before = _LEFT.search(text[:at])
        if before is None or before[1].lower() in _BREAKS:
            return at if _LISTED.search(text[:at]) else start
        at = before.start(1)
        if before[1].lower() in _LEADS:
            return at
    return start


def _end(text: str, end: int) -> int:
    """Where it ends: with "addresses" in "e-mail addresses"."""
    after = _RIGHT.match(text, end)
    return after.end() if after and after[1].lower() not in _BREAKS and not after[1][0].isupper() else end
