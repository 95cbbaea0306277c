"""Everything that stands against the release of a judged draft, and what its editor should know."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.archive.archive import Archive
from policytool.config import Settings
from policytool.release import numbers, rights, translations
from policytool.release.dates import by_hand
from policytool.release.judged import Judged
from policytool.release.model import Problem
from policytool.release.preconditions import preconditions
from policytool.release.promises.kept import broken
from policytool.release.promises.model import Case, Conduct
from policytool.release.review import review


def problems(archive: Archive, settings: Settings, judged: Judged) -> tuple[Problem, ...]:
    """All problems, by what they are about: the draft as a whole, dates, promises, texts, verdict, repository."""
    draft = judged.authoritative
    return (
        *_nothing_new(judged),
        *_first_overridden(judged),
        *numbers.disagreement(judged.previous, judged.latest, judged.significance, judged.number, draft),
        *judged.days.problems,
        *by_hand(judged.latest, draft, judged.days),
        *broken(_case(settings, judged)),
        *rights.problems(judged.assessment, judged.consent, judged.binding, judged.days.published, draft=draft),
        *_translations(judged),
        *translations.authority(judged.previous, judged.drafts),
        *review(archive, settings, judged.previous, judged.included, judged.revision),
        *_doubts(judged),
        *preconditions(archive, judged.policy, judged.number),
    )


def _case(settings: Settings, judged: Judged) -> Case:
    """What this release would do, to be held against what the policy promises."""
    days = judged.days
    conduct = Conduct(
        significance=judged.significance,
        published=days.published,
        effective=days.effective,
        noticed=days.noticed,
        earliest=days.earliest,
        channels=settings.notices.channels,
        lead_days=(settings.release.lead_days_significant, settings.release.lead_days_minor),
        emergency=bool(judged.emergency),
    )
    version = str(judged.previous.number) if judged.previous else ""
    return Case(draft=judged.authoritative, binding=judged.binding, version=version, conduct=conduct)


def _translations(judged: Judged) -> Iterator[Problem]:
    for language, found in judged.followed.behind.items():
        if language not in judged.left_out:
            yield from found
    yield from judged.followed.doubts


def _nothing_new(judged: Judged) -> Iterator[Problem]:
    if judged.previous is not None and not judged.changed:
        message = f"the draft says the same as version {judged.previous.number}: there is nothing to release"
        todo = "Edit the policy first; `policytool status` shows where it stands."
        yield Problem(rule="unchanged", message=message, todo=todo)


def _first_overridden(judged: Judged) -> Iterator[Problem]:
    if judged.previous is None and judged.override is not None:
        message = "the first version revises nothing, so there is no verdict to override"
        yield Problem(rule="verdict", message=message, todo="Leave out --override.")


def _doubts(judged: Judged) -> Iterator[Problem]:
    if judged.assessment is None or judged.previous is None:
        return
    told = f"the verdict, by the tests of version {judged.previous.number}"
    for words in judged.assessment.warnings:
        yield Problem(rule="verdict", message=f"{told}: {words}", blocks=False)
