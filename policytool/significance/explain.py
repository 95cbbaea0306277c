"""An Assessment for people: plain lines, and an HTML fragment."""

from __future__ import annotations

from html import escape

from policytool.significance.model import Assessment, Criterion, Finding

_NAMES = {
    "processing": "Processing",
    "organisation": "Organisation",
    "recipients": "Recipients",
    "rights": "Rights",
    "contact": "Contact",
    "risk": "Risk",
    "other": "Other",
}
_WEAK_SHOWN = 5


def lines(assessment: Assessment) -> list[str]:
    """The verdict, its reasons under the criteria that they meet, and warnings, one line each; empty ones part them."""
    said = [f"Verdict: {assessment.significance} (score {assessment.score:.2f}, threshold {assessment.threshold:.2f})"]
    if assessment.explanation:
        said.append(assessment.explanation)
    for criterion, found in by_criterion(assessment):
        said += ["", f"{_NAMES[criterion.kind or 'other']}: “{_stated(criterion)}” ({_source(criterion)})"]
        said += [_finding_line(finding) for finding in found]
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


def html(assessment: Assessment) -> str:
    """The same as an HTML fragment without scripts or styles of its own; every word escaped."""
    parts = [f'<section class="assessment assessment-{assessment.significance}">']
    parts.append(f'<p class="assessment-explanation">{escape(assessment.explanation)}</p>')
    found = strong(assessment)
    if found:
        parts.append('<ul class="assessment-findings">')
        parts += [_finding_html(finding) for finding in found]
        parts.append("</ul>")
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


def _finding_line(finding: Finding) -> str:
    rights = ", reduces users' rights" if finding.reduces_rights else ""
    direction = "" if finding.direction == "unclear" else f"{finding.direction}, "
    return f"  • {_place(finding)}{finding.reason} ({direction}confidence {finding.confidence:.2f}{rights})"


def _stated(criterion: Criterion) -> str:
    return criterion.text.rstrip(";,.；，。 ")


def _source(criterion: Criterion) -> str:
    return "the policy's own list" if criterion.source == "policy" else criterion.source


def _finding_html(finding: Finding) -> str:
    kind = finding.criterion.kind or "other"
    quotes = "".join(
        f'<{tag}><span class="visually-hidden">{word} </span>{escape(item.text.strip())}</{tag}> '
        for item in finding.evidence
        for tag, word in [("del", "deleted") if item.side == "old" else ("ins", "inserted")]
        if item.side != "metadata"
    )
    return (
        f'<li class="finding finding-{kind}"><strong>{_NAMES[kind]}</strong>: '
        f"{escape(finding.reason)}"
        f'<blockquote class="finding-criterion">{escape(finding.criterion.text)}'
        f"<cite> {escape(_source(finding.criterion))}</cite></blockquote>"
        f'<p class="finding-evidence">{quotes.strip()}</p></li>'
    )
