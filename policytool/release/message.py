"""What git says of a release: the commit's message and the tag's. For people; nothing is ever read back from them."""

from __future__ import annotations

from policytool.archive.acts import SignedDraft, Withdrawal
from policytool.archive.record import ConsentPlan, Record


def subject(record: Record) -> str:
    verdict = record.sign_off.significance if record.assessment else "first version"
    return f"Release {record.policy} {record.version} ({verdict}), effective {record.effective}"


def consent(plan: ConsentPlan) -> str:
    """A consent plan in a few words."""
    if plan.waived:
        return f"nobody is asked: {plan.waived}"
    return f"{plan.asked}, until {plan.until}; for the silent the old version stays binding"


def commit_message(record: Record) -> str:
    """Subject, the verdict and the decision, and who signed off."""
    lines = [subject(record), ""]
    if record.assessment:
        met = ", ".join(record.assessment.kinds)
        lines.append(f"Verdict: {record.assessment.significance}" + (f" ({met})" if met else ""))
        lines.append(f"Decision: {record.sign_off.decision}")
    if record.sign_off.reason:
        lines.append(f"Reason: {record.sign_off.reason}")
    lines += [f"Reason for “{each.found}”: {each.reason}" for each in record.sign_off.reasons]
    if record.sign_off.emergency:
        lines.append(f"Emergency: {record.sign_off.emergency}")
    if record.consent:
        lines.append(f"Consent: {consent(record.consent)}")
    lines.append(f"Languages: {', '.join(record.texts)}")
    return "\n".join([*lines, "", f"Signed-off-by: {record.sign_off.name} <{record.sign_off.mail}>"])


def sign_off_message(signed: SignedDraft) -> str:
    """What was signed off before its release, by whom."""
    decision = signed.sign_off
    verdict = decision.significance if signed.verdict else "first version"
    lines = [f"Sign off {signed.policy} {signed.version} ({verdict})", "", f"Decision: {decision.decision}"]
    if decision.reason:
        lines.append(f"Reason: {decision.reason}")
    lines += [f"Reason for “{each.found}”: {each.reason}" for each in decision.reasons]
    return "\n".join([*lines, "", f"Signed-off-by: {decision.name} <{decision.mail}>"])


def withdrawal_message(act: Withdrawal) -> str:
    """What was withdrawn, why and by whom."""
    return "\n".join(
        [
            f"Withdraw {act.policy} {act.version}",
            "",
            f"Reason: {act.reason}",
            "",
            f"Signed-off-by: {act.name} <{act.mail}>",
        ]
    )
