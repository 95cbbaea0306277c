"""A redline to the verdict on the revision."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from policytool import __version__
from policytool.config import SignificanceSettings
from policytool.redline.model import Redline
from policytool.significance import (
    criteria,
    declared,
    features,
    language,
    lexicon,
    listing_changes,
    summary,
    weights,
)
from policytool.significance.judge import MET, judge, measured_places, shown
from policytool.significance.measured import Measured
from policytool.significance.model import Assessment, CriteriaReading, Evidence, Finding
from policytool.significance.rules import reading
from policytool.significance.stated import criterion_for
from policytool.significance.struck import Struck
from policytool.text.metadata import CriterionKind


def assess(redline: Redline, *, settings: SignificanceSettings | None = None, root: Path | None = None) -> Assessment:
    """Judge a revision by the criteria of its old text.

    `root` is the folder where the path of the settings' own vocabulary starts; without it the packaged one is used
    alone. Pure but for reading that folder. Raises SettingsError for an unknown pack or a broken vocabulary.
    """
    settings = settings or SignificanceSettings()
    stated = criteria.read(redline.old, pack=settings.pack)
    foreign = language.unjudged(redline)
    if foreign:
        return summary.unjudged(stated, foreign)
    found = [
        *_findings(redline, stated, _lexicon(root / settings.vocabulary if root else None)),
        *listing_changes.findings(redline, stated),
        *declared.findings(redline, stated),
    ]
    warnings = (*stated.warnings, *declared.warnings(redline, found), *language.warnings(redline))
    return verdict(stated, found, warnings, language.spoken(redline.new))


def verdict(stated: CriteriaReading, found: list[Finding], warnings: tuple[str, ...], spoken: str) -> Assessment:
    """The assessment that the findings make, told in the language `spoken`."""
    ordered = tuple(sorted(found, key=lambda finding: -finding.confidence))
    score = max((finding.confidence for finding in ordered), default=0.0)
    return Assessment(
        significance="significant" if score >= MET else "minor",
        score=score,
        threshold=MET,
        findings=ordered,
        criteria=stated.criteria,
        explanation=summary.explain(ordered, MET, spoken),
        warnings=warnings,
        tool=__version__,
        language=spoken,
    )


def _lexicon(folder: Path | None) -> lexicon.Lexicon:
    if folder is None or not folder.is_dir():
        return lexicon.packaged()
    return _extended(folder, tuple(sorted((file.name, file.stat().st_mtime_ns) for file in folder.glob("*.toml"))))


@lru_cache(maxsize=4)
def _extended(folder: Path, _state: tuple[tuple[str, int], ...]) -> lexicon.Lexicon:
    """The lexicon with the folder's own terms, read again when a file of it changes."""
    return lexicon.extended(folder)


def _findings(redline: Redline, stated: CriteriaReading, terms: lexicon.Lexicon) -> list[Finding]:
    found: list[Finding] = []
    learned = weights.packaged()
    changed = measured_places(redline, terms)
    rows = [features.measure(m) for m in changed]
    surely = judge([(learned.score(row), row) for row in rows])
    significant = any(value >= MET for sure in surely for value in sure.values())
    struck = Struck(redline)
    for m, sure in zip(changed, surely, strict=True):
        kinds = shown(sure, significant)
        evidence = struck.evidence(m.place) if kinds else ()
        found += [_finding(m, stated, kind, sure[kind], evidence) for kind in kinds]
    return _merged(found)


def _merged(found: list[Finding]) -> list[Finding]:
    """The findings, the surest first; those as one that say the same of one section, such as of the lines of an
    address."""
    merged: dict[tuple[str, str, str | None], Finding] = {}
    for finding in sorted(found, key=lambda finding: -finding.confidence):
        key = finding.section, finding.reason, finding.criterion.kind
        first = merged.get(key)
        merged[key] = replace(first, evidence=(*first.evidence, *finding.evidence)) if first else finding
    return list(merged.values())


def _finding(
    m: Measured, stated: CriteriaReading, kind: CriterionKind, confidence: float, evidence: tuple[Evidence, ...]
) -> Finding:
    draft = reading(m, kind)
    clause = m.place.clause
    return Finding(
        criterion=criterion_for(stated, kind),
        clause=clause.id,
        section=clause.path[-1] if clause.path else "",
        reason=draft.reason,
        told=draft.told,
        direction=draft.direction,
        reduces_rights=draft.reduces_rights,
        evidence=evidence,
        confidence=round(confidence, 4),
        rule=draft.rule,
        saying=draft.saying,
        prominence=draft.prominence,
    )
