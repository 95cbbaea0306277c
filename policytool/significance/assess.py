"""A redline to the verdict on the revision."""

from __future__ import annotations

from policytool import __version__
from policytool.config import SignificanceSettings
from policytool.redline.model import Redline
from policytool.significance import criteria, places
from policytool.significance.binding import kind_of
from policytool.significance.model import Assessment, Criterion, CriteriaReading, Evidence, Finding
from policytool.significance.places import Place
from policytool.significance.sentences import Sentence
from policytool.text.metadata import CriterionKind

THRESHOLD = 0.5


def assess(redline: Redline, *, settings: SignificanceSettings | None = None) -> Assessment:
    """Judge a revision by the criteria of its old text. Pure: no network, no clock."""
    settings = settings or SignificanceSettings()
    reading = criteria.read(redline.old, pack=settings.pack)
    findings = [_finding(reading, place) for place in places.find(redline)]
    findings += _risk(redline, reading)
    findings.sort(key=lambda finding: -finding.confidence)
    score = max((finding.confidence for finding in findings), default=0.0)
    return Assessment(
        significance="significant" if score >= THRESHOLD else "minor",
        score=score,
        threshold=THRESHOLD,
        findings=tuple(findings),
        criteria=reading.criteria,
        explanation=" ".join(finding.reason for finding in findings[:3] if finding.confidence >= THRESHOLD)
        or "Nothing changes in substance.",
        warnings=reading.warnings,
        tool=__version__,
    )


def _criterion(reading: CriteriaReading, kind: CriterionKind) -> Criterion:
    own = next((item for item in reading.criteria if item.kind == kind), None)
    return own or Criterion(id=kind, kind=kind, text=reading.introduction or kind, clause=reading.clause)


def _finding(reading: CriteriaReading, place: Place) -> Finding:
    kind = kind_of(" ".join(s.text for s in (*place.news, *place.olds))) or "processing"
    weight = len(place.removed) + len(place.added)
    clause = place.clause
    return Finding(
        criterion=_criterion(reading, kind),
        clause=clause.id,
        section=clause.path[-1] if clause.path else "",
        reason=_said(place),
        told=_said(place),
        evidence=(*_quotes("old", place.olds), *_quotes("new", place.news)),
        confidence=weight / (weight + 3),
        rule="words",
    )


def _said(place: Place) -> str:
    old, new = (" ".join(s.text.strip() for s in side)[:160] for side in (place.olds, place.news))
    if not old:
        return f"The policy now says: “{new}”"
    return f"The policy no longer says “{old}”" + (f", but “{new}”" if new else "")


def _quotes(side: str, sentences: tuple[Sentence, ...]) -> list[Evidence]:
    return [
        Evidence(side="old" if side == "old" else "new", clause=s.clause.id, text=s.text, start=s.start, end=s.end)
        for s in sentences
    ]


def _risk(redline: Redline, reading: CriteriaReading) -> list[Finding]:
    metadata = redline.new.metadata
    if metadata is None or metadata.impact_assessment is None or metadata.impact_assessment.risk != "high":
        return []
    reference = metadata.impact_assessment.reference
    return [
        Finding(
            criterion=_criterion(reading, "risk"),
            clause="",
            section="",
            reason=f"The impact assessment {reference} for this revision shows a high risk.".replace("  ", " "),
            told="An impact assessment shows a high risk for the security of your personal information.",
            evidence=(Evidence(side="metadata", clause="impact_assessment", text="risk: high"),),
            rule="risk",
        )
    ]
