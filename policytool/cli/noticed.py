"""What the command line shows of other notices than those of versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policytool.archive.archive import Archive
from policytool.forms.approved import Approved, approved, ids
from policytool.forms.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Notices:
    """The other notices of one policy."""

    approved: tuple[Approved, ...]
    drafts: tuple[str, ...]
    """Ids of the forms that nobody approved yet."""

    @classmethod
    def of(cls, archive: Archive, policy: str) -> Notices:
        known = ids(archive, policy)
        waiting = tuple(one for one in Desk(archive=archive, policy=policy).ids() if one not in known)
        return cls(approved=approved(archive, policy), drafts=waiting)


def notice_lines(notices: Notices) -> Iterator[str]:
    """A sentence for each, for `policytool status`."""
    for one in notices.approved:
        act = one.withdrawal
        last = f" Told late: {one.approval.emergency}" if one.approval.emergency else ""
        last += f" Withdrawn on {act.when.date()} by {act.name}: {act.reason}" if act else ""
        about = f"{one.form.day}, {'public' if one.public else 'not public'}"
        yield f"Notice {one.id} ({about}): approved on {one.approval.when.date()} by {one.approval.name}.{last}"
    for one_id in notices.drafts:
        yield f"Form {one_id}: not approved yet."


def controller(archive: Archive, one: Approved) -> str:
    """Name and address of the company, as the policy in force at the approval has them."""
    metadata = archive.document(archive.version(one.policy, one.approval.version)).metadata
    found = metadata.controller if metadata else None
    return "\n".join(filter(None, (found.name, found.address))) if found else ""


def state(one: Approved) -> str:
    """Where an approved notice stands, in a word or two."""
    if one.withdrawal is not None:
        return "withdrawn"
    return "approved, public" if one.public else "approved"


def value(one: Approved) -> dict[str, Any]:
    """An approved notice as a JSON value."""
    act, publication, withdrawal = one.approval, one.publication, one.withdrawal
    return {
        "policy": one.policy,
        "notice": one.id,
        "kind": one.kind,
        "state": state(one),
        "day": one.form.day,
        "languages": list(one.languages),
        "titles": {language: text.front.title for language, text in one.form.texts.items()},
        "version": act.version,
        "promise": act.promise,
        "days": act.days,
        "approved": {"name": act.name, "mail": act.mail, "when": act.when.isoformat(), "reason": act.reason},
        "emergency": act.emergency,
        "published": _act(publication) if publication else None,
        "withdrawn": _act(withdrawal) if withdrawal else None,
        "record_sha256": one.sha256,
    }


def _act(act: Any) -> dict[str, str]:
    return {"name": act.name, "mail": act.mail, "when": act.when.isoformat(), "reason": act.reason}
