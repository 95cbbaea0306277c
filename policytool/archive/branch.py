"""A branch of files made elsewhere, such as a built website: one commit for each state, the work tree untouched."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from policytool.archive import worktree
from policytool.archive.repository import Repository, checked, failed
from policytool.errors import ArchiveError

REMOTE = "origin"
_NOBODY = ("policytool", "policytool@localhost")
"""Who commits where git was not told, as on a build server."""


def tip(repository: Repository, name: str) -> str | None:
    """The newest commit of branch `name`, here or on the remote as last fetched; None where there is no such branch.

    Raises ArchiveError when the two have gone apart.
    """
    here, there = _commit(repository, f"refs/heads/{name}"), _commit(repository, f"refs/remotes/{REMOTE}/{name}")
    if here is None or there is None or here == there:
        return here or there
    if _contains(repository, there, here):
        return there
    if _contains(repository, here, there):
        return here
    todo = f"Run: git branch --force {name} {REMOTE}/{name}"
    raise ArchiveError(f"the branch {name} here and the one on {REMOTE} have gone apart", todo=todo)


def files(repository: Repository, commit: str) -> dict[str, str]:
    """Path → blob id of all plain files in `commit`."""
    return repository.blobs(commit, (".",))


def replace_branch(
    repository: Repository, name: str, found: Mapping[str, Path], *, parent: str | None, message: str
) -> str:
    """One commit after `parent` that holds exactly the files `found`, by path; the new tip of branch `name`.

    Until the branch is moved, which is one step, nothing has changed. Raises ArchiveError, also when somebody else
    moved the branch meanwhile, or has it checked out.
    """
    _refuse_checked_out(repository, name)
    tree = _tree(repository, found)
    identity = worktree.standing_in(repository, *_NOBODY)
    parents = () if parent is None else ("-p", checked(parent))
    made = repository.run("commit-tree", "-m", message, *parents, tree, env=identity).decode().strip()
    before = _commit(repository, f"refs/heads/{name}") or "0" * 40
    repository.run("update-ref", "-m", f"policytool: {message}", f"refs/heads/{name}", checked(made), before)
    return made


def push(repository: Repository, name: str) -> None:
    """Send the branch to the remote. Raises ArchiveError with git's words when the remote does not take it."""
    ref = f"refs/heads/{name}"
    status, out, err = repository.attempt("push", "--quiet", REMOTE, f"{ref}:{ref}")
    if status:
        raise failed("push", f"{err}\n{out.decode('utf-8', 'replace')}")


def _tree(repository: Repository, found: Mapping[str, Path]) -> str:
    """The id of a tree object with these files, put together in an index of its own."""
    paths = list(found)
    for path in paths:
        if "\n" in path or path.startswith("/") or ".git" in path.split("/"):
            raise ArchiveError("git cannot keep a file of this name", path=path, todo="Rename it.")
    listed = "".join(f"{found[path].resolve()}\n" for path in paths)
    blobs = repository.run("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=listed.encode()).decode().split()
    lines = "".join(f"100644 {checked(blob)}\t{path}\0" for path, blob in zip(paths, blobs, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        repository.run("update-index", "--add", "-z", "--index-info", stdin=lines.encode(), env=index)
        return checked(repository.run("write-tree", env=index).decode().strip())


def _refuse_checked_out(repository: Repository, name: str) -> None:
    listing = repository.run("worktree", "list", "--porcelain").decode("utf-8", "surrogateescape")
    if f"branch refs/heads/{name}" in listing.splitlines():
        todo = "Check out the branch with your policies again, such as: git switch main"
        raise ArchiveError(f"the branch {name} is checked out, and its files would not follow", todo=todo)


def _commit(repository: Repository, ref: str) -> str | None:
    _, out, _ = repository.attempt("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    return out.decode().strip() or None


def _contains(repository: Repository, newer: str, older: str) -> bool:
    status, _, err = repository.attempt("merge-base", "--is-ancestor", checked(older), checked(newer))
    if status > 1:
        raise failed("merge-base", err)
    return status == 0
