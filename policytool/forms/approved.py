"""The notices that were approved, read from the commit that is checked out, never from the work tree."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from policytool.archive import acts
from policytool.archive.acts import Withdrawal
from policytool.archive.archive import Archive
from policytool.archive.record import fingerprint
from policytool.errors import ArchiveError, ShallowClone, UnknownNotice
from policytool.forms.form import Form
from policytool.forms.model import Kind
from policytool.forms.read import kind_of, read
from policytool.forms.record import Approval, Publication, read_approval, read_publication

_RECORD = re.compile(r"[a-z]+-[1-9]\d{0,3}\.json\Z")


@dataclass(frozen=True, kw_only=True)
class Approved:
    """A notice that people are told, or were."""

    approval: Approval
    sha256: str
    """Of the approval's file."""
    form: Form
    publication: Publication | None = None
    withdrawal: Withdrawal | None = None
    link: str = ""
    """What the next approval names under `previous`: the SHA-256 of the last file about this notice."""

    @property
    def policy(self) -> str:
        return self.approval.policy

    @property
    def id(self) -> str:
        return self.approval.notice

    @property
    def kind(self) -> Kind:
        return self.approval.kind

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.approval.texts)

    @property
    def public(self) -> bool:
        """Whether it has a page on the website: an incident only after a person decided so, the others always."""
        return self.kind != "incident" or self.publication is not None

    @property
    def last_shown(self) -> datetime.date:
        """The last day on which the website's pages point to it."""
        return self.publication.until if self.publication else self.form.last_shown


def approved(archive: Archive, policy: str) -> tuple[Approved, ...]:
    """All approved notices of `policy`, the oldest first. Raises ArchiveError for a damaged one."""
    found = [get(archive, policy, identifier) for identifier in ids(archive, policy)]
    return tuple(sorted(found, key=lambda one: (one.approval.when, one.id)))


def ids(archive: Archive, policy: str) -> tuple[str, ...]:
    """Ids of the notices that have a record."""
    names = (PurePosixPath(path) for path in sorted(archive.shelf.files))
    folder = archive.shelf.folder_of(policy)
    return tuple(
        path.stem for path in names if path.parent == folder and _RECORD.match(path.name) and kind_of(path.stem)
    )


def path_of(archive: Archive, policy: str, identifier: str, act: str = "") -> str:
    """Where the record of a notice is kept, or an act about it such as "withdrawn"."""
    return f"{archive.shelf.folder_of(policy)}/{identifier}{'.' if act else ''}{act}.json"


def get(archive: Archive, policy: str, identifier: str) -> Approved:
    """The approved notice `identifier`. Raises UnknownNotice, ArchiveError for a damaged one."""
    path = path_of(archive, policy, identifier)
    if not kind_of(identifier) or path not in archive.shelf.files:
        listed = ", ".join(ids(archive, policy))
        todo = f"Approved: {listed}." if listed else "Approve it first: policytool notice approve."
        raise UnknownNotice(f"{policy} has no approved notice {identifier!r}", todo=todo)
    data = archive.shelf.bytes(path)
    approval = read_approval(data, name=path)
    if (approval.policy, approval.notice) != (policy, identifier) or not approval.texts:
        raise ArchiveError(f"this record speaks of {approval.policy} {approval.notice}", path=path)
    sha256 = fingerprint(data)
    one = Approved(approval=approval, sha256=sha256, form=_form(archive, approval, path), link=sha256)
    return _withdrawn(archive, _published(archive, one))


def _form(archive: Archive, approval: Approval, path: str) -> Form:
    files = {entry.path: text(archive, approval, language) for language, entry in approval.texts.items()}
    form, faults = read(approval.notice, files)
    if form is None:
        raise ArchiveError(f"the text of {approval.notice} cannot be read: {faults[0]}", path=path)
    return form


def text(archive: Archive, approval: Approval, language: str) -> bytes:
    """The form's text as it was approved. Raises ShallowClone, ArchiveError where it is missing or another one."""
    entry, name = approval.texts[language], f"{approval.policy} {approval.notice} ({language})"
    data = archive.repository.blob(entry.blob)
    if data is None and archive.repository.shallow():
        raise ShallowClone(f"this clone lacks the text of {name}", todo="Run: git fetch --unshallow")
    if data is None:
        todo = "Fetch the whole history: git fetch --all --tags."
        raise ArchiveError(f"the text of {name} is missing from this repository (blob {entry.blob})", todo=todo)
    if fingerprint(data) != entry.sha256:
        raise ArchiveError(f"the text of {name} is not the one that was approved")
    return data


def _published(archive: Archive, one: Approved) -> Approved:
    path = path_of(archive, one.policy, one.id, "published")
    if path not in archive.shelf.files:
        return one
    data = archive.shelf.bytes(path)
    return replace(one, publication=read_publication(data, name=path), link=fingerprint(data))


def _withdrawn(archive: Archive, one: Approved) -> Approved:
    path = path_of(archive, one.policy, one.id, "withdrawn")
    if path not in archive.shelf.files:
        return one
    data = archive.shelf.bytes(path)
    return replace(one, withdrawal=acts.read_withdrawal(data, name=path), link=fingerprint(data))
