"""Who acts: the options --name and --email, and what git or the computer knows where they are left out."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.repository import open_repository
from policytool.cli.layout import plain
from policytool.errors import ArchiveError, NotSignedOff, UsageError
from policytool.notices.address import mailbox
from policytool.notices.ledger.steps import Person
from policytool.release.model import Signature

_Function = TypeVar("_Function", bound=Callable[..., Any])


def named(function: _Function) -> _Function:
    """The options that say who acts."""
    function = click.option("--email", "email", default="", metavar="ADDRESS", help="The address of who acts.")(
        function
    )
    return click.option("--name", "name", default="", metavar="NAME", help="Who acts (git's user.name).")(function)


def acting(name: str, email: str) -> Person:
    """The person named, else whom git knows here, else the user of this computer. Raises UsageError."""
    name = plain(name)
    if email:
        try:
            email = mailbox(email.strip())
        except ValueError as error:
            raise UsageError(f"--email: {error}", todo="Write one mail address, such as ada@shop.example.") from error
    if name:
        return Person(name=name, email=email)
    known = _known_to_git()
    found = known or (getpass.getuser(), "")
    return Person(name=found[0], email=email or found[1])


def _known_to_git() -> tuple[str, str] | None:
    try:
        with open_repository(Path.cwd()) as repository:
            return worktree.identity(repository)
    except ArchiveError:
        return None


def deciding(archive: Archive, by: str | None) -> Signature:
    """Who decides: as `by` says, else as git is told. Raises NotSignedOff where neither does."""
    if by:
        return Signature.parse(by)
    known = worktree.identity(archive.repository)
    if known is None:
        raise NotSignedOff("nobody is named", todo='Say who decides: --by "Your Name <you@example.com>"')
    return Signature(name=known[0], mail=known[1])
