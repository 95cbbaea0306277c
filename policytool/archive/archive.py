"""The archive: released versions from git's history, the draft from the work tree, the text in force on a day."""

from __future__ import annotations

import datetime
import re
from difflib import get_close_matches
from pathlib import Path

from policytool.archive import record as records
from policytool.archive.acts import SignedDraft
from policytool.archive.drafts import ID, Drafts
from policytool.archive.model import Version, VersionNumber, binding, in_force, stand
from policytool.archive.repository import Repository
from policytool.archive.shelf import Shelf
from policytool.config import Settings
from policytool.errors import ArchiveError, ShallowClone, UnknownPolicy, UnknownVersion
from policytool.text import parse, source
from policytool.text.model import Document

_NUMBER = re.compile(r"\d{1,6}\.\d{1,6}\Z", re.ASCII)


class Archive:
    """Everything that a project's repository knows about its policies.

    Versions are read from the records in the commit that is checked out, never from the work tree: a half-written
    release does not count. Texts are found by blob id, so tags are not needed.
    """

    def __init__(self, settings: Settings, repository: Repository) -> None:
        self.settings = settings
        self.repository = repository
        self.root = settings.root.resolve()
        self.folder = source.inside(self.root / settings.policies, self.root)
        self.drafts = Drafts(root=self.root, folder=self.folder)
        self._releases = repository.path(self.folder / "releases")
        self._documents: dict[tuple[str, str, str], Document] = {}
        self.refresh()

    def refresh(self) -> None:
        """Look at git again, after a commit."""
        self.head = self.repository.head()
        self._versions: dict[str, tuple[Version, ...]] = {}
        files = self.repository.files(self.head, self._releases) if self.head else {}
        self.shelf = Shelf(repository=self.repository, folder=self._releases, files=files)

    def policies(self) -> tuple[str, ...]:
        """Ids of all policies, drafted or released, by the alphabet."""
        return tuple(sorted({*self.drafts.policies(), *self.shelf.policies()}))

    def choose(self, policy: str | None) -> str:
        """The policy meant: the one named, or the only one there is.

        Raises UnknownPolicy, or TextError for a file that would be the only policy if its metadata could be read.
        """
        known = self.policies()
        if policy is not None and (policy in known or self.drafts.exists(policy)):
            return policy
        if policy is None and len(known) == 1:
            return known[0]
        if not known:
            for candidate in self.drafts.candidates():
                self.drafts.document(candidate)
            todo = f"Write one, such as {self.settings.policies}/privacy-policy.md, or run `policytool init`."
            raise UnknownPolicy("there is no policy yet", path=self.folder, todo=todo)
        listed = f"Policies here: {', '.join(known)}."
        if policy is None:
            raise UnknownPolicy("there is more than one policy: say which", todo=listed)
        near = get_close_matches(policy, known, n=1)
        raise UnknownPolicy(f"there is no policy {policy!r}", todo=f"Did you mean {near[0]}?" if near else listed)

    def versions(self, policy: str) -> tuple[Version, ...]:
        """The released versions that stand, oldest first. Raises UnknownPolicy, ArchiveError for a damaged record."""
        return stand(self.released(policy))

    def released(self, policy: str) -> tuple[Version, ...]:
        """All versions ever released, oldest first, also those that were withdrawn. Raises as `versions`."""
        if policy not in self._versions:
            found = [self.read_record(policy, path) for path in self.records(policy)]
            self._versions[policy] = tuple(sorted(found, key=lambda version: version.number))
        return self._versions[policy]

    def last_link(self, policy: str) -> str | None:
        """What the next record of `policy` names under `previous`; None before the first."""
        released = self.released(policy)
        return released[-1].link if released else None

    def records(self, policy: str) -> dict[str, str]:
        """Path in the repository → blob id of the record files of `policy`. Raises UnknownPolicy."""
        return self.shelf.records(self.choose(policy))

    def read_record(self, policy: str, path: str) -> Version:
        """The version whose record is at `path`, one of `records(policy)`. Raises ArchiveError when it is damaged."""
        return self.shelf.read(policy, path)

    def signed(self, policy: str) -> dict[str, SignedDraft]:
        """SHA-256 of its file → sign-off, of every draft of `policy` that was signed off before its release."""
        return self.shelf.signed(self.choose(policy))

    def version(self, policy: str, number: str) -> Version:
        """The released version `number`, such as "1.1", withdrawn or not. Raises UnknownVersion."""
        wanted = VersionNumber.parse(number)
        versions = self.released(policy)
        for version in versions:
            if version.number == wanted:
                return version
        raise UnknownVersion(f"{policy} has no version {wanted}", todo=_released(versions))

    def in_force(self, policy: str, day: datetime.date) -> Version:
        """The version that binds on `day`. Raises UnknownVersion when none did."""
        versions = self.versions(policy)
        version = in_force(versions, day)
        if version is None:
            first = min((v.effective for v in versions), default=None)
            todo = f"The first version took effect on {first}." if first else _released(versions)
            raise UnknownVersion(f"no version of {policy} was in force on {day}", todo=todo)
        return version

    def binding(self, policy: str, day: datetime.date, agreed: str) -> Version:
        """The version that binds, on `day`, whoever agreed to version `agreed` and to nothing since.

        Raises UnknownVersion for a version that is not there, and when none bound them on that day.
        """
        number = self.version(policy, agreed).number
        version = binding(self.versions(policy), day, number)
        if version is None:
            message = f"no version of {policy} bound such a person on {day}"
            raise UnknownVersion(message, todo=_released(self.versions(policy)))
        return version

    def document(self, version: Version, language: str | None = None) -> Document:
        """The text of `version`, the authoritative one unless a language is named."""
        tag = _language(version, language)
        key = (version.policy, str(version.number), tag)
        if key not in self._documents:
            name = f"{version.policy} {version.number}"
            called = name if tag == version.languages[0] else f"{name} ({tag})"
            data = self.source(version, tag)
            self._documents[key] = parse.decode(data, name=called, metadata_required=not version.imported)
        return self._documents[key]

    def source(self, version: Version, language: str | None = None) -> bytes:
        """The bytes of `version` as git stores them, proved by the SHA-256 of its record.

        Raises UnknownVersion for a language it was not released in, ShallowClone or ArchiveError when the text is
        missing, ArchiveError when it is not the recorded text.
        """
        tag = _language(version, language)
        entry = version.record.texts[tag]
        data = self.repository.blob(entry.blob)
        name = f"{version.policy} {version.number} ({tag})"
        if data is None and self.repository.shallow():
            raise ShallowClone(f"this clone lacks the text of {name}", todo="Run: git fetch --unshallow")
        if data is None:
            todo = "Fetch the whole history (git fetch --all --tags), or work in the clone that made the release."
            raise ArchiveError(f"the text of {name} is missing from this repository (blob {entry.blob})", todo=todo)
        if records.fingerprint(data) != entry.sha256:
            todo = "The record was altered after the release. Compare it with another clone."
            raise ArchiveError(f"the text of {name} is not the one that was recorded", todo=todo)
        return data

    def record_bytes(self, version: Version) -> bytes:
        """The record of `version` as it is committed. Raises ArchiveError when the clone lacks it."""
        path = self.repository.path(self.record_path(version.policy, version.number))
        return self.shelf.bytes(path)

    def draft(self, policy: str, language: str | None = None) -> Document:
        """The text in the work tree."""
        return self.drafts.document(policy, language)

    def draft_languages(self, policy: str) -> tuple[str, ...]:
        """Language tags of the draft, the authoritative one first."""
        return self.drafts.languages(policy)

    def resolve(self, policy: str, ref: str, language: str | None = None) -> Document:
        """The text that `ref` means: a version number, a day (the version in force on it), or `draft`."""
        if ref == "draft":
            return self.draft(policy, language)
        if _NUMBER.match(ref):
            return self.document(self.version(policy, ref), language)
        try:
            day = datetime.date.fromisoformat(ref)
        except ValueError as error:
            todo = "Write a version such as 2.0, a day such as 2026-11-23, or draft."
            raise UnknownVersion(f"{ref[:60]!r} is neither a version nor a day", todo=todo) from error
        return self.document(self.in_force(policy, day), language)

    def record_path(self, policy: str, number: VersionNumber) -> Path:
        """The file that holds the record of a version."""
        if not ID.match(policy):
            raise UnknownPolicy(f"{policy[:60]!r} is not a policy id", todo="Use small letters, digits and hyphens.")
        return self.folder / "releases" / policy / f"{number}.json"


def _language(version: Version, language: str | None) -> str:
    tag = language or version.languages[0]
    if tag not in version.record.texts:
        todo = f"Languages of this version: {', '.join(version.languages)}."
        raise UnknownVersion(f"{version.policy} {version.number} was not released in {tag!r}", todo=todo)
    return tag


def _released(versions: tuple[Version, ...]) -> str:
    if not versions:
        return "Nothing has been released yet. Release the draft with `policytool release`."
    return f"Released: {', '.join(str(version.number) for version in versions)}."
