"""An Assessment for people: plain lines, and an HTML fragment."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from policytool.redline.describe import shortened
from policytool.significance import sayings
from policytool.significance.model import Assessment, Criterion, Finding

_WEAK_SHOWN = 5
_STRONG_SHOWN = 8
"""Clauses under one criterion that the page lists unfolded."""
_QUOTED = 300
"""Characters quoted of one stretch of words; the table has them all."""


def lines(assessment: Assessment) -> list[str]:
    """The verdict, its reasons under the criteria that they meet, and warnings, one line each; empty ones part them."""
    said = [f"Verdict: {assessment.significance} (score {assessment.score:.2f}, threshold {assessment.threshold:.2f})"]
    if assessment.explanation:
        said.append(assessment.explanation)
    for criterion, found in by_criterion(assessment):
        said += ["", f"{_name(criterion)}: “{_stated(criterion)}” ({_source(criterion)})"]
        said += [line for each in by_clause(found) for line in _clause_lines(each)]
    rest = weak(assessment)
    if rest:
        said += ["", "Noticed, but not enough on its own:"]
        said += [f"  • {_place(finding)}{finding.reason}" for finding in rest[:_WEAK_SHOWN]]
        if len(rest) > _WEAK_SHOWN:
            said.append(f"  … and {len(rest) - _WEAK_SHOWN} more")
    if assessment.warnings:
        said += ["", *(f"Warning: {warning}" for warning in assessment.warnings)]
    return said


def by_criterion(assessment: Assessment) -> list[tuple[Criterion, list[Finding]]]:
    """The findings that make the revision significant, under the criterion that they meet, the surest first."""
    grouped: dict[str, tuple[Criterion, list[Finding]]] = {}
    for finding in strong(assessment):
        grouped.setdefault(finding.criterion.id, (finding.criterion, []))[1].append(finding)
    return list(grouped.values())


def by_clause(found: Sequence[Finding]) -> list[list[Finding]]:
    """The findings in groups of one clause each, the surest first."""
    grouped: dict[str, list[Finding]] = {}
    for finding in found:
        grouped.setdefault(finding.clause or finding.reason, []).append(finding)
    return list(grouped.values())


def distinct(found: Sequence[Finding]) -> list[Finding]:
    """The findings without those that rest on the very words of an earlier one."""
    return list({finding.evidence or finding.reason: finding for finding in reversed(found)}.values())[::-1]


def html(assessment: Assessment) -> str:
    """The same as an HTML fragment without scripts or styles of its own; every word escaped."""
    parts = [f'<section class="assessment assessment-{assessment.significance}">']
    parts.append(f'<p class="assessment-explanation">{escape(assessment.explanation)}</p>')
    found = strong(assessment)
    if found:
        parts.append('<ul class="assessment-findings">')
        for criterion, of in by_criterion(assessment):
            parts += _criterion_html(criterion, by_clause(of))
        parts.append("</ul>")
    if assessment.findings:
        parts.append(_table_html(assessment))
    if assessment.warnings:
        parts.append('<ul class="assessment-warnings">')
        parts += [f"<li>{escape(warning)}</li>" for warning in assessment.warnings]
        parts.append("</ul>")
    parts.append("</section>")
    return "\n".join(parts) + "\n"


def strong(assessment: Assessment) -> list[Finding]:
    """The findings that make the revision significant."""
    return [finding for finding in assessment.findings if finding.confidence >= assessment.threshold]


def weak(assessment: Assessment) -> list[Finding]:
    """What was noticed and is not enough on its own."""
    return [finding for finding in assessment.findings if finding.confidence < assessment.threshold]


def _place(finding: Finding) -> str:
    return f"{finding.section}: " if finding.section else ""


def _clause_lines(found: Sequence[Finding]) -> list[str]:
    """The findings of one clause; what comes after the surest hangs below it."""
    first, *rest = found
    lines_ = [f"  • {_place(first)}{first.reason} ({_reading(first)})"]
    return lines_ + [f"    also: {finding.reason} ({_reading(finding)})" for finding in rest]


def _reading(finding: Finding) -> str:
    """ "wider, confidence 0.80, reduces users' rights"."""
    direction = "" if finding.direction == "unclear" else f"{finding.direction}, "
    rights = ", reduces users' rights" if finding.reduces_rights else ""
    return f"{direction}confidence {finding.confidence:.2f}{rights}"


def _name(criterion: Criterion) -> str:
    return sayings.word("kind", criterion.kind or "other", "en")


def _stated(criterion: Criterion) -> str:
    return criterion.text.rstrip(";,.；，。 ")


def _source(criterion: Criterion) -> str:
    return "the policy's own list" if criterion.source == "policy" else criterion.source


def _criterion_html(criterion: Criterion, clauses: list[list[Finding]]) -> list[str]:
    """The clauses under a criterion; of many the surest first, the others folded."""
    items = [_clause_html(criterion, each) for each in clauses]
    most = _STRONG_SHOWN if len(items) > _STRONG_SHOWN + _STRONG_SHOWN // 2 else len(items)
    if items[most:]:
        said = f"{_name(criterion)}: … and {len(items) - most} more"
        folded = "\n".join(items[most:])
        items[most:] = [f"<li><details><summary>{said}</summary><ul>\n{folded}\n</ul></details></li>"]
    return items


def _clause_html(criterion: Criterion, found: Sequence[Finding]) -> str:
    reasons = " ".join(escape(finding.reason) for finding in found)
    quotes = " ".join(_quotes_html(finding, _QUOTED) for finding in distinct(found))
    return (
        f'<li class="finding finding-{criterion.kind or "other"}"><strong>{_name(criterion)}</strong>: {reasons}'
        f'<blockquote class="finding-criterion">{escape(criterion.text)}'
        f"<cite> {escape(_source(criterion))}</cite></blockquote>"
        f'<p class="finding-evidence">{quotes}</p></li>'
    )


def _quotes_html(finding: Finding, longest: int | None = None) -> str:
    """The words that decide; of each stretch at most `longest` characters."""
    return " ".join(
        f'<{tag}><span class="visually-hidden">{word} </span>'
        f"{escape(shortened(item.text, longest or len(item.text)))}</{tag}>"
        for item in finding.evidence
        for tag, word in [("del", "deleted") if item.side == "old" else ("ins", "inserted")]
        if item.side != "metadata"
    )


def _table_html(assessment: Assessment) -> str:
    """Every finding with the words that decide, the surest first, for whoever signs off."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    rows = "".join(f"<tr>{_cells_html(f, assessment.threshold)}</tr>" for f in assessment.findings)
    title = f"All {len(assessment.findings)} findings" if len(assessment.findings) > 1 else "The finding"
    return (
        f'<details class="assessment-table"><summary>{title} in a table, with quotes</summary>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


_COLUMNS = ("Where", "What changed", "Words", "How it was read")


def _cells_html(finding: Finding, threshold: float) -> str:
    where = f"{escape(finding.section)}<br>" if finding.section else ""
    weak = "" if finding.confidence >= threshold else "; not enough on its own"
    cells = (
        f"{where}<strong>{_name(finding.criterion)}</strong>",
        escape(finding.reason),
        _quotes_html(finding),
        escape(_reading(finding)) + weak,
    )
    return "".join(f"<td>{cell}</td>" for cell in cells)
