"""A change to the repository, all or nothing: files written, one commit of exactly these files, an annotated tag."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from policytool.archive import journal as journals
from policytool.archive import signatures
from policytool.archive.files import replace
from policytool.archive.journal import Journal, Original
from policytool.archive.repository import Repository, checked, failed
from policytool.archive.undo import undo
from policytool.errors import ArchiveError

Step = Callable[[str], None]
"""Is told each step before it is taken."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Tag:
    """The annotated tag that a change makes."""

    name: str
    message: str
    sign: bool = False
    """With the key that git is set up with (GPG or SSH)."""


class Change:
    """A change under way. Its steps, in order: write, stage, commit, tag where one is wanted."""

    def __init__(self, repository: Repository, journal: Journal, step: Step) -> None:
        self._repository = repository
        self._journal = journal
        self._step = step

    def write(self, path: str, data: bytes) -> None:
        """Put `data` into the file at `path`, one of those that the change was opened with."""
        self.write_all({path: data})

    def write_all(self, contents: Mapping[str, bytes]) -> None:
        """Put bytes into files, path → bytes; the journal is written once for all of them."""
        self._step(f"write {', '.join(contents)}")
        files = dict(self._journal.files)
        for path, data in contents.items():
            files[path] = dataclasses.replace(files[path], written=hashlib.sha256(data).hexdigest())
        self._journal = dataclasses.replace(self._journal, files=files)
        journals.save(self._repository, self._journal)
        for path, data in contents.items():
            self._put(path, data)

    def _put(self, path: str, data: bytes) -> None:
        file = self._repository.top / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            replace(file, data)
        except OSError as error:
            todo = "Make the folder writable and run again."
            raise ArchiveError(f"cannot be written: {error.strerror}", path=path, todo=todo) from error

    def stage(self, paths: Iterable[str]) -> dict[str, str]:
        """Path → blob id of the files as git stores them, which may differ from the work tree in line ends."""
        listed = tuple(paths)
        self._step(f"stage {', '.join(listed)}")
        self._repository.run("add", "--", *map(_literal, listed))
        return {path: entry.split()[1] for path, entry in index_entries(self._repository, listed).items() if entry}

    def commit(self, message: str, identity: Mapping[str, str]) -> str:
        """Commit the change's files and nothing else; returns the commit's id.

        Raises ArchiveError when git or one of its hooks refuses, or when a hook committed something else.
        """
        self._step("commit")
        paths = tuple(self._journal.files)
        staged = {path: entry.split()[1] for path, entry in index_entries(self._repository, paths).items() if entry}
        arguments = ("commit", "--quiet", "--only", f"--message={message}", "--", *map(_literal, paths))
        status, out, err = self._repository.attempt(*arguments, env=identity)
        if status:
            raise failed("commit", f"{err}\n{out.decode('utf-8', 'replace')}")
        self._step("check the commit")
        commit = checked(self._repository.run("rev-parse", "--verify", "HEAD^{commit}").decode().strip())
        kept = self._repository.blobs(commit, paths) == staged
        if not kept or not _touched(self._repository, commit).issubset(paths):
            todo = "A git hook changed the commit. Exclude the policy's files from it and run again."
            raise ArchiveError("the commit does not hold exactly what was released", todo=todo)
        return commit

    def finish(self, commit: str) -> None:
        """Tag the commit, where the change was opened with a tag. After this nothing is undone any more."""
        if self._journal.tag:
            self._step(f"tag {self._journal.tag}")
            set_tag(self._repository, self._journal, commit)
        self._step("done")


@contextmanager
def change(
    repository: Repository,
    *,
    title: str,
    files: tuple[str, ...],
    tag: Tag | None = None,
    what: str = "release",
    step: Step = lambda _: None,
) -> Iterator[Change]:
    """A change to `files`. On any exception bytes, index, commit and tag are as they were before.

    Raises ArchiveError when another change is under way, or when undoing failed too.
    """
    with journals.locked(repository):
        journal = _begun(repository, title, files, tag, what)
        step("begin")
        journals.save(repository, journal)
        try:
            yield Change(repository, journal, step)
        except BaseException as reason:
            _undone(repository, reason)
            raise
        journals.forget(repository)


def index_entries(repository: Repository, paths: tuple[str, ...]) -> dict[str, str]:
    """Path → "mode blob stage" in git's index, empty for those that git does not know."""
    listing = repository.run("ls-files", "--stage", "-z", "--", *map(_literal, paths)).decode()
    known = {}
    for line in listing.split("\0")[:-1]:
        entry, path = line.split("\t", 1)
        known[path] = entry
    return {path: known.get(path, "") for path in paths}


def set_tag(repository: Repository, journal: Journal, commit: str) -> None:
    """The annotated tag of a change, in the name of whoever committed. Raises ArchiveError where git cannot sign it."""
    kind = "--sign" if journal.sign_tag else "--annotate"
    arguments = ("tag", kind, f"--message={journal.tag_message}", "--", journal.tag, checked(commit))
    repository.run(*arguments, env=repository.committer(commit))
    # Git 2.39 makes a plain tag where the SSH key is missing, and says nothing.
    if journal.sign_tag and signatures.of_tag(repository, journal.tag).state == "none":
        todo = "Look at `git config user.signingkey`, or set release.sign_tags = false."
        raise ArchiveError(f"git made the tag {journal.tag} without a signature", todo=todo)


def _begun(repository: Repository, title: str, files: tuple[str, ...], tag: Tag | None, what: str) -> Journal:
    entries = index_entries(repository, files)
    originals = {path: Original(data=_bytes(repository.top / path), index=entries[path]) for path in files}
    return Journal(
        title=title,
        head=repository.head(),
        tag=tag.name if tag else "",
        tag_message=tag.message if tag else "",
        files=originals,
        folders=journals.folders_to_make(repository, files),
        what=what,
        sign_tag=tag is not None and tag.sign,
    )


def _undone(repository: Repository, reason: BaseException) -> None:
    try:
        journal = journals.load(repository)
        if journal is not None:
            undo(repository, journal, keep_edits=False)
    except (ArchiveError, OSError) as error:
        todo = f"{error}\nThe next `policytool release` puts it right."
        raise ArchiveError(f"{reason}\nIt could not be undone either", todo=todo) from reason


def _touched(repository: Repository, commit: str) -> set[str]:
    """Paths that `commit` adds, changes or deletes."""
    listing = repository.run("diff-tree", "--root", "--no-commit-id", "--name-only", "--no-renames", "-r", "-z", commit)
    return set(listing.decode().split("\0")[:-1])


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _literal(path: str) -> str:
    return f":(top,literal){path}"
