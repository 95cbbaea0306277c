"""A draft judged: the number, dates and verdict that its release would have, and what stands against it."""

from __future__ import annotations

import datetime

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.archive.record import ConsentPlan
from policytool.config import Settings
from policytool.release import numbers, rights, translations
from policytool.release.dates import Dates, by_hand, dates
from policytool.release.judge import judge
from policytool.release.model import Problem, Proposal
from policytool.release.preconditions import preconditions
from policytool.release.promises.kept import broken, days_before_effect
from policytool.release.promises.model import Case, Conduct
from policytool.release.review import review
from policytool.release.revision import revision
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
    emergency: str = "",
    consent: ConsentPlan | None = None,
) -> Proposal:
    """Judge the draft of `policy`, changing nothing.

    `override` replaces the verdict by a person's; `translation_later` leaves out translations that were not revised;
    `emergency` is a person's reason to take effect before the lead time has passed; `consent` is how users are asked.
    Raises TextError and CriteriaError for drafts that cannot be read or judged; anything else that stands against the
    release is among the proposal's problems.
    """
    versions = archive.versions(policy)
    previous = versions[-1] if versions else None
    drafts = {language: archive.draft(policy, language) for language in archive.draft_languages(policy)}
    authoritative = next(iter(drafts.values()))
    step = revision(archive, previous, drafts)
    assessment = judge(settings, step.redline) if step.redline else None
    significance = (override or assessment.significance) if assessment else "minor"
    number = numbers.number(previous, significance, authoritative)
    emergency = " ".join(emergency.split())
    binding = archive.document(previous) if previous else None
    days = dates(
        settings.release,
        significance,
        previous,
        today,
        published=published,
        effective=effective,
        promised=days_before_effect(binding, significance) if binding else 0,
        emergency=bool(emergency),
    )
    conduct = _conduct(settings, significance, days, emergency)
    behind = translations.left_behind(archive, policy, drafts, step, significance)
    left_out = tuple(behind) if translation_later else ()
    included = {language: draft for language, draft in drafts.items() if language not in left_out}
    changed = any(language not in behind for language in step.changed)
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
        problems=(
            *_nothing_new(previous, changed),
            *_first_overridden(previous, override),
            *numbers.disagreement(previous, significance, number, authoritative),
            *days.problems,
            *by_hand(previous, authoritative, days),
            *broken(_case(archive, previous, authoritative, conduct)),
            *rights.problems(assessment, consent, binding, days.published, draft=authoritative),
            *(problem for language, problem in behind.items() if language not in left_out),
            *translations.authority(previous, drafts),
            *review(archive, settings, previous, included, step),
            *_doubts(assessment, previous),
            *preconditions(archive, policy, number),
        ),
        emergency=emergency,
        consent=consent,
    )


def _conduct(settings: Settings, significance: Significance, days: Dates, emergency: str) -> Conduct:
    """What this release would do, to be held against what the policy promises."""
    return Conduct(
        significance=significance,
        published=days.published,
        effective=days.effective,
        noticed=days.noticed,
        earliest=days.earliest,
        channels=settings.notices.channels,
        lead_days=(settings.release.lead_days_significant, settings.release.lead_days_minor),
        emergency=bool(emergency),
    )


def _case(archive: Archive, previous: Version | None, draft: Document, conduct: Conduct) -> Case:
    if previous is None:
        return Case(draft=draft, binding=None, version="", conduct=conduct)
    return Case(draft=draft, binding=archive.document(previous), version=str(previous.number), conduct=conduct)


def _nothing_new(previous: Version | None, changed: bool) -> list[Problem]:
    if previous is None or changed:
        return []
    message = f"the draft says the same as version {previous.number}: there is nothing to release"
    todo = "Edit the policy first; `policytool status` shows where it stands."
    return [Problem(rule="unchanged", message=message, todo=todo)]


def _first_overridden(previous: Version | None, override: Significance | None) -> list[Problem]:
    if previous is not None or override is None:
        return []
    message = "the first version revises nothing, so there is no verdict to override"
    return [Problem(rule="verdict", message=message, todo="Leave out --override.")]


def _doubts(assessment: Assessment | None, previous: Version | None) -> list[Problem]:
    if assessment is None or previous is None:
        return []
    told = f"the verdict, by the tests of version {previous.number}"
    return [Problem(rule="verdict", message=f"{told}: {words}", blocks=False) for words in assessment.warnings]
