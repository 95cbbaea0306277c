"""The values of promises: Statement, Conduct, Case."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from policytool.release.model import Problem
from policytool.significance.model import Significance
from policytool.text.model import Clause, Document

Scope = Literal["all", "significant", "minor"]
"""Which revisions a sentence speaks of."""

_LONG = 240


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One sentence in which the policy promises something about its revisions."""

    clause: Clause
    text: str
    scope: Scope = "all"
    path: str = ""
    """The file, where the sentence stands in the draft; empty for a text that is no file any more."""
    source: str = ""
    """What to call that text: "version 1.0"; empty for the draft."""
    days: int = 0
    """Lead time in days; 0 where the sentence promises none."""

    def covers(self, significance: Significance) -> bool:
        return self.scope in ("all", significance)

    @property
    def quote(self) -> str:
        """The words, named by their clause, on one line."""
        words = " ".join(self.text.split())
        short = words if len(words) <= _LONG else words[: _LONG - 1].rstrip() + "…"
        return f"clause {self.clause.id}{f' of {self.source}' if self.source else ''}: “{short}”"


@dataclass(frozen=True, kw_only=True)
class Conduct:
    """What a release would do, or what the settings say that every release does."""

    significance: Significance
    published: datetime.date
    effective: datetime.date
    noticed: datetime.date
    """The first day on which users can see the version."""
    earliest: datetime.date
    """The first day of effect that settings and policy allow."""
    channels: tuple[str, ...]
    """Where the notice of a significant revision goes."""
    lead_days: tuple[int, int]
    """By the settings: of a significant revision, of a minor one."""
    emergency: bool = False
    """Whether a person takes it upon them, with a reason, that dates come too early."""

    @property
    def todo(self) -> str:
        """What to do about a day of effect that comes too early; nothing where a person has answered for it."""
        return "" if self.emergency else f"Choose --effective {self.earliest} or later, or leave it out."


@dataclass(frozen=True, kw_only=True)
class Case:
    """A draft, the promises in force, and the conduct to compare them with."""

    draft: Document
    binding: Document | None
    """The text whose promises bind this release: that of the version before. None for the first version."""
    version: str
    """Number of that version; empty for the first."""
    conduct: Conduct


def problem(statement: Statement, message: str, todo: str, *, blocks: bool) -> Problem:
    """A problem at the place of `statement`."""
    line = statement.clause.line if statement.path else None
    return Problem(rule="promise", message=message, todo=todo, path=statement.path, line=line, blocks=blocks)
