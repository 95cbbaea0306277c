"""The reasons for lowering a verdict: one for each finding, and the form in which a person writes them down."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from policytool.archive.record import FindingReason
from policytool.errors import NotSignedOff
from policytool.release.model import Proposal
from policytool.significance import explain
from policytool.significance.model import Assessment, Finding

_HEADING = re.compile(r"^##[^#].*\{#(?P<key>[0-9a-f]{8})\}\s*$")
_LABEL = re.compile(r"^\s*Reason\s*:\s*", re.IGNORECASE)


def wanting(assessment: Assessment | None) -> list[Finding]:
    """The findings that each need a reason before the verdict can be lowered; the same words count once."""
    return explain.distinct(explain.strong(assessment)) if assessment else []


def key(finding: Finding) -> str:
    """By what a reason finds its finding again: what was found, where, and which test it meets."""
    words = "\n".join((finding.criterion.id, finding.clause, finding.reason))
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def given(finding: Finding, why: str) -> FindingReason:
    return FindingReason(
        finding=key(finding), clause=finding.clause, found=finding.reason, reason=" ".join(why.split())
    )


def checked(proposal: Proposal, reason: str, reasons: Sequence[FindingReason]) -> tuple[FindingReason, ...]:
    """The reasons that go into the record. Raises NotSignedOff where a finding has none.

    A verdict on one finding is lowered by `reason` alone, or by one for the finding; on several, by one for each.
    """
    if not proposal.lowered:
        return ()
    findings = wanting(proposal.assessment)
    if not reasons and len(findings) > 1:
        raise NotSignedOff(
            f"the verdict rests on {len(findings)} findings, and is lowered only with a reason for each",
            todo="Run again with --reasons why.md: a form is written there, with room for each reason. In a "
            "terminal you are asked.",
        )
    if not reasons and not reason:
        todo = 'Say why the change is minor: --reason "…". The record keeps it.'
        raise NotSignedOff("a significant verdict is lowered only with a reason", todo=todo)
    named = {each.finding: each for each in reasons if each.reason}
    missing = [finding for finding in findings if key(finding) not in named]
    if reasons and missing:
        todo = f"Still without one: {missing[0].reason}"
        raise NotSignedOff(f"{len(missing)} of {len(findings)} findings lack their reason", todo=todo)
    return tuple(named[key(finding)] for finding in findings) if reasons else ()


def form(proposal: Proposal) -> str:
    """The form to fill in: Markdown with a heading and an empty line for each finding."""
    return "\n".join(_form(proposal, wanting(proposal.assessment)))


def _form(proposal: Proposal, findings: Sequence[Finding]) -> Iterator[str]:
    yield f"# Why {proposal.policy} {proposal.number} is minor"
    yield ""
    yield "Write after each `Reason:` why the change below it does not count as significant. Leave the headings as they"
    yield "are; lines that start with `>` are not read."
    for number, finding in enumerate(findings, 1):
        yield ""
        yield f"## Finding {number} of {len(findings)} {{#{key(finding)}}}"
        yield ""
        place = f"{finding.section}: " if finding.section else ""
        yield f"> {_line(place + finding.reason)}"
        yield f"> Meets “{_line(finding.criterion.text).rstrip(';,.')}”"
        yield ""
        yield "Reason:"
    yield ""


def _line(text: str) -> str:
    return " ".join(text.split())


def read(path: Path, proposal: Proposal) -> tuple[FindingReason, ...]:
    """The reasons of a form that was filled in.

    Raises NotSignedOff where the form is about other findings or one lacks its reason, with the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NotSignedOff(f"the reasons cannot be read: {error}", path=path, todo="Give a text file.") from error
    findings = {key(finding): finding for finding in wanting(proposal.assessment)}
    found = {}
    for heading, number, body in _answers(lines):
        if heading not in findings:
            todo = "The draft was edited since. Delete the file and run again: a new form is written."
            raise NotSignedOff("this is not a finding of this draft", path=path, line=number, todo=todo)
        if not body:
            todo = "Write after “Reason:” why this is minor."
            raise NotSignedOff("this finding lacks its reason", path=path, line=number, todo=todo)
        found[heading] = given(findings[heading], body)
    missing = [finding for name, finding in findings.items() if name not in found]
    if missing:
        todo = "Delete the file and run again: a new form is written."
        raise NotSignedOff(f"the form does not name this finding: {missing[0].reason}", path=path, todo=todo)
    return tuple(found[name] for name in findings)


def _answers(lines: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """Key, line and answer of each heading of a form."""
    starts = [(n, match["key"]) for n, line in enumerate(lines) if (match := _HEADING.match(line))]
    for place, (start, name) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(lines)
        said = [line for line in lines[start + 1 : end] if not line.lstrip().startswith(">")]
        yield name, start + 1, " ".join(_LABEL.sub("", " ".join(said)).split())
