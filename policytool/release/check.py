"""Everything about a draft that blocks its release, apart from the state of the repository and the sign-off."""

from __future__ import annotations

import dataclasses
import datetime

from policytool.archive.archive import Archive
from policytool.config import Settings
from policytool.errors import CriteriaError, TextError
from policytool.release.model import Problem
from policytool.release.propose import propose

_ANSWERED_AT_RELEASE = {"consent"}
"""What blocks a release until the person who makes it answers; of the draft it is only a warning."""
_NOT_OF_THE_DRAFT = {"unchanged", "repository"}


def check(archive: Archive, settings: Settings, policy: str, today: datetime.date) -> tuple[Problem, ...]:
    """The problems of the draft of `policy`, those that block first."""
    try:
        found = propose(archive, settings, policy, today).problems
    except (TextError, CriteriaError) as error:
        where = str(error.path) if error.path else ""
        found = (Problem(rule="metadata", message=error.message, todo=error.todo or "", path=where, line=error.line),)
    found = tuple(dataclasses.replace(p, blocks=False) if p.rule in _ANSWERED_AT_RELEASE else p for p in found)
    return tuple(sorted((p for p in found if p.rule not in _NOT_OF_THE_DRAFT), key=lambda problem: not problem.blocks))
