"""Drafts: the policies as they stand in the work tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from policytool.errors import EmptyPolicy, FrontMatterError, TextError, UnknownPolicy, UnknownVersion
from policytool.text import parse, source
from policytool.text.metadata import Metadata
from policytool.text.model import Document

ID = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
"""A policy's id: nothing in it can lead to another folder or be taken for an option."""
_FILE = re.compile(r"(?P<policy>[a-z0-9][a-z0-9-]*)(?:\.(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.md\Z")
_POLICY_KEY = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:(?!---|\.\.\.).*\r?\n)*?policy[ \t]*:")
_HEAD = 65_536


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """The policy files below `folder`, inside the project `root`."""

    root: Path
    folder: Path
    _parsed: dict[tuple[Path, int, int], Document] = field(default_factory=dict)

    def policies(self) -> tuple[str, ...]:
        """Ids of the policies, by the alphabet: files named after the id whose metadata has the key `policy`.

        Raises TextError for a policy whose file is named after no id.
        """
        found = set()
        for file in sorted(self.folder.glob("*.md")):
            named = _FILE.match(file.name)
            if not _declares_policy(file):
                continue
            if named is None:
                todo = "Name it after the policy's id: privacy-policy.md, a translation privacy-policy.zh.md."
                raise TextError("the name of this file is no policy id", path=self.name(file), todo=todo)
            if not named["language"]:
                found.add(named["policy"])
        return tuple(sorted(found))

    def candidates(self) -> tuple[str, ...]:
        """Ids after which files are named that do not say that they are policies: their metadata may be missing."""
        named = (_FILE.match(file.name) for file in sorted(self.folder.glob("*.md")) if file.is_file())
        ids = {match["policy"] for match in named if match and not match["language"]}
        return tuple(sorted(ids - {"index", *self.policies()}))

    def exists(self, policy: str) -> bool:
        """Whether there is a file for the draft of `policy`, readable or not."""
        return bool(ID.match(policy)) and (self.folder / f"{policy}.md").is_file()

    def languages(self, policy: str) -> tuple[str, ...]:
        """Language tags of the draft, the authoritative one first."""
        return tuple(self.files(policy))

    def files(self, policy: str) -> dict[str, Path]:
        """The draft's file in each language, the authoritative one first."""
        file = self._authoritative(policy)
        files = {_metadata(self._read(file), policy).language: file}
        for translation in sorted(self.folder.glob(f"{policy}.*.md")):
            named = _FILE.match(translation.name)
            if named is None or named["policy"] != policy:
                continue
            language = named["language"]
            if language in files:
                todo = "Delete one of the two files, or correct the key `language`."
                raise FrontMatterError(
                    f"both this file and {self.name(file)} are in the language {language}",
                    path=self.name(translation),
                    todo=todo,
                )
            files[language] = translation
        return files

    def document(self, policy: str, language: str | None = None) -> Document:
        """The draft. Raises UnknownPolicy, UnknownVersion for a language without a file, and TextError."""
        files = self.files(policy)
        wanted = language or next(iter(files))
        if wanted not in files:
            todo = f"Languages of the draft: {', '.join(files)}."
            raise UnknownVersion(f"the draft of {policy} does not exist in {wanted!r}", todo=todo)
        document = self._read(files[wanted])
        metadata = _metadata(document, policy)
        if metadata.language != wanted:
            raise FrontMatterError(
                f"the metadata says language: {metadata.language}, the file's name {wanted}",
                path=document.name,
                todo=f"Write language: {wanted}, or rename the file to {policy}.{metadata.language}.md.",
            )
        return document

    def source(self, policy: str, language: str) -> bytes:
        """The bytes of the draft's file. Raises TextError when it is a link: git would store the link, not the text."""
        file = self.files(policy)[language]
        if file.is_symlink():
            todo = "Replace the link by the file itself."
            raise TextError("this is a link, so git does not hold the text", path=self.name(file), todo=todo)
        return source.load(file)

    def name(self, file: Path) -> str:
        """`file` as messages call it: its path in the project."""
        return file.relative_to(self.root).as_posix()

    def _authoritative(self, policy: str) -> Path:
        file = self.folder / f"{policy}.md"
        if not self.exists(policy):
            raise UnknownPolicy(f"there is no draft of a policy {policy!r}", path=self.folder, todo=self._known())
        return file

    def _known(self) -> str:
        known = self.policies()
        return f"Policies here: {', '.join(known)}." if known else "Write one there, or run `policytool init`."

    def _read(self, file: Path) -> Document:
        source.inside(file, self.root)
        about = file.stat()
        key = (file, about.st_mtime_ns, about.st_size)
        if key not in self._parsed:
            document = parse.decode(source.load(file), name=self.name(file), metadata_required=True)
            if not document.clauses:
                raise EmptyPolicy(path=document.name, todo="Write the policy's text below the metadata.")
            self._parsed[key] = document
        return self._parsed[key]


def _declares_policy(file: Path) -> bool:
    """Whether the metadata at the top of the file has the key `policy`: other Markdown may lie beside policies."""
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return _POLICY_KEY.match(stream.read(_HEAD)) is not None


def _metadata(document: Document, policy: str) -> Metadata:
    metadata = document.metadata
    if metadata is None or metadata.policy != policy:
        says = metadata.policy if metadata else "nothing"
        raise FrontMatterError(
            f"the metadata says policy: {says}, the file's name {policy}",
            path=document.name,
            todo=f"Write policy: {policy}, or rename the file.",
        )
    return metadata
