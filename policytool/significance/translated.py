"""An assessment for people who read the policy in another language than the one that was judged."""

from __future__ import annotations

import re

from policytool.significance import sayings, summary
from policytool.significance.model import Assessment, Finding

_LONG = 160


def told(finding: Finding, assessment: Assessment, language: str, clause: str) -> str:
    """What users who read `language` are told of the finding; `clause` is what its clause says in that language.

    The sentence of the assessment where it was made in that language; else one that quotes the clause. Empty where
    neither is possible: the language has no sayings, the record is older than they, or the clause has no translation.
    """
    if speaks(assessment, language):
        return finding.told
    if language.partition("-")[0] not in sayings.LANGUAGES or not finding.saying:
        return ""
    if not clause and sayings.quotes(finding.saying):
        return ""
    return sayings.say(finding.saying, "translated", {"quote": _quoted(clause)}, sayings.spoken(language))


def explanation(assessment: Assessment, language: str) -> str:
    """The summary in `language`: as the assessment gives it, or what the revision concerns; empty where neither is."""
    if speaks(assessment, language):
        return assessment.explanation
    if language.partition("-")[0] not in sayings.LANGUAGES or not assessment.judged:
        return ""
    strong = [finding for finding in assessment.findings if finding.confidence >= assessment.threshold]
    if not strong:
        return "" if assessment.findings else sayings.word("summary", "nothing", sayings.spoken(language))
    return summary.lead(strong, sayings.spoken(language))


def speaks(assessment: Assessment, language: str) -> bool:
    """Whether the assessment was made in `language`."""
    return language.partition("-")[0] == assessment.language


def _quoted(text: str) -> str:
    line = re.sub(r"\s+", " ", text).strip().rstrip(".;,。；，")
    return line if len(line) <= _LONG else line[:_LONG].rsplit(" ", 1)[0].rstrip(",，、") + " …"
