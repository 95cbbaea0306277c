"""The findings in two or three sentences."""

from __future__ import annotations

from collections.abc import Sequence

from policytool import __version__
from policytool.significance import sayings
from policytool.significance.model import Assessment, CriteriaReading, Finding

_LONG = 400
"""So many characters of reasons are read in one go; what goes beyond stands with the findings."""


def explain(findings: Sequence[Finding], threshold: float, language: str = "en") -> str:
    """Two or three sentences: what the revision concerns, and the surest findings; findings come surest first."""
    strong = [finding for finding in findings if finding.confidence >= threshold]
    if not strong:
        return _minor(findings, language)
    first = strong[0]
    second = next((f for f in strong if f.criterion.kind != first.criterion.kind and f.reason != first.reason), None)
    reasons = [first.reason, *([second.reason] if second else [])]
    if len(strong) == 1:
        return first.reason
    if sum(map(len, reasons)) > _LONG:
        reasons = reasons[:1]
    return sayings.joined([lead(strong, language), *reasons], language)


def lead(strong: Sequence[Finding], language: str) -> str:
    """One sentence: what the revision concerns, in how many places."""
    kinds = dict.fromkeys(finding.criterion.kind or "other" for finding in strong)
    topics = sayings.listed([sayings.word("topic", kind, language) for kind in kinds], language, most=len(kinds))
    places = len({finding.clause or finding.reason for finding in strong})
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
