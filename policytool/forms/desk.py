"""The forms that lie in policy_docs/notices/<policy>/, one file a language, and the making of a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from policytool.archive.archive import Archive
from policytool.errors import UnknownNotice, UsageError
from policytool.forms.read import kind_of
from policytool.text import source

FOLDER = "notices"
"""Below the policies' folder; nothing in it is shown on the website before it is approved."""
_FILE = re.compile(r"(?P<id>[a-z]+-[1-9]\d{0,3})(?:\.(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.md\Z")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The forms of one policy in the work tree."""

    archive: Archive
    policy: str

    @property
    def folder(self) -> Path:
        return self.archive.folder / FOLDER / self.policy

    def ids(self) -> tuple[str, ...]:
        """Ids of all forms, by the alphabet."""
        found = (_FILE.match(file.name) for file in sorted(self.folder.glob("*.md")))
        return tuple(dict.fromkeys(match["id"] for match in found if match and kind_of(match["id"])))

    def files(self, identifier: str) -> dict[str, Path]:
        """File of each form, name in messages → path, the authoritative language first. Raises UnknownNotice."""
        chief = self.folder / f"{identifier}.md"
        if not kind_of(identifier) or not chief.is_file():
            listed = ", ".join(self.ids())
            todo = f"Forms here: {listed}." if listed else "Make one: policytool notice new incident."
            raise UnknownNotice(f"there is no form {identifier!r} of {self.policy}", todo=todo)
        others = [file for file in sorted(self.folder.glob(f"{identifier}.*.md")) if _FILE.match(file.name)]
        return {self._name(file): file for file in (chief, *others)}

    def read(self, identifier: str) -> dict[str, bytes]:
        """Name → bytes. Raises UnknownNotice, TextError."""
        return {
            name: source.load(source.inside(file, self.archive.root)) for name, file in self.files(identifier).items()
        }

    def path(self, identifier: str, language: str = "") -> Path:
        """Where a form lies; without `language` the authoritative one."""
        return self.folder / (f"{identifier}.{language}.md" if language else f"{identifier}.md")

    def _name(self, file: Path) -> str:
        return file.relative_to(self.archive.root).as_posix()


def meant(archive: Archive, reference: str, policy: str | None) -> tuple[str, str]:
    """Policy and id that a person means by a form's file or id. Raises UsageError, UnknownPolicy."""
    if kind_of(reference):
        return archive.choose(policy), reference
    path = Path(reference)
    found = _FILE.match(path.name)
    place = PurePosixPath(path.resolve().as_posix()).parent
    if found is None or not kind_of(found["id"]) or place.parent.as_posix() != (archive.folder / FOLDER).as_posix():
        todo = f"Write an id such as incident-1, or its file below {archive.settings.policies}/{FOLDER}/."
        raise UsageError(f"{reference[:80]!r} is no notice", todo=todo)
    if policy and policy != place.name:
        raise UsageError(f"{reference[:80]} belongs to {place.name}, not to {policy}")
    return archive.choose(place.name), found["id"]
