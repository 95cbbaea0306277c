"""The texts that a command is asked for: files, versions, days, the draft."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.cli import project
from policytool.cli import since as summing
from policytool.errors import TextError, UnknownVersion
from policytool.text import parse
from policytool.text.model import Document


class Texts:
    """The texts that references name; the project is opened only when one of them is no file."""

    def __init__(self, stack: ExitStack, policy: str | None, language: str | None) -> None:
        self._stack, self._policy, self._language = stack, policy, language
        self._archive: Archive | None = None
        self.policy = ""

    @property
    def archive(self) -> Archive:
        if self._archive is None:
            self._archive = self._stack.enter_context(project.opened())
            self.policy = self._archive.choose(self._policy)
        return self._archive

    def read(self, ref: str | None, language: str | None = None) -> Document:
        """The text of `ref`, the newest version without one."""
        if ref is not None and _is_file(ref):
            return parse.read(Path(ref))
        archive = self.archive
        return archive.resolve(self.policy, ref or _newest(archive, self.policy), language or self._language)

    def between(self, since: str, new: str) -> tuple[Version, ...]:
        """The versions after `since` up to `new`. Raises UnknownVersion."""
        return summing.revisions(self.archive, self.policy, since, new)


def _is_file(ref: str) -> bool:
    """Whether `ref` names a file. Raises TextError for what is clearly meant as one but is not there."""
    path = Path(ref)
    if path.is_file():
        return True
    if path.suffix.casefold() in (".md", ".markdown", ".txt") or os.sep in ref:
        raise TextError("this is a folder" if path.is_dir() else "there is no such file", path=ref)
    return False


def _newest(archive: Archive, policy: str) -> str:
    versions = archive.versions(policy)
    if not versions:
        todo = "Release the draft first, or name two files."
        raise UnknownVersion(f"{policy} has no version yet that the draft could be compared with", todo=todo)
    return str(versions[-1].number)
