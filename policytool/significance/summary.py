"""The findings in two or three sentences."""

from __future__ import annotations

from collections.abc import Sequence

from policytool import __version__
from policytool.significance.model import Assessment, CriteriaReading, Finding
from policytool.significance.rules.draft import listed

_TOPICS = {
    "processing": "how personal information is handled",
    "organisation": "who is responsible",
    "recipients": "who receives information",
    "rights": "users' rights and choices",
    "contact": "contact details",
    "risk": "the risk found by the impact assessment",
    "other": "other commitments",
}


def explain(findings: Sequence[Finding], threshold: float) -> str:
    """Two or three sentences: what the revision concerns, and the surest findings; findings come surest first."""
    strong = [finding for finding in findings if finding.confidence >= threshold]
    if not strong:
        return _minor(findings)
    topics = listed([_TOPICS[finding.criterion.kind or "other"] for finding in strong], most=6)
    first = next(iter(strong))
    second = next((f for f in strong if f.criterion.kind != first.criterion.kind and f.reason != first.reason), None)
    places = len({(finding.clause, finding.reason) for finding in strong})
    lead = f"The revision changes {topics}" + (f", in {places} places." if places > 1 else ".")
    return " ".join([lead, first.reason, *([second.reason] if second else [])])


def _minor(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Nothing changes in substance: wording, layout, dates, links or order at most."
    return f"Nothing that meets a test of significance. What comes nearest: {findings[0].reason}"


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
