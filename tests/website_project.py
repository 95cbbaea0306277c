"""A policy project with chosen versions, dates and assessments, in a real git repository: for tests of the website.

Releases are written record by record, so that a test says exactly what stands in them.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from policytool.archive import record as records
from policytool.archive.record import TextEntry
from tests.website_values import STORY, Release

SETTINGS = '[site]\nname = "Shop policies"\nurl = "{url}"\nfooter = "Example Shop Ltd"\n'
MKDOCS = "site_name: Shop policies\ndocs_dir: policy_docs\ntheme: {theme}\nplugins: [policytool]\n"


@dataclass(frozen=True, kw_only=True)
class Project:
    """The repository, and what is released in it."""

    root: Path

    @classmethod
    def make(cls, root: Path, *, url: str = "https://policies.shop.example/", theme: str = "policytool") -> Project:
        """An empty project with settings and mkdocs.yml."""
        project = cls(root=root)
        (root / "policy_docs").mkdir(parents=True)
        (root / "policytool.toml").write_text(SETTINGS.format(url=url), encoding="utf-8")
        (root / "mkdocs.yml").write_text(MKDOCS.format(theme=theme), encoding="utf-8")
        project.git("init", "--quiet", "--initial-branch=main")
        return project

    def draft(self, texts: Mapping[str, str], policy: str = "privacy-policy") -> None:
        """Write the texts, the authoritative language first, and commit them."""
        for place, (language, source) in enumerate(texts.items()):
            (self.root / _path(policy, language, place)).write_text(source, encoding="utf-8")
        self.commit()

    def release(self, release: Release, policy: str = "privacy-policy") -> None:
        self.draft(release.texts, policy)
        entries = {}
        for place, (language, source) in enumerate(release.texts.items()):
            path = _path(policy, language, place)
            blob = self.git("rev-parse", f"HEAD:{path}")
            entries[language] = TextEntry(path=path, blob=blob, sha256=records.fingerprint(source.encode()))
        file = self.root / "policy_docs" / "releases" / policy / f"{release.number}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(records.to_json(release.record(policy, entries)))
        self.commit()

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Work")

    def git(self, *arguments: str) -> str:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        for role in ("AUTHOR", "COMMITTER"):
            environment |= {f"GIT_{role}_NAME": "Ada", f"GIT_{role}_EMAIL": "ada@shop.example"}
        command = ["git", *arguments]
        result = subprocess.run(command, cwd=self.root, env=environment, check=True, capture_output=True, text=True)
        return result.stdout.strip()


def shop(root: Path, *, url: str = "https://policies.shop.example/", theme: str = "policytool") -> Project:
    """The project of a shop with three versions of its policy, the last one upcoming."""
    project = Project.make(root, url=url, theme=theme)
    for release in STORY:
        project.release(release)
    return project


def _path(policy: str, language: str, place: int) -> str:
    return f"policy_docs/{policy}.md" if place == 0 else f"policy_docs/{policy}.{language}.md"
