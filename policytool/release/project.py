"""A new project: the files of a policy repository, written only where nothing stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from policytool.archive.setup import start_repository
from policytool.errors import PolicytoolError, UsageError

POLICY = "policy_docs/privacy-policy.md"
_NAME = re.compile(r"[^\x00-\x1f\"\\{}<>]{1,100}\Z")
_URL = re.compile(r"(https?://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~/-]*)?)?\Z")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+\Z")


@dataclass(frozen=True, kw_only=True)
class Project:
    """What starting a project did."""

    folder: Path
    written: tuple[str, ...]
    """Paths from the folder, in the order of writing."""
    kept: tuple[str, ...]
    """Files that stood there already and were left alone."""
    repository: bool
    """Whether a git repository was started."""


@dataclass(frozen=True, kw_only=True)
class Company:
    """Who the project is for; stands in its files."""

    name: str = "Example Shop"
    email: str = "privacy@example.com"
    """Where people reach its privacy team."""
    url: str = ""
    """Where the policy website will be published."""


def start(folder: Path, company: Company, *, policy: str = "") -> Project:
    """Write a ready-to-use project for `company` into `folder`, and start a git repository if there is none.

    `policy` replaces the starter text where given. Files that exist are never touched, so doing it twice is safe.
    Raises UsageError when a value could not stand in the files, or when `policy` is given and one is there already.
    """
    check(company)
    if policy and (folder / POLICY).exists():
        raise UsageError("this project has a policy already", path=folder / POLICY, todo="Choose an empty folder.")
    texts = {path: _filled(text, company) for path, text in _starter().items()}
    if policy:
        texts[POLICY] = policy
    kept = tuple(path for path in texts if (folder / path).exists())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        repository = start_repository(folder)
        written = tuple(path for path, text in texts.items() if path not in kept and _write(folder / path, text))
    except OSError as error:
        raise PolicytoolError(f"cannot write here: {error.strerror}", path=error.filename or folder) from error
    return Project(folder=folder, written=written, kept=kept, repository=repository)


def begun(folder: Path) -> bool:
    """Whether every file of a project stands in `folder`, so that starting one writes nothing."""
    return all((folder / path).exists() for path in _starter())


def _starter() -> dict[str, str]:
    """Path in a project → packaged text with {name} and {email} to fill in."""
    found: dict[str, str] = {}

    def walk(folder: Traversable, prefix: str) -> None:
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if entry.is_dir():
                walk(entry, f"{prefix}{entry.name}/")
            else:
                name = ".gitignore" if entry.name == "gitignore" else entry.name
                found[prefix + name] = entry.read_text(encoding="utf-8")

    walk(resources.files("policytool.release") / "starter", "")
    return found


def check(company: Company) -> None:
    """Raises UsageError for a value that could not stand in the project's files."""
    for value, form, what in (
        (company.name, _NAME, "a name without quotes, braces or angle brackets"),
        (company.email, _EMAIL, "an address such as privacy@example.com"),
        (company.url, _URL, "an address that begins with https://"),
    ):
        if not form.match(value):
            raise UsageError(f"{value!r} cannot be used", todo=f"Give {what}.")


def _filled(text: str, company: Company) -> str:
    for slot, value in (("{name}", company.name), ("{email}", company.email), ("{url}", company.url)):
        text = text.replace(slot, value)
    return text


def _write(path: Path, text: str) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return True
