"""What rules ask about the terms of a place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policytool.significance.features import Measured
from policytool.significance.lexicon import Match
from policytool.significance.sentences import Sentence

_NEGATED = frozenset({"not", "no", "never", "without", "neither", "nor", "cannot", "不", "未", "无"})
_DOING = re.compile(
    r"\b(?:we|us|our partners|our service providers|they|third parties)\b[^.;]{0,50}?\b(?:collect|receive|obtain|gather|record|use|process|share|"
    r"disclose|sell|transfer|provide|store|combine|infer|analy[sz]e|send)|我们.{0,12}(?:收集|使用|共享|提供|处理|披露|转让|记录)",
    re.IGNORECASE,
)


def named(found: Iterable[tuple[Sentence, Match]], group: str) -> list[str]:
    """What explanations call the terms of `group`, each once."""
    return list(dict.fromkeys(match.term.say for _, match in found if match.term.group == group))


def has(found: Iterable[tuple[Sentence, Match]], *names: str) -> bool:
    return any(match.term.name in names for _, match in found)


def negated(sentences: Iterable[Sentence]) -> bool:
    """Whether the sentences deny something."""
    return any(key in _NEGATED for sentence in sentences for key in sentence.all_keys)


def does(sentences: Iterable[Sentence]) -> bool:
    """Whether the sentences say that somebody handles information."""
    return any(_DOING.search(sentence.text) for sentence in sentences)


def fresh(m: Measured, group: str) -> list[str]:
    """Terms of `group` that came and that the old text names nowhere; else those that came here."""
    came = [(s, match) for s, match in m.gained if match.term.group == group]
    return named([(s, match) for s, match in came if m.is_new(s, match)], group) or named(came, group)


def lapsed(m: Measured, group: str) -> list[str]:
    went = [(s, match) for s, match in m.lost if match.term.group == group]
    return named([(s, match) for s, match in went if m.is_gone(s, match)], group) or named(went, group)
