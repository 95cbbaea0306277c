"""How a proposed release reads on the screen: number, dates, verdict with its reasons, notices, warnings."""

from __future__ import annotations

import datetime

from rich.console import Console
from rich.text import Text

from policytool.cli.layout import days, many, paragraph, plain
from policytool.release.message import consent
from policytool.release.model import Problem, Proposal
from policytool.significance.model import Assessment, Finding

_COLOUR = {"significant": "bold yellow", "minor": "bold green"}


def show(console: Console, proposal: Proposal, channels: tuple[str, ...], today: datetime.date) -> None:
    """What the release would be, for the person who decides."""
    console.print(_title(proposal))
    lead = f"({days((proposal.effective - today).days)})"
    paragraph(console, f"published {proposal.published}, effective {proposal.effective} {lead}", indent=2)
    if proposal.emergency:
        paragraph(console, f"earlier than the lead time allows: {proposal.emergency}", indent=2, style="yellow")
    if proposal.consent:
        paragraph(console, f"consent: {consent(proposal.consent)}", indent=2)
    paragraph(console, f"languages: {', '.join(proposal.drafts)}", indent=2)
    if proposal.left_out:
        paragraph(console, f"left out, to follow later: {', '.join(proposal.left_out)}", indent=2)
    paragraph(console, f"notice by: {', '.join(channels)}", indent=2)
    if proposal.assessment is not None:
        _assessment(console, proposal, proposal.assessment)
    for problem in proposal.warnings:
        _warning(console, problem)


def _title(proposal: Proposal) -> Text:
    line = Text(f"{proposal.policy} ", style="bold")
    if proposal.previous is None:
        return line.append(f"{proposal.number}, the first version")
    line.append(f"{proposal.previous.number} → {proposal.number}  ")
    line.append(proposal.significance, style=_COLOUR[proposal.significance])
    return line.append(" (overridden by hand)" if proposal.overridden else "")


def _assessment(console: Console, proposal: Proposal, assessment: Assessment) -> None:
    count = len(proposal.redline.changes) if proposal.redline else 0
    console.print()
    verdict = f"The verdict on {many(count, 'changed clause')}: {assessment.significance}."
    paragraph(console, f"{verdict} {assessment.explanation}".strip(), indent=2)
    for finding in assessment.findings:
        _finding(console, finding, assessment.threshold)
    console.print()


def _finding(console: Console, finding: Finding, threshold: float) -> None:
    weak = "" if finding.confidence >= threshold else " (not enough on its own)"
    place = f"{finding.section}: " if finding.section else ""
    paragraph(console, f"{place}{finding.reason}{weak}", indent=2, mark="• ")
    if not weak:
        paragraph(console, f"meets “{plain(finding.criterion.text).rstrip(';,.')}”", indent=4, style="dim")


def _warning(console: Console, problem: Problem) -> None:
    paragraph(console, str(problem), indent=2, mark="! ", style="yellow")
    if problem.todo:
        paragraph(console, problem.todo, indent=4)
