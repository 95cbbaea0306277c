"""Proof that the notices are untouched: every record, text, hash and link of their chain computed anew from git."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.archive.archive import Archive
from policytool.errors import PolicytoolError
from policytool.forms.approved import Approved, get, ids
from policytool.forms.notice_time import notice_time
from policytool.forms.rules import Case, too_early
from policytool.release.verification.model import Doubt, Kind
from policytool.release.verification.stamps import stamp


def verify(archive: Archive, policy: str) -> Iterator[Doubt]:
    """What does not agree about the approved notices of `policy`."""
    found: list[Approved] = []
    for identifier in ids(archive, policy):
        try:
            found.append(get(archive, policy, identifier))
        except PolicytoolError as error:
            kind: Kind = "missing" if "is missing" in error.message else "altered"
            yield Doubt(kind=kind, version=identifier, message=error.message)
    found.sort(key=lambda one: (one.approval.when, one.id))
    yield from _chain(found)
    for one in found:
        yield from _acts(one)
        yield from _promise(archive, one)
        yield from stamp(archive, policy, one.id, one.approval.when)


def _chain(found: list[Approved]) -> Iterator[Doubt]:
    """Each approval names the last file about the notice before, as it stood then."""
    links = {link: one.id for one in found for link in (one.sha256, one.link)}
    named: dict[str | None, str] = {}
    for one in found:
        previous = one.approval.previous
        if previous is not None and previous not in links:
            message = "the record does not follow on from the notice before: that one was altered, or removed"
            yield Doubt(kind="altered", version=one.id, message=message)
        if previous in named:
            message = f"it follows on from the same record as {named[previous]}: approved in two clones at once"
            yield Doubt(kind="note", version=one.id, message=message)
        named.setdefault(previous, one.id)


def _acts(one: Approved) -> Iterator[Doubt]:
    for act, name in ((one.publication, "publication"), (one.withdrawal, "withdrawal")):
        if act is None:
            continue
        if act.record != one.sha256:
            message = f"the {name} names another record than the one that is there"
            yield Doubt(kind="altered", version=one.id, message=message)
        if act.when < one.approval.when:
            yield Doubt(kind="altered", version=one.id, message=f"the {name} is older than the approval")


def _promise(archive: Archive, one: Approved) -> Iterator[Doubt]:
    """The version whose promise it keeps, and the days that this promises."""
    try:
        version = archive.version(one.policy, one.approval.version)
        if version.record_sha256 != one.approval.record:
            message = f"it was approved under another record of {one.policy} {one.approval.version}"
            yield Doubt(kind="altered", version=one.id, message=message)
        promised = notice_time(archive.document(version))
    except PolicytoolError as error:
        yield Doubt(kind="missing", version=one.id, message=error.message)
        return
    case = Case(form=one.form, today=one.approval.when.date(), promised=promised, languages=one.languages)
    early = too_early(case)
    if early and not one.approval.emergency:
        yield Doubt(kind="altered", version=one.id, message=early)
