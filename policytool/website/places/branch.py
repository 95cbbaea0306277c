"""The branch gh-pages, from which GitHub, GitLab and others can publish: one commit for each state of the site."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from policytool.archive import branch
from policytool.archive.repository import Repository
from policytool.errors import WebsiteError
from policytool.website.places import guest, listing

NAME = "gh-pages"
_PLAIN = ".nojekyll"
"""Tells GitHub to publish the files as they are."""


class Branch:
    """The site on the branch. The work tree, the index and other branches stay untouched."""

    def __init__(self, repository: Repository, *, message: str) -> None:
        self.repository = repository
        self.message = message
        self.tip = branch.tip(repository, NAME)
        self._files = branch.files(repository, self.tip) if self.tip else {}

    def files(self) -> Mapping[str, str]:
        return self._files

    def read(self, path: str) -> bytes:
        data = self.repository.blob(self._files[path])
        if data is None:
            raise WebsiteError("this file of the branch gh-pages is missing", path=path, todo="Run: git fetch --all")
        return data

    def put(self, folder: Path) -> str:
        """Raises ArchiveError when git refuses; the branch is then as it was."""
        found = listing(folder)
        with tempfile.TemporaryDirectory() as name:
            for path in (_PLAIN, *filter(guest, self._files)):
                if path not in found:
                    kept = found[path] = Path(name) / str(len(found))
                    kept.write_bytes(self.read(path) if path in self._files else b"")
            made = branch.replace_branch(self.repository, NAME, found, parent=self.tip, message=self.message)
        return f"{NAME} {made[:12]}"

    def tidy(self) -> None:
        """Nothing: what a killed run leaves in git belongs to no branch."""

    def push(self) -> None:
        branch.push(self.repository, NAME)
