"""The check of drafts as one Markdown comment on a pull request: verdict, dates, what blocks, and the redline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policytool import __version__
from policytool.redline import markdown
from policytool.redline.labels import labels, summary
from policytool.redline.markdown import escape
from policytool.release.check import Checked
from policytool.release.model import Problem, Proposal
from policytool.significance import explain
from policytool.significance.model import Assessment, Finding

MARK = "<!-- policytool check -->"
"""Stands first in every comment, so that the next run finds it and writes it anew."""
LIMIT = markdown.LIMIT
"""Characters; GitHub refuses comments above 65,536."""
_LEAST = 1_500
"""Room for the redline of one policy under which it is only counted."""
_LONGEST = 400
_PROBLEMS = 30
_FINDINGS = 12
_WEAK = 5
_FOOT = (
    f"\n<sub>policytool {__version__} read the drafts against the versions in force, by the policy's own tests. "
    "The person who signs off decides.</sub>\n"
)


def comment(found: Sequence[Checked], *, limit: int = LIMIT) -> str:
    """What a reviewer of the change has to know, in at most `limit` characters.

    Every word of a policy is escaped: it formats nothing, links nothing and mentions nobody.
    """
    heads = [_head(checked) for checked in found]
    left = limit - len(MARK) - len(_FOOT) - 100
    pieces = [MARK + "\n"]
    for place, (checked, head) in enumerate(zip(found, heads, strict=True)):
        if len(head) > left:
            pieces.append(f"\n… and {len(found) - place} more. `policytool check` tells them.\n")
            break
        pieces.append(head)
        left -= len(head)
        redline = _redline(checked.proposal, left - sum(map(len, heads[place + 1 :])))
        pieces.append(redline)
        left -= len(redline)
    return "".join(pieces) + _FOOT


def _head(checked: Checked) -> str:
    """All of one policy but its redline."""
    proposal = checked.proposal
    title = next(iter(proposal.drafts.values())).title if proposal else checked.policy
    lines = [f"## {_short(title)}", ""]
    if proposal is not None:
        lines += _standing(proposal)
        if proposal.previous is not None and proposal.changed and proposal.assessment is not None:
            lines += _verdict(proposal.assessment)
    lines += _told([p for p in checked.problems if p.blocks], "blocks a release", "block a release")
    lines += _told([p for p in checked.problems if not p.blocks], "to know", "to know")
    if checked.passed:
        lines += ["Nothing blocks a release.", ""]
    return "\n" + "\n".join(lines)


def _standing(proposal: Proposal) -> Iterator[str]:
    """What a release of today would be."""
    days = f"in force from {proposal.effective} if it is posted today"
    if proposal.previous is None:
        yield f"**The first version, {proposal.number}**: {days}."
    elif proposal.changed:
        yield f"**{proposal.significance.capitalize()}: {proposal.previous.number} → {proposal.number}**, {days}."
    else:
        yield f"Says the same as version {proposal.previous.number}."
    yield ""


def _verdict(assessment: Assessment) -> Iterator[str]:
    if assessment.explanation and len(explain.strong(assessment)) != 1:
        yield f"{_short(assessment.explanation, 2 * _LONGEST)}"
        yield ""
    shown = 0
    for criterion, findings in explain.by_criterion(assessment):
        yield f"Meets “{_short(criterion.text).rstrip(';,.；，。 ')}”:"
        yield ""
        for finding in findings[: max(_FINDINGS - shown, 1)]:
            yield f"- {_place(finding)}{_short(finding.reason)}"
        shown += len(findings)
        if shown > _FINDINGS:
            yield f"- … {len(explain.strong(assessment))} findings in all"
            yield ""
            break
        yield ""
    yield from _noticed(explain.weak(assessment))


def _noticed(findings: Sequence[Finding]) -> Iterator[str]:
    """What did not suffice for the verdict, so that a person can think otherwise."""
    if findings:
        yield "Noticed, but not enough on its own:"
        yield ""
        yield from (f"- {_place(finding)}{_short(finding.reason)}" for finding in findings[:_WEAK])
        if len(findings) > _WEAK:
            yield f"- … and {len(findings) - _WEAK} more"
        yield ""


def _place(finding: Finding) -> str:
    return f"{_short(finding.section)}: " if finding.section else ""


def _told(problems: Sequence[Problem], one: str, many: str) -> Iterator[str]:
    if not problems:
        return
    count = len(problems)
    yield f"**{count} {'thing' if count == 1 else 'things'} {one if count == 1 else many}**"
    yield ""
    for problem in problems[:_PROBLEMS]:
        todo = f" *{_short(problem.todo)}*" if problem.todo else ""
        yield f"- {_short(str(problem).rstrip('.'))}.{todo}"
    if count > _PROBLEMS:
        yield f"- … and {count - _PROBLEMS} more"
    yield ""


def _redline(proposal: Proposal | None, room: int) -> str:
    if proposal is None or proposal.redline is None or not proposal.redline.changes:
        return ""
    told = escape(summary(proposal.redline, labels(proposal.redline)))
    if room < _LEAST:
        return f"\nRedline: {told}. `policytool compare` shows it.\n"
    body = markdown.render(proposal.redline, limit=room - len(told) - 100)
    return f"\n<details><summary>Redline: {told}</summary>\n\n{body}\n</details>\n"


def _short(text: str, longest: int = _LONGEST) -> str:
    """On one line, cut where it is very long, escaped."""
    line = " ".join(text.split())
    return escape(line if len(line) <= longest else f"{line[: longest - 1]}…")
