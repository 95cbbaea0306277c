"""The findings in two or three sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytool import __version__
from policytool.significance import sayings
from policytool.significance.model import Assessment, CriteriaReading, Finding

_LONG = 600
"""So many characters of reasons are read in one go; what goes beyond stands with the findings."""
_QUOTE = re.compile("“[^”]*”")
_NEAR = 0.05
"""Findings so little less sure than the surest are told before it where they say more to users."""
_EXACT = ("polarity", "figure", "recipient", "data", "purpose", "entity")
"""Rules that name what came or went."""


def explain(findings: Sequence[Finding], threshold: float, language: str = "en") -> str:
    """Two or three sentences: the surest findings, and what else the revision concerns where they do not say it all.

    Findings come surest first.
    """
    strong = [finding for finding in findings if finding.confidence >= threshold]
    if not strong:
        return _minor(findings, language)
    told = _told(strong)
    reasons = _merged([finding.reason for finding in told], language)
    if _places(told) == _places(strong) and _kinds(told) == _kinds(strong):
        return sayings.joined(reasons, language)
    return sayings.joined([lead(strong, language), *reasons], language)


def _told(strong: Sequence[Finding]) -> list[Finding]:
    """The first finding, and the surest of those that quote other words and are short enough.

    One of another kind goes before one that says what came where the first says what went, and that before the rest.
    """
    first = _first(strong)
    quoted = _quotes(first)
    others = [f for f in strong if f.reason != first.reason and not (_quotes(f) and _quotes(f) <= quoted)]
    others = [f for f in others if len(first.reason) + len(f.reason) <= _LONG]
    return [
        first,
        *sorted(others, key=lambda f: (f.criterion.kind == first.criterion.kind, f.saying == first.saying))[:1],
    ]


def _quotes(finding: Finding) -> set[str]:
    return set(_QUOTE.findall(finding.reason))


def _merged(reasons: list[str], language: str) -> list[str]:
    """Two reasons that say the same of two quotations as one."""
    (before, _, _), (again, _, rest) = (reason.partition("“") for reason in (reasons[0], reasons[-1]))
    if len(reasons) < 2 or before != again or any(reason.count("“") != 1 for reason in reasons):
        return reasons
    return [f"{reasons[0][:-1]}{sayings.word('list', 'last', language)}“{rest}"]


def _first(strong: Sequence[Finding]) -> Finding:
    """The finding that weighs most among the surest: users lose by it, or it names what came or went."""
    surest = [finding for finding in strong if finding.confidence >= strong[0].confidence - _NEAR]
    return min(surest, key=lambda finding: (not finding.reduces_rights, finding.rule not in _EXACT))


def _places(findings: Sequence[Finding]) -> set[str]:
    return {finding.clause or finding.reason for finding in findings}


def _kinds(findings: Sequence[Finding]) -> set[str | None]:
    return {finding.criterion.kind for finding in findings}


def lead(strong: Sequence[Finding], language: str) -> str:
    """One sentence: what the revision concerns, in how many places."""
    kinds = dict.fromkeys(finding.criterion.kind or "other" for finding in strong)
    topics = sayings.listed([sayings.word("topic", kind, language) for kind in kinds], language, most=len(kinds))
    places = len(_places(strong))
    return sayings.word("summary", "many" if places > 1 else "one", language).format(topics=topics, count=places)


def _minor(findings: Sequence[Finding], language: str) -> str:
    if not findings:
        return sayings.word("summary", "nothing", language)
    return sayings.word("summary", "weak", language).format(reason=findings[0].reason)


def unjudged(stated: CriteriaReading, why: str) -> Assessment:
    """The verdict where the tool cannot judge: significant until a person decides."""
    return Assessment(
        significance="significant",
        score=1.0,
        threshold=0.5,
        criteria=stated.criteria,
        explanation=why,
        warnings=(*stated.warnings, why),
        judged=False,
        tool=__version__,
    )
