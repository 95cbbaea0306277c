"""The folder of releases as one commit holds it: which file is a record, a sign-off, a withdrawal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from policytool.archive import acts
from policytool.archive import record as records
from policytool.archive.acts import SignedDraft
from policytool.archive.drafts import ID
from policytool.archive.model import Version, VersionNumber
from policytool.archive.repository import Repository
from policytool.errors import ArchiveError

_BESIDE = re.compile(r"\d{1,6}\.\d{1,6}\.[a-z][a-z0-9.-]*\Z")
"""Stem of a file that lies beside the record of a version and is none itself."""
_NOTICE = re.compile(r"[a-z]+-[1-9]\d{0,3}(\.[a-z][a-z0-9.-]*)?\Z")
"""Stem of a file about another notice than that of a version, such as incident-1."""
_RESTORE = "Records are written once; restore it from the history with git."


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The files below `folder`, path → blob id. Nothing of the work tree counts here."""

    repository: Repository
    folder: str
    files: dict[str, str]

    def policies(self) -> set[str]:
        """Ids of the policies that have files here."""
        return {name for path in self.files if ID.match(name := PurePosixPath(path).parent.name)}

    def records(self, policy: str) -> dict[str, str]:
        """Path → blob id of the release records of `policy`."""
        stems = {path: PurePosixPath(path).stem for path in self._own(policy)}
        return {p: b for p, b in self._own(policy).items() if not (_BESIDE.match(stems[p]) or _NOTICE.match(stems[p]))}

    def read(self, policy: str, path: str) -> Version:
        """The version whose record is at `path`. Raises ArchiveError when record or withdrawal is damaged."""
        data = self.bytes(path)
        record = records.from_json(data, name=path)
        number = VersionNumber.parse(record.version)
        if record.policy != policy or f"{number}.json" != PurePosixPath(path).name:
            raise ArchiveError(f"this record speaks of {record.policy} {record.version}", path=path, todo=_RESTORE)
        if not record.texts:
            raise ArchiveError("this record names no text", path=path, todo=_RESTORE)
        version = Version(number=number, record=record, record_sha256=records.fingerprint(data))
        return self._withdrawn(version, self.withdrawal_path(policy, number))

    def signed(self, policy: str) -> dict[str, SignedDraft]:
        """SHA-256 of the file → sign-off, of every draft of `policy` that was signed off. Raises ArchiveError."""
        paths = [path for path in self._own(policy) if ".signed-" in PurePosixPath(path).name]
        found = {path: self.bytes(path) for path in sorted(paths)}
        return {records.fingerprint(data): acts.read_signed(data, name=path) for path, data in found.items()}

    def bytes(self, path: str) -> bytes:
        """The committed file at `path`. Raises ArchiveError when the clone lacks it."""
        data = self.repository.blob(self.files[path])
        if data is None:
            raise ArchiveError("this record is missing from the clone", path=path, todo="Run: git fetch --all")
        return data

    def folder_of(self, policy: str) -> PurePosixPath:
        """The folder of the files about `policy`."""
        return PurePosixPath(self.folder, policy)

    def signed_path(self, policy: str, number: VersionNumber | str, sha256: str) -> str:
        """Where the sign-off of a draft is kept; `sha256` is that of its bytes."""
        return f"{self.folder}/{policy}/{number}.signed-{sha256[:12]}.json"

    def withdrawal_path(self, policy: str, number: VersionNumber) -> str:
        """Where the withdrawal of a version is kept."""
        return f"{self.folder}/{policy}/{number}.withdrawn.json"

    def _own(self, policy: str) -> dict[str, str]:
        folder = self.folder_of(policy)
        return {p: b for p, b in self.files.items() if PurePosixPath(p).parent == folder and p.endswith(".json")}

    def _withdrawn(self, version: Version, path: str) -> Version:
        if path not in self.files:
            return version
        data = self.bytes(path)
        withdrawal = acts.read_withdrawal(data, name=path)
        if (withdrawal.policy, withdrawal.version) != (version.policy, str(version.number)):
            message = f"this withdrawal speaks of {withdrawal.policy} {withdrawal.version}"
            raise ArchiveError(message, path=path, todo=_RESTORE)
        return version.taken_back(withdrawal, records.fingerprint(data))
