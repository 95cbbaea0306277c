"""Assessments and criteria as plain data for JSON."""

from __future__ import annotations

from math import isnan
from typing import Any

from policytool.significance.intervals import Interval, Intervals
from policytool.significance.model import Assessment, CriteriaReading, Criterion, Evidence, Finding
from policytool.significance.scoring import Rates, Score
from policytool.significance.slices import Slice


def assessment(value: Assessment) -> dict[str, Any]:
    """The fixed part of what `compare --json` prints on the verdict, and the rest of the assessment."""
    return {
        "significance": value.significance,
        "criteria": list(value.kinds),
        "score": round(value.score, 4),
        "threshold": value.threshold,
        "findings": [finding(item) for item in value.findings],
        "applied": [criterion(item) for item in value.criteria],
        "explanation": value.explanation,
        "warnings": list(value.warnings),
        "judged": value.judged,
        "tool": value.tool,
        "language": value.language,
    }


def finding(value: Finding) -> dict[str, Any]:
    return {
        "criterion": value.criterion.kind,
        "criterion_id": value.criterion.id,
        "criterion_text": value.criterion.text,
        "criterion_source": value.criterion.source,
        "clause": value.clause,
        "section": value.section,
        "reason": value.reason,
        "told": value.told,
        "direction": value.direction,
        "reduces_rights": value.reduces_rights,
        "evidence": [_evidence(item) for item in value.evidence],
        "confidence": round(value.confidence, 4),
        "rule": value.rule,
    }


def criterion(value: Criterion) -> dict[str, Any]:
    return {
        "id": value.id,
        "kind": value.kind,
        "text": value.text,
        "clause": value.clause,
        "pinned": value.pinned,
        "source": value.source,
    }


def criteria(value: CriteriaReading) -> dict[str, Any]:
    """What `criteria --json` prints."""
    return {
        "criteria": [criterion(item) for item in value.criteria],
        "clause": value.clause,
        "open": value.open,
        "unbound": [criterion(item) for item in value.unbound],
        "warnings": list(value.warnings),
    }


def _evidence(value: Evidence) -> dict[str, Any]:
    return {"side": value.side, "clause": value.clause, "text": value.text, "start": value.start, "end": value.end}


def score(table: Score) -> dict[str, Any]:
    """What `evaluate --json` prints."""
    return {
        "all": _rates(table.all),
        "strata": {name: _rates(rate) for name, rate in table.strata.items()},
        "criteria": {
            kind: {"n": value.n, "precision": value.precision, "recall": value.recall, "f1": value.f1}
            for kind, value in table.kinds.items()
        },
        "macro_f1": table.macro_f1,
    }


def intervals(value: Intervals) -> dict[str, Any]:
    """The middle 95 % of each figure as [low, high]."""
    return {
        "draws": value.draws,
        "companies": value.companies,
        "rates": {
            part: {figure: _interval(each) for figure, each in figures.items()} for part, figures in value.rates.items()
        },
        "criteria": {kind: _interval(each) for kind, each in value.kinds.items()},
        "macro_f1": _interval(value.macro_f1),
    }


def _interval(value: Interval) -> list[float | None]:
    return [_number(value.low), _number(value.high)]


def slices(value: list[Slice]) -> dict[str, Any]:
    return {part.name: _rates(part.rates) for part in value}


def _rates(rate: Rates) -> dict[str, Any]:
    return {
        "n": rate.n,
        "significant": rate.significant,
        "recall": _number(rate.recall),
        "specificity": _number(rate.specificity),
        "balanced": _number(rate.balanced),
        "missed": rate.missed,
        "false_alarms": rate.false_alarms,
    }


def _number(value: float) -> float | None:
    """JSON knows no "not a number"."""
    return None if isnan(value) else value
