"""Everything about a draft that blocks its release, apart from the state of the repository and the sign-off."""

from __future__ import annotations

import datetime

from policytool.archive.archive import Archive
from policytool.config import Settings
from policytool.errors import CriteriaError, TextError
from policytool.release.model import Problem
from policytool.release.propose import propose

_NOT_OF_THE_DRAFT = {"unchanged", "repository"}


def check(archive: Archive, settings: Settings, policy: str, today: datetime.date) -> tuple[Problem, ...]:
    """The problems of the draft of `policy`, those that block first."""
    try:
        found = propose(archive, settings, policy, today).problems
    except (TextError, CriteriaError) as error:
        where = str(error.path) if error.path else ""
        found = (Problem(rule="metadata", message=error.message, todo=error.todo or "", path=where, line=error.line),)
    return tuple(sorted((p for p in found if p.rule not in _NOT_OF_THE_DRAFT), key=lambda problem: not problem.blocks))
