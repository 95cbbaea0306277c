"""The history of one file before there was an archive: each text that stood in it, with its commit and moment."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from policytool.archive.repository import Repository, checked
from policytool.errors import ArchiveError, ShallowClone

_RAW = re.compile(r":\d+ (?P<mode>\d+) [0-9a-f]{40} (?P<blob>[0-9a-f]{40}) (?P<status>[A-Z])\d*\Z")


@dataclass(frozen=True, kw_only=True)
class Past:
    """A text as one commit, or one tag, left it."""

    commit: str
    name: str
    """The tag, or the short id of the commit."""
    when: datetime.datetime
    """When it was written, with its own time zone."""
    path: str
    """The file's path at that time."""
    blob: str


def commits(repository: Repository, path: str) -> tuple[Past, ...]:
    """The texts of the file at `path`, oldest first, one for each commit of this branch that changed or renamed it.

    Follows renames. What came in by a merge counts once, at the merge. Raises ShallowClone, and ArchiveError where the
    newest commit does not hold the file.
    """
    if repository.shallow():
        raise ShallowClone(todo="Run: git fetch --unshallow")
    head = repository.head()
    if head is None or path not in repository.blobs(head, (path,)):
        raise ArchiveError("the newest commit does not hold this file", path=path, todo="Commit it first: git commit.")
    return tuple(reversed(list(_log(repository, path))))


def tags(repository: Repository, known: tuple[Past, ...], *, without: str) -> tuple[Past, ...]:
    """The texts under the tags of the repository, oldest first; `known` are those of `commits`.

    Tags that begin with `without` are left out, and those that hold none of the file's paths.
    """
    paths = tuple(dict.fromkeys(past.path for past in reversed(known)))
    found = []
    form = "%(refname:strip=2)%00%(creatordate:iso-strict)"
    for line in repository.run("for-each-ref", "--sort=creatordate", f"--format={form}", "refs/tags").splitlines():
        name, _, moment = line.decode("utf-8", "surrogateescape").partition("\0")
        commit = None if name.startswith(without) or not moment else repository.tagged(name)
        held = repository.blobs(commit, paths) if commit else {}
        place = next((path for path in paths if path in held), None)
        if commit and place:
            when = datetime.datetime.fromisoformat(moment)
            found.append(Past(commit=commit, name=name, when=when, path=place, blob=held[place]))
    return tuple(found)


def _log(repository: Repository, path: str) -> Iterator[Past]:
    listing = repository.run(
        "log",
        "--first-parent",
        "--diff-merges=first-parent",
        "--follow",
        "--find-renames",
        "--raw",
        "--no-abbrev",
        "-z",
        "--format=%x01%H %aI",
        "HEAD",
        "--",
        f":(top,literal){path}",
    )
    commit, moment, blob, paths = "", "", "", list[str]()
    for token in [*listing.decode("utf-8", "surrogateescape").split("\0"), "\x01"]:
        entry, raw = token.lstrip("\n"), _RAW.match(token.lstrip("\n"))
        if entry.startswith("\x01") or raw:
            if blob and paths:
                when = datetime.datetime.fromisoformat(moment)
                yield Past(commit=checked(commit), name=commit[:10], when=when, path=paths[-1], blob=blob)
            blob, paths = "", []
        if entry.startswith("\x01"):
            commit, _, moment = entry[1:].partition(" ")
        elif raw:
            plain = raw["mode"] in {"100644", "100755"} and raw["status"] != "D"
            blob = raw["blob"] if plain else ""
        elif entry:
            paths.append(entry)
