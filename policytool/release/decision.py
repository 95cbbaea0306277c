"""Who decided what about a version, when and why: the facts of its record, for people."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.archive.model import Version
from policytool.release.message import consent


def lines(version: Version) -> Iterator[str]:
    """Verdict, decision, name, moment and reasons, one line each."""
    record, signed = version.record, version.record.sign_off
    yield f"{version.policy} {version.number}"
    yield f"Published: {version.published}"
    yield f"Effective: {version.effective}"
    yield f"Recorded: {record.recorded.isoformat()}"
    if record.imported:
        yield f"Signed off by: nobody; imported from the commit {record.imported.commit} by {record.imported.by}"
    else:
        yield f"Signed off by: {signed.name} <{signed.mail}>, {signed.when.isoformat()}"
    if record.released_by and record.released_by != f"{signed.name} <{signed.mail}>":
        yield f"Released by: {record.released_by}"
    if record.assessment:
        yield f"Verdict of the tool: {record.assessment.significance}"
        yield f"Decision: {signed.decision}, {signed.significance}"
    else:
        yield "Decision: first version"
    if signed.reason:
        yield f"Reason: {signed.reason}"
    for each in signed.reasons:
        yield f"Found: {each.found}"
        yield f"  Not significant because: {each.reason}"
    if signed.emergency:
        yield f"Emergency: {signed.emergency}"
    if record.consent:
        yield f"Consent: {consent(record.consent)}"
    yield f"Notices planned: {', '.join(record.notice_plan.channels)}"
    if version.withdrawal:
        act = version.withdrawal
        yield f"Withdrawn by: {act.name} <{act.mail}>, {act.when.isoformat()}: {act.reason}"
