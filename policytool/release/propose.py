"""A draft judged: the number, dates and verdict that its release would have, and what stands against it."""

from __future__ import annotations

import datetime

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.config import Settings
from policytool.redline.model import Redline
from policytool.release import numbers, translations
from policytool.release.dates import dates
from policytool.release.model import Problem, Proposal
from policytool.release.preconditions import preconditions
from policytool.release.revision import Revision, revision
from policytool.significance.assess import assess
from policytool.significance.model import Assessment, Significance
from policytool.text.model import Document


def propose(
    archive: Archive,
    settings: Settings,
    policy: str,
    today: datetime.date,
    *,
    effective: datetime.date | None = None,
    published: datetime.date | None = None,
    override: Significance | None = None,
    translation_later: bool = False,
) -> Proposal:
    """Judge the draft of `policy`, changing nothing.

    `override` replaces the verdict by a person's; `translation_later` leaves out translations that were not revised.
    Raises TextError and CriteriaError for drafts that cannot be read or judged; anything else that stands against the
    release is among the proposal's problems.
    """
    versions = archive.versions(policy)
    previous = versions[-1] if versions else None
    drafts = {language: archive.draft(policy, language) for language in archive.draft_languages(policy)}
    step = revision(archive, previous, drafts)
    assessment = _assessed(settings, step.redline)
    significance = _decided(assessment, override)
    behind = translations.left_behind(archive, policy, drafts, step, significance)
    left_out = tuple(behind) if translation_later else ()
    authoritative = next(iter(drafts.values()))
    number = numbers.number(previous, significance, authoritative)
    days = dates(settings.release, significance, previous, today, published=published, effective=effective)
    changed = any(language not in behind for language in step.changed)
    problems = (
        *_nothing_new(previous, changed),
        *_first_overridden(previous, override),
        *filter(None, [numbers.disagreement(previous, significance, number, authoritative)]),
        *days.problems,
        *(problem for language, problem in behind.items() if language not in left_out),
        *translations.authority(previous, drafts),
        *_stale_summary(archive, previous, authoritative, step),
        *_doubts(assessment),
        *preconditions(archive, policy, number),
    )
    included = {language: draft for language, draft in drafts.items() if language not in left_out}
    return Proposal(
        policy=policy,
        previous=previous,
        drafts=included,
        sources={language: archive.drafts.source(policy, language) for language in included},
        left_out=left_out,
        behind=tuple(behind),
        redline=step.redline,
        assessment=assessment,
        significance=significance,
        number=number,
        published=days.published,
        effective=days.effective,
        changed=changed,
        problems=problems,
    )


def _assessed(settings: Settings, redline: Redline | None) -> Assessment | None:
    return None if redline is None else assess(redline)


def _decided(assessment: Assessment | None, override: Significance | None) -> Significance:
    if assessment is None:
        return "minor"
    return override or assessment.significance


def _nothing_new(previous: Version | None, changed: bool) -> list[Problem]:
    if previous is None or changed:
        return []
    message = f"the draft says the same as version {previous.number}: there is nothing to release"
    return [Problem(message=message, todo="Edit the policy first; `policytool status` shows where it stands.")]


def _first_overridden(previous: Version | None, override: Significance | None) -> list[Problem]:
    if previous is not None or override is None:
        return []
    return [Problem(message="the first version revises nothing, so there is no verdict to override")]


def _stale_summary(archive: Archive, previous: Version | None, draft: Document, step: Revision) -> list[Problem]:
    """The warning of a summary that still speaks of the revision before."""
    if previous is None or not step.changed or draft.metadata is None:
        return []
    before = archive.document(previous).metadata
    if before is None or not draft.metadata.summary or draft.metadata.summary != before.summary:
        return []
    message = f"the summary is still that of version {previous.number}"
    return [
        Problem(message=message, todo="Say in a sentence what this revision changes.", path=draft.name, blocks=False)
    ]


def _doubts(assessment: Assessment | None) -> list[Problem]:
    return [Problem(message=warning, blocks=False) for warning in (assessment.warnings if assessment else ())]
