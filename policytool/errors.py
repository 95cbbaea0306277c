"""Every error that policytool raises on purpose; the sentence under a class's name is its message.

PolicytoolError                    exit code 2 unless a branch says otherwise
├── UsageError                     what was asked for makes no sense here
├── SettingsError                  policytool.toml or [tool.policytool] cannot be used
├── TextError                      a policy's file cannot be read as a policy (file and line)
│   ├── FrontMatterError           its metadata is missing or wrong
│   └── EmptyPolicy                nothing to read after the metadata
├── ArchiveError                   git cannot give what was asked for
│   ├── NotARepository             no git work tree here
│   ├── BareRepository             a repository without files
│   ├── ShallowClone               history cut off; says what to run
│   ├── UnknownPolicy              no such policy
│   ├── UnknownVersion             no such version, or none in force on that day
│   ├── UnknownClause              no version has such a clause
│   └── UnknownNotice              no such form, or none that was approved
├── StampError                     no time stamp can be had, or it proves nothing
├── RedlineError                   a redline that would not give back both texts
├── CriteriaError                  the policy's own criteria cannot be read or bound
├── Refused                        exit code 1: the answer is no, with the reason
│   ├── ReleaseRefused             the draft may not be released as it stands
│   ├── NotSignedOff               a person's decision is missing
│   ├── PublishRefused             something published would be lost, or overwritten
│   └── NoticeRefused              the notice or the campaign may not go out as it stands
├── WebsiteError                   the site cannot be built from what is there
└── NoticeError                    audience, template, ledger or channel cannot be used
    ├── AudienceError              the list of recipients (file and line)
    ├── LedgerError                the ledger cannot be opened or written
    └── ChannelError               a provider cannot be reached or refuses everything

An error carries `where` (file, line) and `todo` (what to do next); the command line prints all three.
The exit codes: 0 done or yes, 1 the answer is no, 2 usage or input, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import ClassVar


class PolicytoolError(Exception):
    """policytool cannot go on."""

    exit_code: ClassVar[int] = 2

    def __init__(
        self,
        message: str | None = None,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        todo: str | None = None,
    ) -> None:
        self.message = message or inspect.cleandoc(type(self).__doc__ or "")
        self.path = path
        self.line = line
        self.todo = todo
        super().__init__(self.message)

    @property
    def where(self) -> str:
        """`file:line`, `file`, or an empty string."""
        if self.path is None:
            return ""
        return f"{self.path}:{self.line}" if self.line is not None else str(self.path)

    def __str__(self) -> str:
        parts = [f"{self.where}: " if self.where else "", self.message]
        if self.todo:
            parts.append(f"\n{self.todo}")
        return "".join(parts)


class UsageError(PolicytoolError):
    """This cannot be done as asked."""


class SettingsError(PolicytoolError):
    """The settings cannot be used."""


class TextError(PolicytoolError):
    """This file cannot be read as a policy."""


class FrontMatterError(TextError):
    """The metadata at the top of the policy is missing or wrong."""


class EmptyPolicy(TextError):
    """The policy has no text."""


class ArchiveError(PolicytoolError):
    """The archive cannot give what was asked for."""


class NotARepository(ArchiveError):
    """This folder is not inside a git repository."""


class BareRepository(ArchiveError):
    """This git repository is bare: it holds history but no files to work on."""


class ShallowClone(ArchiveError):
    """This clone holds only the newest part of the history, so older versions are missing."""


class UnknownPolicy(ArchiveError):
    """There is no such policy."""


class UnknownVersion(ArchiveError):
    """There is no such version."""


class UnknownClause(ArchiveError):
    """No version has such a clause."""


class UnknownNotice(ArchiveError):
    """There is no such notice."""


class StampError(PolicytoolError):
    """There is no time stamp to be had."""


class RedlineError(PolicytoolError):
    """The redline would not give back both texts exactly, so nothing was written."""

    exit_code = 3


class CriteriaError(PolicytoolError):
    """The policy's own criteria of significance cannot be read."""


class Refused(PolicytoolError):
    """The answer is no."""

    exit_code = 1


class ReleaseRefused(Refused):
    """This draft may not be released as it stands."""


class NotSignedOff(Refused):
    """A named person has to sign off first."""


class PublishRefused(Refused):
    """The published site may not be replaced."""


class NoticeRefused(Refused):
    """This notice may not go out as it stands."""


class WebsiteError(PolicytoolError):
    """The website cannot be built."""


class NoticeError(PolicytoolError):
    """The notices cannot be prepared."""


class AudienceError(NoticeError):
    """The list of recipients cannot be used."""


class LedgerError(NoticeError):
    """The ledger cannot be used."""


class ChannelError(NoticeError):
    """The channel cannot be used."""
