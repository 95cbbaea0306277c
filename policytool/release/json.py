"""A proposal and a released version as JSON values."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from policytool.archive.acts import SignedDraft, Withdrawal
from policytool.archive.model import Version
from policytool.archive.record import ConsentPlan, Imported, SignOff
from policytool.release.model import Problem, Proposal
from policytool.significance.model import Assessment

_ASSESSMENT = TypeAdapter(Assessment | None)


def proposal(value: Proposal, channels: tuple[str, ...]) -> dict[str, Any]:
    """What a release would be."""
    return {
        "policy": value.policy,
        "version": str(value.number),
        "previous": str(value.previous.number) if value.previous else None,
        "significance": value.significance,
        "decision": "overridden" if value.overridden else "confirmed",
        "published": value.published.isoformat(),
        "effective": value.effective.isoformat(),
        "emergency": value.emergency,
        "consent": _consent(value.consent),
        "languages": list(value.drafts),
        "left_out": list(value.left_out),
        "channels": list(channels),
        "changes": len(value.redline.changes) if value.redline else None,
        "assessment": assessment(value.assessment),
        "problems": [_problem(problem) for problem in value.blocking],
        "warnings": [_problem(problem) for problem in value.warnings],
    }


def version(value: Version) -> dict[str, Any]:
    """A released version with its decision."""
    signed = value.record.sign_off
    return {
        "policy": value.policy,
        "version": str(value.number),
        "significance": signed.significance,
        "first": value.record.assessment is None,
        "criteria": list(value.record.assessment.kinds) if value.record.assessment else [],
        "published": value.published.isoformat(),
        "effective": value.effective.isoformat(),
        "languages": list(value.languages),
        "channels": list(value.record.notice_plan.channels),
        "sign_off": _sign_off(signed),
        "signed_off_before": bool(value.record.signed),
        "released_by": value.record.released_by,
        "withdrawn": _withdrawn(value.withdrawal),
        "imported": _imported(value.record.imported),
        "consent": _consent(value.record.consent),
        "tag": f"{value.policy}/{value.number}",
        "record_sha256": value.record_sha256,
    }


def signed(value: SignedDraft, sha256: str) -> dict[str, Any]:
    """A sign-off that waits for its release; `sha256` is that of its file."""
    return {
        "policy": value.policy,
        "version": value.version,
        "significance": value.sign_off.significance,
        "verdict": value.verdict,
        "effective": value.effective.isoformat() if value.effective else None,
        "languages": list(value.texts),
        "texts": value.texts,
        "sign_off": _sign_off(value.sign_off),
        "consent": _consent(value.consent),
        "sha256": sha256,
    }


def assessment(value: Assessment | None) -> Any:
    return _ASSESSMENT.dump_python(value, mode="json")


def _sign_off(value: SignOff) -> dict[str, Any]:
    return {
        "name": value.name,
        "mail": value.mail,
        "when": value.when.isoformat(),
        "decision": value.decision,
        "reason": value.reason,
        "reasons": [
            {"finding": each.finding, "clause": each.clause, "found": each.found, "reason": each.reason}
            for each in value.reasons
        ],
        "emergency": value.emergency,
    }


def _withdrawn(value: Withdrawal | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"name": value.name, "mail": value.mail, "when": value.when.isoformat(), "reason": value.reason}


def _imported(value: Imported | None) -> dict[str, Any] | None:
    return {"commit": value.commit, "dated": value.dated, "by": value.by} if value else None


def _consent(value: ConsentPlan | None) -> dict[str, Any] | None:
    if value is None:
        return None
    until = value.until.isoformat() if value.until else None
    return {"asked": value.asked, "until": until, "silent": value.silent, "waived": value.waived}


def _problem(value: Problem) -> dict[str, Any]:
    return {"message": value.message, "todo": value.todo, "path": value.path, "line": value.line}
