"""Where a policy stands on a day: what is in force, what is upcoming, what the draft changes, what to do next."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from policytool.archive.archive import Archive
from policytool.archive.model import Version, in_force, stand, standing
from policytool.errors import PolicytoolError
from policytool.release.held import Held, held
from policytool.release.model import Proposal
from policytool.release.propose import propose
from policytool.release.recover import interrupted

Stage = Literal["none", "draft", "assessed", "signed off"]
"""What becomes of an edited draft before its release: `draft` while anything stands against the release, `assessed`
when the verdict awaits a person; `none` where the draft says nothing new."""


@dataclass(frozen=True, kw_only=True)
class Status:
    """One policy on one day."""

    policy: str
    title: str
    day: datetime.date
    versions: tuple[Version, ...]
    """All that were released, oldest first, also those that were withdrawn."""
    in_force: Version | None
    upcoming: tuple[Version, ...]
    """By the day of effect."""
    draft: Proposal | None
    """What a release of the draft would be; None where there is no draft, or it cannot be read."""
    trouble: PolicytoolError | None
    """Why the draft cannot be read or judged."""
    interrupted: str | None
    """Title of a release that was interrupted or is under way."""
    waiting: Held | None
    """The sign-off of the draft as it stands, where it was signed off."""

    @property
    def latest(self) -> Version | None:
        """The version that the draft revises."""
        standing = stand(self.versions)
        return standing[-1] if standing else None

    @property
    def stage(self) -> Stage:
        """Where the draft stands on its way to a release."""
        if self.draft is None or (self.latest and not (self.draft.changed or self.draft.behind)):
            return "none" if self.trouble is None else "draft"
        if self.waiting is not None:
            return "signed off"
        questions = self.draft.questions
        return "draft" if any(problem not in questions for problem in self.draft.blocking) else "assessed"


def status(archive: Archive, policy: str, day: datetime.date) -> Status:
    """Where `policy` stands on `day`."""
    versions = archive.released(policy)
    draft, trouble = _draft(archive, policy, day)
    upcoming = [version for version in versions if standing(version, versions, day) == "upcoming"]
    return Status(
        policy=policy,
        title=_title(versions, draft),
        day=day,
        versions=versions,
        in_force=in_force(versions, day),
        upcoming=tuple(sorted(upcoming, key=lambda version: version.effective)),
        draft=draft,
        trouble=trouble,
        interrupted=interrupted(archive),
        waiting=held(archive, policy) if draft is not None else None,
    )


def next_step(status: Status) -> str:
    """What a lawyer does next, in a sentence."""
    if status.interrupted:
        return f"The release of {status.interrupted} was interrupted: `policytool release` puts it right."
    if status.trouble is not None:
        return "Put the draft right, as said below."
    if status.draft is None:
        return f"Put the text back: {status.policy}.md is missing from the policies' folder."
    if status.latest is None and status.waiting is None:
        return f"Release the first version: `policytool release {status.policy}`."
    if not status.draft.changed and status.draft.behind:
        return f"Revise the translation ({', '.join(status.draft.behind)}), then `policytool release {status.policy}`."
    if status.waiting is not None:
        return f"Release what was signed off: `policytool release {status.policy}`."
    if not status.draft.changed:
        return "Nothing to do. To revise the policy, edit its file and look here again."
    blocking = status.draft.blocking
    if blocking:
        return f"Before the release: {blocking[0]}. {blocking[0].todo}".strip()
    assert status.latest is not None
    compare = f"`policytool compare {status.latest.number} draft --policy {status.policy}`"
    return f"Read the redline with {compare}, then `policytool release {status.policy}`."


def _draft(archive: Archive, policy: str, day: datetime.date) -> tuple[Proposal | None, PolicytoolError | None]:
    if not archive.drafts.exists(policy):
        return None, None
    try:
        return propose(archive, archive.settings, policy, day), None
    except PolicytoolError as error:
        return None, error


def _title(versions: tuple[Version, ...], draft: Proposal | None) -> str:
    if draft is not None:
        return next(iter(draft.drafts.values())).title
    return next(iter(versions[-1].record.texts.values())).title if versions else ""
