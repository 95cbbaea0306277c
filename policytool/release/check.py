"""Everything about a draft that blocks its release, apart from the state of the repository and the sign-off."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass

from policytool.archive.archive import Archive
from policytool.config import Settings
from policytool.errors import CriteriaError, TextError
from policytool.release.model import Problem, Proposal
from policytool.release.propose import propose

_ANSWERED_AT_RELEASE = {"consent"}
"""What blocks a release until the person who makes it answers; of the draft it is only a warning."""
_NOT_OF_THE_DRAFT = {"unchanged", "repository"}


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A draft that was checked."""

    policy: str
    proposal: Proposal | None
    """What its release would be; None where the draft cannot be read or judged."""
    problems: tuple[Problem, ...]
    """Those that block first."""

    @property
    def passed(self) -> bool:
        return not any(problem.blocks for problem in self.problems)


def check(archive: Archive, settings: Settings, policy: str, today: datetime.date) -> Checked:
    """The draft of `policy` with everything that a release of it today would meet with."""
    try:
        proposal = propose(archive, settings, policy, today)
    except (TextError, CriteriaError) as error:
        where = str(error.path) if error.path else ""
        problem = Problem(rule="metadata", message=error.message, todo=error.todo or "", path=where, line=error.line)
        return Checked(policy=policy, proposal=None, problems=(problem,))
    found = (problem for problem in proposal.problems if problem.rule not in _NOT_OF_THE_DRAFT)
    told = [dataclasses.replace(p, blocks=False) if p.rule in _ANSWERED_AT_RELEASE else p for p in found]
    return Checked(policy=policy, proposal=proposal, problems=tuple(sorted(told, key=lambda p: not p.blocks)))
