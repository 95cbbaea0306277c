"""What rules ask about the terms of a place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policytool.significance.facts.wording import denies
from policytool.significance.lexicon import Match
from policytool.significance.measured import Measured
from policytool.significance.sentences import Sentence
from policytool.significance.words import Word, read

_PARTED = re.compile(r"[;:()–—；：（）]|,? but |, and |，但|，而| and the ")
_DOING = re.compile(
    r"\b(?:we|us|our partners|our service providers|they"
    r"|third parties)\b[^.;]{0,50}?\b(?:collect|receive|obtain|gather|record|use|process|share|"
    r"disclose|sell|transfer|provide|store|combine|infer|analy[sz]e|send)|我们.{0,12}(?:收集|使用|共享|提供|处理|披露|转让|记录)",
    re.IGNORECASE,
)


def named(found: Iterable[tuple[Sentence, Match]], group: str) -> list[str]:
    """What explanations call the terms of `group`, each once."""
    return list(dict.fromkeys(match.term.say for _, match in found if match.term.group == group))


def negated(found: Iterable[tuple[Sentence, Match]]) -> bool:
    """Whether what the sentences say of the terms is a denial."""
    return any(denies(_statement(s, match)) for s, match in found)


def _statement(sentence: Sentence, match: Match) -> str:
    """The statement in which the term stands: one sentence may make several."""
    start, end = sentence.words[match.start].start, sentence.words[match.end - 1].end
    ends = [0, *(part.end() for part in _PARTED.finditer(sentence.text)), len(sentence.text)]
    return sentence.text[max(at for at in ends if at <= start) : min(at for at in ends if at >= end)]


def does(sentences: Iterable[Sentence]) -> bool:
    """Whether the sentences say that somebody handles information."""
    return any(_DOING.search(sentence.text) for sentence in sentences)


def fresh(m: Measured, group: str) -> list[tuple[Sentence, Match]]:
    """Terms of `group` that came and that the old text names nowhere."""
    return [(s, match) for s, match in m.gained if match.term.group == group and m.is_new(s, match)]


def lapsed(m: Measured, group: str) -> list[tuple[Sentence, Match]]:
    """Terms of `group` that went and that the new text names nowhere."""
    return [(s, match) for s, match in m.lost if match.term.group == group and m.is_gone(s, match)]


def words_of(found: Iterable[tuple[Sentence, Match]]) -> list[tuple[Sentence, Word]]:
    """The words of the terms, to quote them with what stands around."""
    return [(s, word) for s, match in found for word in s.words[match.start : match.end]]


def enumerated(m: Measured) -> bool:
    """Whether the place is an item of a list or a cell of a table."""
    return m.place.clause.kind in ("item", "row")


def hands_over(sentences: Iterable[Sentence]) -> bool:
    """Whether the sentences say that somebody gives information to somebody."""
    return any(key in _HANDING for sentence in sentences for key in sentence.all_keys)


_HANDING = frozenset(
    word.key
    for text in (
        "share",
        "disclose",
        "sell",
        "sold",
        "transfer",
        "provide",
        "receive",
        "access",
        "pass",
        "send",
        "共享",
        "提供",
    )
    for word in read(text)
)
