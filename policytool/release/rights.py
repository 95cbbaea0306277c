"""Consent before rights are reduced: when a release has to say who is asked, and what holds for the silent."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from policytool.archive.record import ConsentPlan
from policytool.release.model import Problem
from policytool.release.promises import consent, new_purpose
from policytool.release.promises.model import Statement
from policytool.significance.model import Assessment, Finding
from policytool.text.model import Document

CONSENT_FROM = 0.8
"""Confidence from which a finding asks for a plan. A demand that comes too often is answered without being read."""
_TODO = (
    'Say who is asked, and until when: --consent "every customer with an account" --consent-until DATE. For those who'
    ' do not answer, the old version stays binding. Or say why nobody is asked: --no-consent-reason "…".'
)


def reducing(assessment: Assessment | None, *, promised: bool = False, asking: bool = False) -> tuple[Finding, ...]:
    """The findings that leave users worse off, or use their information for a new purpose, surely enough to ask.

    Where the policy has `promised` not to reduce rights without consent, every reduction that makes the revision
    significant is one; so is every new purpose where it promises `asking` for one. The person who signs off may answer
    that it is none.
    """
    if assessment is None:
        return ()
    least = min(CONSENT_FROM, assessment.threshold)
    reduced, new = (least if bound else CONSENT_FROM for bound in (promised, asking))
    return tuple(
        finding
        for finding in assessment.findings
        if _worse(finding) and finding.confidence >= (reduced if finding.reduces_rights else new)
    )


def _worse(finding: Finding) -> bool:
    return finding.reduces_rights or (finding.rule == "purpose" and finding.direction == "wider")


def problems(
    assessment: Assessment | None,
    plan: ConsentPlan | None,
    binding: Document | None,
    published: datetime.date,
    *,
    draft: Document,
) -> Iterator[Problem]:
    """A plan that is missing, that is none, or that ends before it begins.

    `binding` is the text in force with its promises; None for the first version.
    """
    if plan is not None and binding is None:
        message = "the first version takes nothing from anyone, so there is nothing to consent to"
        yield Problem(rule="consent", message=message, todo="Leave out --consent and --no-consent-reason.")
    elif plan is not None:
        if plan.until is not None and plan.until < published:
            message = f"consent would be asked until {plan.until}, before the version is published on {published}"
            yield Problem(rule="consent", message=message, todo="Choose a later --consent-until.")
    else:
        kept, asked = (read(binding) if binding else () for read in (consent.read, new_purpose.read))
        if found := reducing(assessment, promised=bool(kept), asking=bool(asked)):
            yield _unasked(found, kept if found[0].reduces_rights else asked, draft)


def _unasked(found: tuple[Finding, ...], promised: tuple[Statement, ...], draft: Document) -> Problem:
    """The demand for a plan, at the first clause of the draft that takes something away."""
    quoted = f"; not without consent, says {promised[0].quote}" if promised else ""
    more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
    message = f"this revision leaves users with less than they have now{quoted}. {found[0].reason}{more}"
    clause = draft.by_id.get(found[0].clause)
    line = clause.line if clause else None
    return Problem(rule="consent", message=message, todo=_TODO, path=draft.name, line=line)
